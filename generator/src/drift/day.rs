//! Days of the calendar: dates of sunsets, and the day of a comparison.

/// A day of the Gregorian calendar, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Day {
    /// The day of a text: a full date or date-time of RFC 3339 (`2030-01-31`, `2030-01-31T00:00:00Z`), or an HTTP date, as
    /// the header `Sunset` of RFC 8594 has it (`Thu, 31 Jan 2030 00:00:00 GMT`). The time of the day and its offset do not
    /// count.
    ///
    /// # Example
    /// ```
    /// use crategen::drift::Day;
    ///
    /// assert_eq!(Day::parse("Thu, 31 Jan 2030 00:00:00 GMT"), Day::parse("2030-01-31"));
    /// assert_eq!(Day::parse("2030-02-30"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        rfc_3339(text).or_else(|| http_date(text))
    }

    /// The day of a time, in seconds since 1970-01-01T00:00:00Z.
    pub fn of_unix_time(seconds: i64) -> Self {
        Self(seconds.div_euclid(86_400))
    }

    /// The day that comes some days later.
    pub(super) fn after(self, days: u64) -> Self {
        Self(self.0.saturating_add(i64::try_from(days).unwrap_or(i64::MAX)))
    }

    fn of(year: i64, month: i64, day: i64) -> Option<Self> {
        let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
        let length = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        if !(0..=9999).contains(&year) || !(1..=length).contains(&day) {
            return None;
        }
        // Years begin in March, so that the day of a leap year is the last one.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let of_years = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        Some(Self(of_years + (month * 153 + 2) / 5 + day - 719_469))
    }
}

/// `2030-01-31`, and what RFC 3339 has behind it.
fn rfc_3339(text: &str) -> Option<Day> {
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    let mut parts = date.split('-');
    let mut number = |width: usize| digits(parts.next()?, width);
    let day = (number(4)?, number(2)?, number(2)?);
    Day::of(day.0, day.1, day.2)
}

/// `Thu, 31 Jan 2030 00:00:00 GMT` (RFC 9110, section 5.6.7).
fn http_date(text: &str) -> Option<Day> {
    let (_, date) = text.split_once(", ")?;
    let mut parts = date.split(' ');
    let day = digits(parts.next()?, 2)?;
    let month = parts.next()?;
    let month = MONTHS.iter().position(|known| *known == month)?;
    Day::of(digits(parts.next()?, 4)?, i64::try_from(month).ok()? + 1, day)
}

fn digits(text: &str, width: usize) -> Option<i64> {
    (text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}
