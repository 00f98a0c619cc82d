//! How a date-time was written (RFC 3339, section 5.6), beside what it says: so that it is written again as it was read,
//! whichever library knows what it says.

use std::borrow::Cow;
use std::fmt;

/// How a date-time was written: what the library that reads it does not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeFormat {
    /// Between date and time.
    separator: u8,
    /// Before the fraction.
    point: u8,
    zone: Zone,
    /// `-00:00`: the offset is not known (section 4.3).
    negative_zero: bool,
    /// Second 60 (section 5.7), which libraries know as 59.
    leap: bool,
    digits: u8,
    /// The digits behind the ninth, as two numbers of [`HALF`] digits.
    beyond: [u64; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// `Z`
    Zulu,
    /// `z`
    SmallZulu,
    /// `+01:00`
    Numeric,
    /// `+0100`, of ISO 8601 only.
    Compact,
    /// `+01`, of ISO 8601 only.
    Hours,
    /// Nothing.
    Absent,
}

/// How many digits of a fraction libraries keep.
const NANOSECONDS: usize = 9;

/// How many digits each number holds of those that are beyond.
const HALF: usize = 19;

/// What a clock and a calendar at the offset show.
#[derive(Clone, Copy, Debug)]
pub struct CivilDateTime {
    /// The year of the Gregorian calendar.
    pub year: i32,
    /// From 1 to 12.
    pub month: u8,
    /// From 1 to 31.
    pub day: u8,
    /// From 0 to 23.
    pub hour: u8,
    /// From 0 to 59.
    pub minute: u8,
    /// From 0 to 60.
    pub second: u8,
    /// Below a thousand million.
    pub nanosecond: u32,
    /// Seconds east of UTC.
    pub offset: i32,
}

impl DateTimeFormat {
    /// How a text writes a date-time, and the text that a library reads in its place: with `T`, `Z` and `+01:00`, at most nine
    /// digits of a second, and no second 60. `None` where it has more digits than are kept (47).
    #[inline]
    pub fn read(text: &str) -> Option<(Self, Cow<'_, str>)> {
        let (bare, annotation) = text.split_at(text.find('[').unwrap_or(text.len()));
        let as_it_is = (Self::plain(Zone::Absent, 0), Cow::Borrowed(text));
        let Some((date, time)) = bare.find(['T', 't', ' ', '_']).and_then(|at| bare.split_at_checked(at)) else {
            return Some(as_it_is);
        };
        let (separator, time) = (time.as_bytes().first().copied().unwrap_or(b'T'), time.get(1..).unwrap_or_default());
        let (time, zone) = time.split_at(time.find(['Z', 'z', '+', '-']).unwrap_or(time.len()));
        let (clock, fraction) = time.split_at(time.find(['.', ',']).unwrap_or(time.len()));
        let point = fraction.as_bytes().first().copied().unwrap_or(b'.');
        let fraction = fraction.get(1..).unwrap_or_default();
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(as_it_is);
        }
        let (kept, beyond) = fraction.split_at(fraction.len().min(NANOSECONDS));
        let minute = clock.strip_suffix(":60").filter(|minute| minute.len() == "hh:mm".len());
        let format = Self {
            separator,
            point,
            negative_zero: zone.starts_with('-') && zone.bytes().all(|byte| matches!(byte, b'-' | b'0' | b':')),
            leap: minute.is_some(),
            beyond: halves(beyond)?,
            ..Self::plain(Zone::of(zone), u8::try_from(fraction.len()).ok()?)
        };
        let is_plain = separator == b'T' && point == b'.' && beyond.is_empty() && !format.leap;
        if is_plain && !matches!(format.zone, Zone::SmallZulu | Zone::Compact | Zone::Hours) {
            return Some((format, Cow::Borrowed(text)));
        }
        let clock = minute.map_or(Cow::Borrowed(clock), |minute| Cow::Owned(format!("{minute}:59")));
        let point = if kept.is_empty() { "" } else { "." };
        let zone = format.zone.numeric(zone);
        Some((format, format!("{date}T{clock}{point}{kept}{zone}{annotation}").into()))
    }

    /// At that offset, in seconds east of UTC, with as many digits as the fraction needs: none, three, six or nine. UTC
    /// is `Z`.
    #[inline]
    pub fn shortest(nanosecond: u32, offset: i32) -> Self {
        let digits = match nanosecond {
            0 => 0,
            nanos if nanos % 1_000_000 == 0 => 3,
            nanos if nanos % 1_000 == 0 => 6,
            _ => 9,
        };
        Self::plain(if offset == 0 { Zone::Zulu } else { Zone::Numeric }, digits)
    }

    #[inline]
    fn plain(zone: Zone, digits: u8) -> Self {
        Self { separator: b'T', point: b'.', zone, negative_zero: false, leap: false, digits, beyond: [0, 0] }
    }

    /// The same with its offset as a number.
    #[must_use]
    #[inline]
    pub fn numeric(self) -> Self {
        Self { zone: Zone::Numeric, negative_zero: false, ..self }
    }

    /// Whether an offset is written: RFC 3339 wants one, but servers leave it out.
    #[inline]
    pub fn has_offset(self) -> bool {
        self.zone != Zone::Absent
    }

    /// Whether the second is 60.
    #[inline]
    pub fn is_leap(self) -> bool {
        self.leap
    }

    /// What the digits behind the ninth add, to compare date-times of one nanosecond by.
    #[inline]
    pub fn beyond(self) -> [u64; 2] {
        self.beyond
    }

    /// Writes a date-time so.
    ///
    /// # Errors
    /// Those of the formatter.
    #[inline]
    pub fn show(self, clock: CivilDateTime, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CivilDateTime { year, month, day, hour, minute, second, nanosecond, offset } = clock;
        let sign = if year < 0 { "-" } else { "" };
        let separator = char::from(self.separator);
        let second = if self.leap { 60 } else { second };
        write!(f, "{sign}{:04}-{month:02}-{day:02}{separator}{hour:02}:{minute:02}:{second:02}", year.unsigned_abs())?;
        let [first, last] = self.beyond;
        let digits = format!("{nanosecond:09}{first:0HALF$}{last:0HALF$}");
        if let Some(fraction) = digits.get(..usize::from(self.digits)).filter(|fraction| !fraction.is_empty()) {
            write!(f, "{}{fraction}", char::from(self.point))?;
        }
        let (hours, minutes) = (offset.unsigned_abs() / 3600, offset.unsigned_abs() / 60 % 60);
        let sign = if offset < 0 || (offset == 0 && self.negative_zero) { '-' } else { '+' };
        match self.zone {
            Zone::Zulu => f.write_str("Z"),
            Zone::SmallZulu => f.write_str("z"),
            Zone::Absent => Ok(()),
            Zone::Compact => write!(f, "{sign}{hours:02}{minutes:02}"),
            Zone::Hours => write!(f, "{sign}{hours:02}"),
            Zone::Numeric => write!(f, "{sign}{hours:02}:{minutes:02}"),
        }
    }
}

impl Zone {
    #[inline]
    fn of(text: &str) -> Self {
        let is_number = |text: &str| text.bytes().skip(1).all(|byte| byte.is_ascii_digit());
        match text {
            "" => Self::Absent,
            "Z" => Self::Zulu,
            "z" => Self::SmallZulu,
            text if text.len() == "+hhmm".len() && is_number(text) => Self::Compact,
            text if text.len() == "+hh".len() && is_number(text) => Self::Hours,
            _ => Self::Numeric,
        }
    }

    /// The text of a zone as RFC 3339 has it.
    #[inline]
    fn numeric(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::SmallZulu => Cow::Borrowed("Z"),
            Self::Hours => Cow::Owned(format!("{text}:00")),
            Self::Compact => text
                .split_at_checked(3)
                .map_or(Cow::Borrowed(text), |(hours, minutes)| Cow::Owned(format!("{hours}:{minutes}"))),
            _ => Cow::Borrowed(text),
        }
    }
}

/// Digits as the two numbers of [`DateTimeFormat::beyond`]; `None` where there are more than they hold.
#[inline]
fn halves(digits: &str) -> Option<[u64; 2]> {
    if digits.is_empty() {
        return Some([0, 0]);
    }
    let width = 2 * HALF;
    let padded = format!("{digits:0<width$}");
    let (first, last) = padded.split_at_checked(HALF)?;
    (padded.len() == width).then_some([first.parse().ok()?, last.parse().ok()?])
}
