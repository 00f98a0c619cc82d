//! JSON numbers (RFC 8259, section 6), read from their text: whoever decodes one decides what it can hold.

use super::DecodeError;
use super::reader::Reader;

/// A number as it is written, checked to be JSON.
#[derive(Clone, Copy, Debug)]
pub struct Number<'a> {
    text: &'a str,
    negative: bool,
    /// The digits without the point, if they are few enough: the value is `mantissa × 10^scale`.
    mantissa: Option<u64>,
    scale: i64,
    /// Whether it has neither a fraction nor an exponent.
    integer: bool,
}

/// A number of at most 18 digits: `mantissa / 10^fraction`.
struct Short {
    negative: bool,
    mantissa: u64,
    fraction: usize,
}

/// The powers of ten that an `f64` holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Every whole number up to this one is an `f64`.
const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;

impl<'a> Number<'a> {
    /// The number that a text is; `None` where it is not one JSON number and nothing else.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        Reader::new(text, 0).number().ok().filter(|number| number.text.len() == text.len())
    }
}

impl<'a> Reader<'a> {
    /// Reads a number.
    ///
    /// # Errors
    /// When the next value is something else, or the number is not written as JSON wants it.
    pub fn number(&mut self) -> Result<Number<'a>, DecodeError> {
        self.number_or("a number")
    }

    /// Reads a number where `expected` must follow.
    pub(super) fn number_or(&mut self, expected: &str) -> Result<Number<'a>, DecodeError> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return self.quoted_number(expected).ok_or_else(|| self.expected(expected));
        }
        let start = self.at;
        let negative = self.eat(b'-');
        let zero = self.bytes().get(self.at) == Some(&b'0');
        let mut mantissa = 0;
        let whole = self.digits(&mut mantissa)?;
        if zero && whole > 1 {
            self.at -= whole - 1;
            return Err(self.syntax("a number must not begin with 0"));
        }
        let (mut fraction, mut exponent, mut integer) = (0, 0, true);
        if self.eat(b'.') {
            integer = false;
            fraction = self.digits(&mut mantissa)?;
        }
        if matches!(self.bytes().get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            integer = false;
            exponent = self.exponent()?;
        }
        // So many digits always fit into 64 bits.
        let mantissa = (whole + fraction <= 19).then_some(mantissa);
        let scale = exponent.saturating_sub(i64::try_from(fraction).unwrap_or(i64::MAX));
        let text = self.text.get(start..self.at).unwrap_or_default();
        Ok(Number { text, negative, mantissa, scale, integer })
    }

    /// Reads a number if it has neither an exponent nor many digits, as nearly all have; `None`, and nothing is read, where it is
    /// another one, or none.
    fn short_number(&mut self) -> Option<Short> {
        self.peek();
        let rest = self.bytes().get(self.at..)?;
        let negative = rest.first() == Some(&b'-');
        let unsigned = rest.get(usize::from(negative)..)?;
        let (mut mantissa, mut length, mut point) = (0_u64, 0, None);
        let next = loop {
            match unsigned.get(length) {
                Some(digit @ b'0'..=b'9') => {
                    mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
                }
                Some(b'.') if point.is_none() => point = Some(length),
                next => break next,
            }
            length += 1;
        };
        let whole = point.unwrap_or(length);
        let fraction = length - point.map_or(length, |point| point + 1);
        let is_json = (1..=18).contains(&whole) && whole + fraction <= 18 && point.is_none_or(|_| fraction > 0);
        let leads_with_zero = whole > 1 && unsigned.first() == Some(&b'0');
        if !is_json || leads_with_zero || matches!(next, Some(b'e' | b'E')) {
            return None;
        }
        self.at += usize::from(negative) + length;
        Some(Short { negative, mantissa, fraction })
    }

    /// Reads an integer that is written as one and has few digits; `None`, and nothing is read, where it is another number.
    pub(super) fn short_integer(&mut self) -> Option<i64> {
        let start = self.at;
        match self.short_number()? {
            Short { negative, mantissa, fraction: 0 } => {
                let integer = i64::try_from(mantissa).ok()?;
                Some(if negative { -integer } else { integer })
            }
            _ => {
                self.at = start;
                None
            }
        }
    }

    /// Reads a number as the nearest `f64`; infinite where it is beyond all of them.
    ///
    /// # Errors
    /// When the next value is something else, or the number is not written as JSON wants it.
    pub(super) fn float(&mut self) -> Result<f64, DecodeError> {
        let start = self.at;
        if let Some(Short { negative, mantissa, fraction }) = self.short_number() {
            if let (true, Some(power)) = (mantissa <= EXACT, POWERS.get(fraction)) {
                let float = mantissa as f64 / power;
                return Ok(if negative { -float } else { float });
            }
            self.at = start;
        }
        Ok(self.number()?.float())
    }

    #[inline]
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.bytes().get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    /// Reads digits, at least one; returns how many. The mantissa grows by them, and wraps.
    #[inline]
    fn digits(&mut self, mantissa: &mut u64) -> Result<usize, DecodeError> {
        let bytes = self.bytes();
        let (start, mut at, mut value) = (self.at, self.at, *mantissa);
        while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
            at += 1;
        }
        (self.at, *mantissa) = (at, value);
        if at == start { Err(self.syntax("a digit must follow")) } else { Ok(at - start) }
    }

    /// Reads an exponent behind its letter; one beyond all numbers is the largest.
    fn exponent(&mut self) -> Result<i64, DecodeError> {
        let negative = self.eat(b'-');
        if !negative {
            self.eat(b'+');
        }
        let mut exponent = 0;
        let start = self.at;
        self.digits(&mut exponent)?;
        let zeros = self.bytes().iter().skip(start).take_while(|byte| **byte == b'0').count();
        let exponent = match (self.at - start).saturating_sub(zeros) {
            0..=18 => i64::try_from(exponent).unwrap_or(i64::MAX),
            _ => i64::MAX,
        };
        Ok(if negative { -exponent } else { exponent })
    }
}

impl<'a> Number<'a> {
    /// The text, as it is written.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Whether it is written without a fraction and an exponent.
    pub fn is_integer(&self) -> bool {
        self.integer
    }

    /// The whole number that it is, also where it is written `86400.0` or `1e3`. `None` where it has a fraction; a number
    /// beyond 64 bits is the nearest one of 128 bits.
    #[inline]
    pub(super) fn whole(&self) -> Option<i128> {
        if let (true, Some(mantissa)) = (self.integer, self.mantissa) {
            return Some(if self.negative { -i128::from(mantissa) } else { i128::from(mantissa) });
        }
        let (digits, scale) = match self.mantissa {
            Some(mantissa) => (i128::from(mantissa), self.scale),
            None => match self.trimmed() {
                (_, scale) if scale < 0 => return None,
                trimmed => trimmed,
            },
        };
        let value = match (digits, u32::try_from(scale.unsigned_abs())) {
            (0, _) => Some(0),
            (digits, Ok(places)) if scale >= 0 => {
                let power = 10_i128.checked_pow(places);
                Some(power.and_then(|power| digits.checked_mul(power)).unwrap_or(i128::MAX))
            }
            (digits, Ok(places)) => {
                let power = 10_i128.checked_pow(places)?;
                (digits % power == 0).then_some(digits / power)
            }
            (_, Err(_)) if scale >= 0 => Some(i128::MAX),
            (_, Err(_)) => None,
        }?;
        Some(if self.negative { -value } else { value })
    }

    /// The digits and the scale without the zeros at the end of the digits, for a number with many digits.
    fn trimmed(&self) -> (i128, i64) {
        let mantissa = self.text.split(['e', 'E']).next().unwrap_or_default();
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        let significant = digits.trim_end_matches('0');
        let zeros = i64::try_from(digits.len() - significant.len()).unwrap_or(i64::MAX);
        (significant.parse().unwrap_or(i128::MAX), self.scale.saturating_add(zeros))
    }

    /// The nearest `f64`; infinite where it is beyond all of them.
    pub(super) fn float(&self) -> f64 {
        let fast = self.mantissa.filter(|mantissa| *mantissa <= EXACT).and_then(|mantissa| {
            let power = *POWERS.get(usize::try_from(self.scale.unsigned_abs()).ok()?)?;
            // Both are exact, so the one rounding of the operation is the right one.
            let float = mantissa as f64;
            Some(if self.scale < 0 { float / power } else { float * power })
        });
        match fast {
            Some(float) if self.negative => -float,
            Some(float) => float,
            None => self.text.parse().unwrap_or(f64::INFINITY),
        }
    }

    /// Whether an `f64` holds it exactly, as far as its digits tell.
    pub(super) fn is_short(&self) -> bool {
        self.mantissa.is_some_and(|mantissa| mantissa <= EXACT)
    }
}
