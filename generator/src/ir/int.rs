//! Which type of whole numbers a document means, and what it holds.

use serde_json::Number;

use super::types::Int;

impl Int {
    /// The type of a format of the OpenAPI Format Registry and of the least and most that a schema allows: that of the format, or a
    /// wider one where the limits go beyond it. A format of 32 or 64 bits with a least value of zero or more is unsigned.
    pub fn of(format: Option<&str>, least: Option<f64>, most: Option<f64>) -> Self {
        let negative = least.is_none_or(|least| least < 0.0);
        let said = match format {
            Some("int8") => Self::I8,
            Some("int16") => Self::I16,
            Some("int32") if negative => Self::I32,
            Some("uint8") => Self::U8,
            Some("uint16") => Self::U16,
            Some("int32" | "uint32") => Self::U32,
            Some("int64") if !negative => Self::U64,
            Some("uint64" | "uint") => Self::U64,
            Some("int128" | "uint128") => Self::I128,
            _ => Self::I64,
        };
        let fits = |int: &Self| {
            let (lowest, highest) = int.rounded_bounds();
            least.is_none_or(|least| least >= lowest) && most.is_none_or(|most| most <= highest)
        };
        // What nothing bounds below may be negative, except where the format is unsigned.
        let unsigned = !negative || matches!(said, Self::U8 | Self::U16 | Self::U32);
        let wider = [Self::U32, Self::I64, Self::U64, Self::I128];
        let wider = wider.into_iter().filter(|int| unsigned || !matches!(int, Self::U32 | Self::U64));
        std::iter::once(said).chain(wider).find(fits).unwrap_or(said)
    }

    /// Whether a format of `number` means whole numbers.
    pub fn is_meant_by(format: Option<&str>) -> bool {
        matches!(format, Some("int32" | "int64" | "uint32" | "uint64" | "integer" | "int"))
    }

    /// A number of JSON that is written whole and within 64 bits.
    pub fn exact(number: &Number) -> Option<i128> {
        number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
    }

    /// Whether it holds a number.
    pub fn holds(self, number: i128) -> bool {
        let (lowest, highest) = self.bounds();
        (lowest..=highest).contains(&number)
    }

    /// Whether it holds negative numbers.
    pub fn is_signed(self) -> bool {
        self.bounds().0 < 0
    }

    fn bounds(self) -> (i128, i128) {
        match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
            Self::I128 => (i128::MIN, i128::MAX),
        }
    }

    /// Rounded to `f64`: limits are often written so rounded. Those of 128 bits are none.
    #[expect(clippy::cast_precision_loss, reason = "compared with limits that are rounded in the same way")]
    fn rounded_bounds(self) -> (f64, f64) {
        match self {
            Self::I128 => (f64::MIN, f64::MAX),
            other => {
                let (lowest, highest) = other.bounds();
                (lowest as f64, highest as f64)
            }
        }
    }
}
