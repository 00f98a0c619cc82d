//! Decoding and encoding.

use runtime_tests::runtime::Base64;
use runtime_tests::runtime::Base64Url;
use runtime_tests::runtime::Decode;
use runtime_tests::runtime::Encode;
use runtime_tests::runtime::JsonObject;
use runtime_tests::runtime::JsonObjectExt as _;
use runtime_tests::runtime::Map;
use runtime_tests::runtime::from_json;
use runtime_tests::runtime::to_json;
use runtime_tests::types::Interval;
use runtime_tests::types::Pet;
use runtime_tests::types::PetStatus;
use runtime_tests::types::Shelter;
use serde_json::Value;
use serde_json::json;

fn text(value: &dyn Encode) -> String {
    String::from_utf8(to_json(value).expect("encodes")).expect("JSON is UTF-8")
}

fn round_trip<T: Decode + Encode>(json: &str) -> String {
    text(&from_json::<T>(json.as_bytes()).expect("decodes"))
}

fn problem<T: Decode>(json: &str) -> String {
    from_json::<T>(json.as_bytes()).err().expect("does not decode").to_string()
}

#[test]
fn absent_null_and_value_stay_apart() {
    for json in [
        r#"{"id":1,"owner":null}"#,
        r#"{"id":1,"nick":null,"owner":"o"}"#,
        r#"{"id":1,"tag":"t","nick":"n","owner":"o","status":"active"}"#,
    ] {
        assert_eq!(round_trip::<Pet>(json), json);
    }
    let nulls = br#"{"id": 1, "tag": null, "owner": null, "status": null}"#;
    let pet: Pet = from_json(nulls).expect("null counts as absent");
    assert_eq!((pet.tag, pet.nick, pet.status), (None, None, None));
    assert_eq!(problem::<Pet>(r#"{"id":1}"#), r#"at $: the required key "owner" is missing"#);
}

#[test]
fn unknown_keys_are_kept_in_order_and_never_overwrite() {
    let json = r#"{"id":1,"owner":"o","zeta":[1,{"b":2.5}],"alpha":18446744073709551615}"#;
    assert_eq!(round_trip::<Pet>(json), json);
    let mut pet: Pet = from_json(json.as_bytes()).expect("decodes");
    pet.rest.insert("id".to_owned(), json!("stolen"));
    assert_eq!(text(&pet), json);
}

#[test]
fn errors_tell_path_and_kinds_but_no_values() {
    assert_eq!(
        problem::<Vec<Pet>>(r#"[{"id":1,"owner":null},{"id":"secret","owner":null}]"#),
        "at $[1].id: expected an integer, found a string"
    );
    assert_eq!(
        problem::<Map<Vec<bool>>>(r#"{"a b":[true,null]}"#),
        r#"at $["a b"][1]: expected a boolean, found null"#
    );
    assert_eq!(problem::<u8>("256"), "at $: the number does not fit a 8-bit unsigned integer");
    assert_eq!(problem::<i64>("1e300"), "at $: the number does not fit a 64-bit signed integer");
    assert_eq!(problem::<String>("{\"a\":"), "at $: the JSON text ends early, at line 1 column 5");
    assert!(problem::<String>("<html>").starts_with("at $: not JSON: "));
    assert_eq!(problem::<(i64, String)>("[1]"), "at $: the array has 1 items, wanted one at [1]");
}

#[test]
fn numbers_are_exact_and_tolerant() {
    assert_eq!(from_json::<i64>(b"86400.0").expect("a whole float"), 86400);
    assert_eq!(from_json::<u64>(b"18446744073709551615").expect("u64"), u64::MAX);
    assert!(from_json::<i64>(b"1.5").is_err());
    assert!(from_json::<u64>(b"-1").is_err());
    assert!(from_json::<f32>(b"1e39").is_err());
    assert_eq!(text(&86400.0_f64), "86400");
    assert_eq!(text(&0.1_f32), "0.1");
    assert_eq!(text(&1e300_f64), "1e+300".replace('+', if text(&1e300_f64).contains('+') { "+" } else { "" }));
    assert_eq!(from_json::<f64>(b"-0.0").map(f64::to_bits).expect("minus zero"), (-0.0_f64).to_bits());
    for bad in [f64::NAN, f64::INFINITY] {
        assert_eq!(
            to_json(&vec![bad]).expect_err("not JSON").to_string(),
            "at $[0]: JSON has no NaN and no infinite numbers"
        );
    }
    assert!(to_json(&f32::NEG_INFINITY).is_err());
}

#[test]
fn open_enums_keep_what_they_do_not_know() {
    assert_eq!(from_json::<PetStatus>(b"\"active\"").expect("decodes"), PetStatus::Active);
    assert_eq!(from_json::<PetStatus>(b"\"unknown\"").expect("decodes"), PetStatus::Unknown2);
    assert_eq!(round_trip::<PetStatus>("\"brand new\""), "\"brand new\"");
    assert_eq!(from_json::<Interval>(b"86400.0").expect("decodes"), Interval::Day);
    assert_eq!(text(&Interval::Day), "86400");
    assert_eq!(round_trip::<Interval>("7"), "7");
}

#[test]
fn unions_choose_by_shape() {
    let shelter = |json: &str| from_json::<Shelter>(json.as_bytes()).expect("decodes");
    assert!(matches!(shelter(r#"{"kind":"a","x":1}"#), Shelter::A(_)));
    assert!(matches!(shelter(r#"{"kind":"b","x":1}"#), Shelter::B(_)));
    assert!(matches!(shelter(r#"{"x":1}"#), Shelter::B(_)));
    assert!(matches!(shelter(r#"["n",{"x":2}]"#), Shelter::Many(items) if items.len() == 2));
    assert_eq!(shelter(r#""n""#), Shelter::Name("n".to_owned()));
    assert_eq!(round_trip::<Shelter>(r#"{"y":[1,2]}"#), r#"{"y":[1,2]}"#);
    assert_eq!(round_trip::<Shelter>(r#"{"kind":"a","x":1}"#), r#"{"kind":"a","x":1}"#);
}

#[test]
fn hopeless_unions_take_linear_time() {
    // Each level fits two variants and fails at the bottom: without a budget 2^60 trials.
    let mut json = r#"{"kind":"a","x":"wrong"}"#.to_owned();
    for _ in 0..60 {
        json = format!(r#"{{"kind":"a","x":"wrong","inner":{json}}}"#);
    }
    let started = std::time::Instant::now();
    assert!(matches!(from_json::<Shelter>(json.as_bytes()), Ok(Shelter::Unknown(_))));
    assert!(started.elapsed().as_secs() < 5);
}

#[test]
fn depth_is_limited_also_in_free_form_values() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(from_json::<Value>(deep(127).as_bytes()).is_ok());
    assert!(problem::<Value>(&deep(129)).contains("deeper than 128 levels"));
    assert!(problem::<Value>(&"[".repeat(1_000_000)).contains("deeper than 128 levels"));
}

#[test]
fn containers_and_constants() {
    assert_eq!(round_trip::<(i64, String, Option<bool>)>(r#"[1,"a",null]"#), r#"[1,"a",null]"#);
    assert_eq!(round_trip::<Map<i64>>(r#"{"z":1,"a":2}"#), r#"{"z":1,"a":2}"#);
    assert_eq!(from_json::<()>(b"{\"any\":1}").expect("anything"), ());
    assert_eq!(round_trip::<Box<Vec<Option<u8>>>>("[1,null]"), "[1,null]");
    let object: JsonObject = from_json(br#"{"n":7,"s":"x"}"#).expect("decodes");
    assert_eq!(object.entry_as::<u8>("n").expect("is there").expect("a number"), 7);
    assert!(object.entry_as::<u8>("s").expect("is there").is_err());
    assert!(object.entry_as::<u8>("missing").is_none());
}

#[test]
fn base64_is_tolerant() {
    assert_eq!(text(&Base64(vec![0xfb, 0xff])), "\"+/8=\"");
    for spelling in ["\"+/8=\"", "\"+/8\"", "\"-_8\"", "\"+/\\n8=\""] {
        assert_eq!(from_json::<Base64>(spelling.as_bytes()).expect("decodes").0, [0xfb, 0xff]);
    }
    assert_eq!(text(&Base64Url(vec![0xfb, 0xff])), "\"-_8\"");
    assert_eq!(problem::<Base64>("\"*\""), "at $: expected base64 text, found another string");
}

#[test]
fn generated_types_have_serde() {
    let pet: Pet = serde_json::from_str(r#"{"id":1,"owner":null}"#).expect("through serde");
    assert_eq!(serde_json::to_string(&pet).expect("through serde"), r#"{"id":1,"owner":null}"#);
    assert!(serde_json::from_str::<Pet>(r#"{"id":"x","owner":null}"#).expect_err("wrong").to_string().contains("$.id"));
}

#[test]
fn a_byte_order_mark_is_skipped_and_duplicate_keys_take_the_last() {
    assert_eq!(from_json::<i64>(b"\xef\xbb\xbf1").expect("decodes"), 1);
    let pet: Pet = from_json(br#"{"id":1,"id":2,"owner":null}"#).expect("decodes");
    assert_eq!(pet.id, 2);
}
