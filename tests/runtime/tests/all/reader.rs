//! The reader and the writer of JSON against `serde_json`, on texts made by a seed and on texts that are nearly JSON.

use runtime_tests::runtime::Decode;
use runtime_tests::runtime::DecodeError;
use runtime_tests::runtime::Encode;
use runtime_tests::runtime::EncodeError;
use runtime_tests::runtime::Field;
use runtime_tests::runtime::JsonObject;
use runtime_tests::runtime::Key;
use runtime_tests::runtime::Map;
use runtime_tests::runtime::Member;
use runtime_tests::runtime::Reader;
use runtime_tests::runtime::Writer;
use runtime_tests::runtime::from_json;
use runtime_tests::runtime::to_json;
use runtime_tests::types::Shelter;
use serde_json::Value;
use serde_json::json;

/// Numbers that look random and are the same in each run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("below a usize")
    }

    fn pick<'p>(&mut self, from: &[&'p str]) -> &'p str {
        from[self.below(from.len())]
    }

    fn space(&mut self) -> &'static str {
        self.pick(&["", "", "", " ", "\n", "\t\r\n  "])
    }

    fn string(&mut self) -> String {
        let pieces = [
            "",
            "a",
            "key",
            "\\n",
            "\\\"",
            "\\\\",
            "\\/",
            "\\u00e9",
            "é",
            "\\ud83d\\ude00",
            "😀",
            "longer than eight bytes",
            "1234567",
            "\u{7f}",
            "\\b\\f\\r\\t",
            "\\u0000",
            "ü€",
            " ",
        ];
        let count = self.below(4);
        format!("\"{}\"", (0..count).map(|_| self.pick(&pieces)).collect::<String>())
    }

    fn number(&mut self) -> String {
        let sign = self.pick(&["", "-"]);
        let whole = match self.below(3) {
            0 => "0".to_owned(),
            1 => (self.next() % 1000 + 1).to_string(),
            _ => (self.next() | 1).to_string(),
        };
        let fraction = self.pick(&["", "", ".0", ".5", ".10", ".000001", ".123456789012345678901"]);
        let exponent = self.pick(&["", "", "", "e0", "E5", "e+17", "e-3", "e-300", "E22"]);
        format!("{sign}{whole}{fraction}{exponent}")
    }

    fn value(&mut self, depth: usize) -> String {
        let (left, right) = (self.space(), self.space());
        let value = match self.below(if depth == 0 { 5 } else { 7 }) {
            0 => "null".to_owned(),
            1 => self.pick(&["true", "false"]).to_owned(),
            2 => self.string(),
            3 | 4 => self.number(),
            5 => {
                let items: Vec<String> = (0..self.below(5)).map(|_| self.value(depth - 1)).collect();
                format!("[{}{}]", self.space(), items.join(","))
            }
            _ => {
                let member = |numbers: &mut Self| {
                    format!("{}{}{}:{}", numbers.space(), numbers.string(), numbers.space(), numbers.value(depth - 1))
                };
                let members: Vec<String> = (0..self.below(5)).map(|_| member(self)).collect();
                format!("{{{}{}}}", members.join(","), self.space())
            }
        };
        format!("{left}{value}{right}")
    }

    /// A text that is nearly the same: bytes are changed, left out, doubled or cut off.
    fn broken(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..self.below(3) + 1 {
            let at = self.below(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
            let other = b"{}[]\",:\\0123456789.eE+-tfn /\x00\x1f\xff"[self.below(31)];
            match self.below(4) {
                0 if !bytes.is_empty() => bytes[at] = other,
                1 if !bytes.is_empty() => drop(bytes.remove(at)),
                2 => bytes.insert(at, other),
                _ => bytes.truncate(at),
            }
        }
        bytes
    }
}

/// Both readers agree on what is JSON and what it is.
fn same(text: &[u8]) {
    let (ours, theirs) = (from_json::<Value>(text), serde_json::from_slice::<Value>(text));
    let shown = String::from_utf8_lossy(text);
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{shown:?}"),
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!("{shown:?}: {ours:?}, but serde_json says {theirs:?}"),
    }
    let skipped = from_json::<()>(text).is_ok();
    let ignored = serde_json::from_slice::<serde::de::IgnoredAny>(text);
    // What is skipped is checked as strictly as what is kept, but for halves of surrogate pairs.
    assert!(skipped || ignored.is_err() || std::str::from_utf8(text).is_err(), "{shown:?} is JSON");
    assert!(!skipped || ignored.is_ok(), "{shown:?} is not JSON");
}

#[test]
fn texts_are_read_as_serde_json_reads_them() {
    let mut numbers = Numbers(0x5eed);
    for _ in 0..4000 {
        let text = numbers.value(4);
        same(text.as_bytes());
        let broken = numbers.broken(&text);
        same(&broken);
    }
}

#[test]
fn what_is_nearly_json_is_refused() {
    for text in [
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "01",
        "-01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        "\"",
        "\"\\",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\x\"",
        "\"\t\"",
        "\"\n\"",
        "'a'",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,]",
        "[1 2]",
        "]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{1:2}",
        "1 1",
        "{} []",
        "[1]]",
        "// a\n1",
        "\"\u{1f}\"",
        "\u{feff}\u{feff}1",
        "\"\\ud800\"",
        "\"\\ud800\\n\"",
        "\"\\udc00\"",
    ] {
        assert!(from_json::<Value>(text.as_bytes()).is_err(), "{text:?}");
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text:?}");
    }
    for bytes in [&b"\"\xff\""[..], b"\"\xc3\"", b"\"\xed\xa0\x80\"", b"\xff"] {
        assert!(from_json::<Value>(bytes).is_err(), "{bytes:?}");
    }
}

#[test]
fn values_are_written_as_serde_json_writes_them() {
    let mut numbers = Numbers(0xbeef);
    for _ in 0..2000 {
        let value: Value = from_json(numbers.value(4).as_bytes()).expect("JSON");
        let written = to_json(&value).expect("encodes");
        assert_eq!(String::from_utf8_lossy(&written), value.to_string());
    }
    for text in ["", "\u{0}\u{1f}\u{7f}", "\"\\", "a\u{2028}b", "exactly8", "exactly8\n", "é\"é", "1234567\\"] {
        assert_eq!(to_json(text).expect("encodes"), serde_json::to_vec(text).expect("encodes"));
    }
}

#[test]
fn floats_are_the_nearest_ones() {
    let mut numbers = Numbers(0xf10a7);
    let mut texts: Vec<String> = (0..20_000).map(|_| numbers.number()).collect();
    texts.extend(
        (0..20_000).map(|_| f64::from_bits(numbers.next())).filter(|n| n.is_finite()).map(|n| format!("{n:e}")),
    );
    texts.extend(
        ["9007199254740993", "1e22", "1e23", "5e-324", "2.2250738585072011e-308", "0e999999999999999999999"]
            .map(str::to_owned),
    );
    for text in texts {
        let expected: f64 = text.parse().expect("a float");
        match from_json::<f64>(text.as_bytes()) {
            Ok(read) => assert_eq!(read.to_bits(), expected.to_bits(), "{text}"),
            Err(_) => assert!(expected.is_infinite(), "{text}"),
        }
    }
}

#[test]
fn whole_numbers_are_exact_however_they_are_written() {
    let whole = |text: &str| from_json::<i64>(text.as_bytes()).ok();
    assert_eq!(whole("9223372036854775807"), Some(i64::MAX));
    assert_eq!(whole("-9223372036854775808"), Some(i64::MIN));
    assert_eq!(whole("9223372036854775808"), None);
    assert_eq!(whole("9007199254740993.0"), Some(9_007_199_254_740_993));
    assert_eq!(whole("1.5e1"), Some(15));
    assert_eq!(whole("12e-1"), None);
    assert_eq!(whole("120e-1"), Some(12));
    assert_eq!(whole("0e-99999999999999999999"), Some(0));
    assert_eq!(whole("-0"), Some(0));
    assert_eq!(whole("1.000000000000000000000000000000000000000000"), Some(1));
    assert_eq!(whole("1.000000000000000000000000000000000000000001"), None);
    assert_eq!(whole("1e99999999999999999999"), None);
    assert_eq!(whole("10000000000000000000000000000000000000000000000000e-49"), Some(1));
    assert_eq!(from_json::<u64>(b"18446744073709551615").ok(), Some(u64::MAX));
    assert_eq!(from_json::<u64>(b"1.8446744073709551615e19").ok(), Some(u64::MAX));
    assert_eq!(from_json::<u64>(b"18446744073709551616").ok(), None);
}

/// A type of 512 bytes whose text can be as short as it wants.
#[derive(Debug)]
struct Wide {
    first: [u64; 64],
}

impl Decode for Wide {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.skip().map(|()| Self { first: [1; 64] })
    }
}

/// A number with all of its digits, as a type of another crate would be.
#[derive(Debug, PartialEq)]
struct Digits(String);

impl Decode for Digits {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self(reader.number()?.text().to_owned()))
    }
}

impl Encode for Digits {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.number(&self.0)
    }
}

#[test]
fn numbers_beyond_every_type_lose_no_digit_and_harm_nobody_who_does_not_read_them() {
    let text = b"[1.00000000000000000000000000000000001,1e400,-123456789012345678901234567890]";
    let digits: Vec<Digits> = from_json(text).expect("decodes");
    assert_eq!(to_json(&digits).expect("encodes"), text);
    for wrong in ["1.", "", "1 ", "NaN", "\"1\""] {
        assert!(to_json(&Digits(wrong.to_owned())).is_err());
    }
    let shelter: Shelter = from_json(br#"{"x":1,"huge":1e400}"#).expect("a number in a key that nobody knows");
    assert!(matches!(shelter, Shelter::B(_)));
    assert!(from_json::<f64>(b"1e400").expect_err("no f64").to_string().contains("64-bit float"));
}

#[test]
fn free_form_values_are_counted() {
    let many = format!("[{}0]", "0,".repeat(1_100_000));
    let error = from_json::<Value>(many.as_bytes()).expect_err("too many").to_string();
    assert_eq!(error, "at $[999999]: too many values of free-form JSON; see `json_nodes` of the builder");
    assert_eq!(from_json::<Vec<i64>>(many.as_bytes()).expect("a typed list is as big as its text").len(), 1_100_001);
    from_json::<()>(many.as_bytes()).expect("what is skipped is not counted");
    let keys = format!("[{}{{}}]", "{\"\":0},".repeat(400_000));
    assert!(from_json::<Vec<JsonObject>>(keys.as_bytes()).is_err());
    // Items that take a hundred times their text are counted, too.
    let empty = format!("[{}{{}}]", "{},".repeat(1_000_000));
    assert!(from_json::<Vec<Wide>>(empty.as_bytes()).is_err());
    let wide: Vec<Wide> = from_json(b"[{}]").expect("one is fine");
    assert_eq!(wide.iter().map(|wide| wide.first.len()).sum::<usize>(), 64);
    let sparse: Vec<Map<i64>> = from_json(format!("[{}{{}}]", "{},".repeat(1000)).as_bytes()).expect("few are fine");
    assert_eq!(sparse.len(), 1001);
}

#[test]
fn depth_is_that_of_the_text_also_where_nothing_is_kept() {
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    assert!(from_json::<()>(deep(128).as_bytes()).is_ok());
    assert!(from_json::<()>(deep(129).as_bytes()).is_err());
    let siblings = format!("[{}]", vec![deep(100); 50].join(","));
    assert!(from_json::<Value>(siblings.as_bytes()).is_ok());
    let objects = format!("{}1{}", "{\"a\":".repeat(129), "}".repeat(129));
    assert!(
        from_json::<Value>(objects.as_bytes()).expect_err("too deep").to_string().contains("deeper than 128 levels")
    );
}

/// An object with required keys.
#[derive(Debug)]
struct Three(i64, i64, i64);

impl Decode for Three {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let [mut a, mut b, mut c] = ["a", "b", "c"].map(|key| Field::new(Key::required(key)));
        reader.fields(&mut [&mut a, &mut b, &mut c])?;
        Ok(Self(a.required(), b.required(), c.required()))
    }
}

/// Whatever the order of the keys is, and however often they come: of equal ones the last counts, and one that is missing is missed.
#[test]
fn required_keys_are_found_in_any_order_and_missed_where_they_are_not() {
    const KEYS: [&str; 3] = ["a", "b", "c"];
    for number in 0..3_usize.pow(7) {
        let all: Vec<usize> = (0..7).map(|place| number / 3_usize.pow(place) % 3).collect();
        for count in 0..=all.len() {
            let keys = &all[..count];
            let members: Vec<String> =
                keys.iter().enumerate().map(|(at, &key)| format!("\"{}\":{at}", KEYS[key])).collect();
            let text = format!("{{{}}}", members.join(","));
            let last =
                |wanted: usize| keys.iter().rposition(|&key| key == wanted).and_then(|at| i64::try_from(at).ok());
            let found = from_json(text.as_bytes()).ok().map(|Three(a, b, c)| vec![a, b, c]);
            assert_eq!(found, (0..3).map(last).collect::<Option<Vec<i64>>>(), "{text}");
        }
    }
}

/// A field whose key needs escapes.
#[derive(Debug, PartialEq)]
struct Odd(i64);

const ODD: &str = r#"a\"\\\n\":1,\"b"#;

impl Decode for Odd {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut odd = Field::new(Key::required(ODD));
        reader.fields(&mut [&mut odd])?;
        Ok(Self(odd.required()))
    }
}

impl Encode for Odd {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        let mut rest = Map::new();
        rest.insert("a\"\\\n\":1,\"b".to_owned(), 7);
        writer.fields_and_rest(&[Member::required(ODD, &self.0)], &rest)
    }
}

#[test]
fn keys_that_need_escapes_are_read_and_written() {
    let text = serde_json::to_vec(&json!({ "a\"\\\n\":1,\"b": 5 })).expect("JSON");
    assert_eq!(from_json::<Odd>(&text).expect("decodes"), Odd(5));
    assert_eq!(to_json(&Odd(5)).expect("encodes"), text);
    let other = br#"{"\u0061\u0022\\\n\":1,\u0022b":5}"#;
    assert_eq!(from_json::<Odd>(other).expect("the same key with other escapes"), Odd(5));
    assert!(from_json::<Odd>(br#"{"a":1,"b":5}"#).is_err());
}

#[test]
fn errors_say_where_in_the_text() {
    let error = |text: &str| from_json::<Value>(text.as_bytes()).expect_err("not JSON").to_string();
    assert_eq!(error("{\n \"a\": x}"), "at $: not JSON: a value must follow at line 2 column 7");
    assert_eq!(error("[1,2"), "at $: the JSON text ends early, at line 1 column 4");
    assert_eq!(error("[1] 2"), "at $: not JSON: something follows the value at line 1 column 5");
    assert_eq!(json!(1), from_json::<Value>(b"\n1\n").expect("space around is fine"));
}
