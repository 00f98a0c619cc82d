//! Texts and numbers.

use serde_json::{Map, Number, Value};

use super::{Hard, flag};
use generator_tests::numbers::Numbers;

/// Texts that patterns are tried with: the classes that documents have most.
const GUESSES: [&str; 24] = [
    "a",
    "A",
    "abc",
    "ABC",
    "0",
    "1",
    "42",
    "12345",
    "abcd1234",
    "a-b",
    "a_b",
    "a.b",
    "user@example.com",
    "2024-01-31",
    "12:34:56",
    "https://example.com/a",
    "/a/b",
    "#a0b1c2",
    "+4930123456",
    "0123456789abcdef",
    "en",
    "en-US",
    "1.2.3",
    "foo",
];

/// A whole number within the bounds and the format.
pub(super) fn integer(own: &Map<String, Value>, numbers: &mut Numbers) -> Result<Value, Hard> {
    let (low, high) = range(own.get("format").and_then(Value::as_str));
    let bound = |key: &str| own.get(key).and_then(Value::as_f64);
    #[expect(clippy::cast_possible_truncation, reason = "a bound beyond all integers is the last of them")]
    let whole = |bound: f64| bound as i128;
    let low = bound("minimum").map_or(low, |bound| low.max(whole(bound.ceil())));
    let high = bound("maximum").map_or(high, |bound| high.min(whole(bound.floor())));
    let low = low + i128::from(flag(own, "exclusiveMinimum"));
    let high = high - i128::from(flag(own, "exclusiveMaximum"));
    let step = own.get("multipleOf").and_then(Value::as_f64).map_or(1, |step| whole(step).max(1));
    let chance = i128::from(numbers.draw() % 1000);
    let wanted = match numbers.below(6) {
        0 => low,
        1 => high,
        _ => chance.clamp(low.min(high), high.max(low)),
    };
    let stepped = [wanted - wanted.rem_euclid(step), wanted - wanted.rem_euclid(step) + step];
    let fitting = stepped.into_iter().find(|one| (low..=high).contains(one)).ok_or("bounds that leave no number")?;
    let number = Number::from_i128(fitting).ok_or("a number that JSON libraries do not hold")?;
    Ok(Value::Number(number))
}

/// What the type of a format holds; `int64` where there is none.
pub(super) fn range(format: Option<&str>) -> (i128, i128) {
    match format {
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32" | "uint") => (0, u32::MAX.into()),
        Some("uint64") => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    }
}

/// A number within the bounds; one that a `float` holds exactly.
pub(super) fn number(own: &Map<String, Value>, numbers: &mut Numbers) -> Result<Value, Hard> {
    let whole = ["int32", "int64", "uint32", "uint64", "integer", "int"];
    let format = own.get("format").and_then(Value::as_str);
    if own.contains_key("multipleOf") || format.is_some_and(|format| whole.contains(&format)) {
        return integer(own, numbers);
    }
    let bound = |key: &str| own.get(key).and_then(Value::as_f64);
    let (low, high) = (bound("minimum").unwrap_or(-1000.0), bound("maximum").unwrap_or(1e9));
    let (low, high) = (low.min(high), high.max(low));
    let quarter = f64::from(u16::try_from(numbers.below(4000)).unwrap_or_default()) / 4.0;
    let free = [0.25, 1.0, -7.5, 86400.0, 1e9, 0.1, quarter];
    let inside: Vec<f64> = free
        .into_iter()
        .chain([low, high, low + (high - low) / 2.0])
        .filter(|one| (low..=high).contains(one))
        .collect();
    let wanted = if inside.is_empty() { low } else { *numbers.pick(&inside) };
    Number::from_f64(wanted).map(Value::Number).ok_or("bounds that leave no number")
}

/// A text of the format, within the bounds.
pub(super) fn string(own: &Map<String, Value>, numbers: &mut Numbers) -> Result<Value, Hard> {
    let text = |key: &str| own.get(key).and_then(Value::as_str);
    if let Some(pattern) = text("pattern") {
        return matching(pattern, own, numbers).map(Value::from).ok_or("a pattern that no guess matches");
    }
    let of_format = match text("format") {
        Some("date-time") => Some(date_time(numbers)),
        Some("date") => {
            Some(format!("{:04}-0{}-2{}", 1900 + numbers.below(200), 1 + numbers.below(9), numbers.below(9)))
        }
        Some("uuid") => Some(uuid(numbers)),
        Some("byte" | "base64") => Some(numbers.pick(&["", "AA==", "aGk=", "+/+/", "Zm9v"]).to_string()),
        Some("base64url") => Some(numbers.pick(&["", "AA", "aGk", "-_-_", "Zm9v"]).to_string()),
        Some("time") => Some("12:34:56Z".to_owned()),
        Some("duration") => Some("P1DT2H".to_owned()),
        Some("uri" | "url" | "uri-reference") => Some("https://example.com/a?b=c".to_owned()),
        Some("email") => Some("a@example.com".to_owned()),
        Some("ipv4" | "ip") => Some("192.0.2.7".to_owned()),
        Some("ipv6") => Some("2001:db8::1".to_owned()),
        _ => None,
    };
    Ok(Value::String(of_format.unwrap_or_else(|| free_text(own, numbers))))
}

fn date_time(numbers: &mut Numbers) -> String {
    let fraction = numbers.pick(&["", ".5", ".250", ".123456", ".123456789", ".000"]);
    let zone = numbers.pick(&["Z", "+02:00", "-11:30", "+00:00"]);
    format!(
        "20{:02}-1{}-0{}T2{}:59:0{}{fraction}{zone}",
        numbers.below(90),
        numbers.below(3),
        1 + numbers.below(9),
        numbers.below(4),
        numbers.below(9)
    )
}

fn uuid(numbers: &mut Numbers) -> String {
    let (a, b) = (numbers.draw(), numbers.draw());
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        b >> 52,
        b & 0xffff_ffff_ffff
    )
}

fn free_text(own: &Map<String, Value>, numbers: &mut Numbers) -> String {
    let (least, most) = lengths(own);
    let text = *numbers.pick(&["", "a", "text", "ä漢💥", "with \"quotes\" and \\", "line\nbreak", "null", "42", " "]);
    let text: String = text.chars().chain("xyz".chars().cycle().take(least.min(10_000))).collect();
    let count = text.chars().count().min(most).max(least);
    text.chars().take(count).collect()
}

/// The least and the greatest number of characters.
fn lengths(own: &Map<String, Value>) -> (usize, usize) {
    let bound = |key: &str| own.get(key).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok());
    (bound("minLength").unwrap_or(0), bound("maxLength").unwrap_or(usize::MAX))
}

fn matching(pattern: &str, own: &Map<String, Value>, numbers: &mut Numbers) -> Option<String> {
    let pattern = regex_lite::Regex::new(pattern).ok()?;
    let (least, most) = lengths(own);
    let start = numbers.below(GUESSES.len());
    let all = GUESSES.iter().cycle().skip(start).take(GUESSES.len());
    let lengthened = all.flat_map(|guess| (1..=12).map(|times| guess.repeat(times)));
    let mut formats = vec![uuid(numbers), date_time(numbers), String::new()];
    formats.extend(lengthened);
    formats.into_iter().find(|guess| (least..=most).contains(&guess.chars().count()) && pattern.is_match(guess))
}
