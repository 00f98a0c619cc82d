//! How a date-time was written (RFC 3339, section 5.6), beside what it says: so that it is written again as it was read,
//! whichever library knows what it says.

use std::fmt;

/// The zone and the fraction of a date-time as they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeFormat {
    zone: Zone,
    /// At most nine.
    digits: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    Zulu,
    Numeric,
    Absent,
}

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
    /// How a text writes a date-time.
    #[inline]
    pub fn of(text: &str) -> Self {
        let text = text.split_once('[').map_or(text, |(plain, _)| plain);
        let time = text.split_once(['T', 't', ' ', '_']).map_or("", |(_, time)| time);
        let zone = match time.find(['+', '-']) {
            _ if time.ends_with(['Z', 'z']) => Zone::Zulu,
            Some(_) => Zone::Numeric,
            None => Zone::Absent,
        };
        let fraction = time.split_once(['.', ',']).map_or("", |(_, fraction)| fraction);
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).take(9).count();
        Self { zone, digits: u8::try_from(digits).unwrap_or(9) }
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
        Self { zone: if offset == 0 { Zone::Zulu } else { Zone::Numeric }, digits }
    }

    /// The same with its offset as a number.
    #[must_use]
    #[inline]
    pub fn numeric(self) -> Self {
        Self { zone: Zone::Numeric, ..self }
    }

    /// Whether an offset is written: RFC 3339 wants one, but servers leave it out.
    #[inline]
    pub fn has_offset(self) -> bool {
        self.zone != Zone::Absent
    }

    /// Writes a date-time so.
    ///
    /// # Errors
    /// Those of the formatter.
    #[inline]
    pub fn show(self, clock: CivilDateTime, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CivilDateTime { year, month, day, hour, minute, second, nanosecond, offset } = clock;
        let sign = if year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}", year.unsigned_abs())?;
        let nanos = format!("{nanosecond:09}");
        if let Some(fraction) = nanos.get(..usize::from(self.digits)).filter(|fraction| !fraction.is_empty()) {
            write!(f, ".{fraction}")?;
        }
        match self.zone {
            Zone::Zulu => f.write_str("Z"),
            Zone::Absent => Ok(()),
            Zone::Numeric => {
                let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs() / 60);
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}
