//! Dates, times, UUIDs and secrets.

use jiff::SignedDuration;
use jiff::SpanFieldwise;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::civil::Time;
use runtime_tests::datetime::DateTime;
use runtime_tests::runtime::Decode;
use runtime_tests::runtime::DecodeError;
use runtime_tests::runtime::Encode;
use runtime_tests::runtime::Secret;
use runtime_tests::runtime::from_json;
use runtime_tests::runtime::to_json;
use serde_json::Value;
use serde_json::json;

fn decode<T: Decode>(value: Value) -> Result<T, DecodeError> {
    from_json(value.to_string().as_bytes())
}

fn round_trip<T: Decode + Encode>(text: &str) -> String {
    let written = to_json(&decode::<T>(json!(text)).expect("decodes")).expect("encodes");
    from_json(&written).expect("is text")
}

#[test]
fn date_times_keep_their_text() {
    for text in [
        "2025-01-04T23:00:00.000Z",
        "2025-01-04T23:00:00Z",
        "2025-01-04T23:00:00.123456789+05:30",
        "2025-01-04T23:00:00.10-08:00",
        "2025-01-04T23:00:00+00:00",
        "1969-12-31T23:59:59.5Z",
        "0001-01-01T00:00:00Z",
        "2025-01-04T23:00:00",
    ] {
        assert_eq!(round_trip::<DateTime>(text), text);
    }
}

/// The promises that hold whichever library knows what a date-time says.
macro_rules! of_every_library {
    ($($library:ident: $module:ident;)*) => {$(
        mod $library {
            use runtime_tests::$module::{Date, DateTime, Time};
            use serde_json::json;

            use super::decode;
            use super::round_trip;

            #[test]
            fn texts_go_round() {
                for text in [
                    "2025-01-04T23:00:00.000Z",
                    "2025-01-04T23:00:00Z",
                    "2025-01-04T23:00:00.123456789+05:30",
                    "2025-01-04T23:00:00.10-08:00",
                    "2025-01-04T23:00:00.1-00:30",
                    "2025-01-04T23:00:00+00:00",
                    "1969-12-31T23:59:59.5Z",
                    "0001-01-01T00:00:00Z",
                    "9999-12-31T23:59:59.999Z",
                    "2025-01-04T23:00:00",
                    "2025-01-04T23:00:00.25",
                    "2025-01-04T23:00:00.123456789012Z",
                    "2025-01-04T23:00:00.0000000000000000000001+01:00",
                    "2025-01-04T23:00:00.12345678901234567890123456789012345678901234567Z",
                    "2025-01-04T23:00:00.1234567890z",
                    "2016-12-31T23:59:60Z",
                    "2016-12-31T23:59:60.000000000001Z",
                    "2017-01-01T05:29:60.25+05:30",
                    "2025-01-04T23:00:00-00:00",
                    "2025-01-04t23:00:00z",
                    "2025-01-04t23:00:00.5-08:00",
                    "2025-01-04 23:00:00.5Z",
                    "2025-01-04 23:00:00",
                    "2025-01-04T23:00:00+0530",
                    "2025-01-04T23:00:00.25-08",
                ] {
                    assert_eq!(round_trip::<DateTime>(text), text);
                }
                assert_eq!(round_trip::<Date>("2024-02-29"), "2024-02-29");
                for text in ["10:11:12", "00:00:00", "10:11:12.5", "23:59:59.000000001"] {
                    assert_eq!(round_trip::<Time>(text).replace("500", "5"), text);
                }
            }

            #[test]
            fn order_is_that_of_the_instant() {
                let parse = |text: &str| text.parse::<DateTime>().expect("a date-time");
                let east = parse("2025-01-05T01:00:00+02:00");
                assert_eq!(east, parse("2025-01-04T23:00:00.000Z"));
                assert!(east < parse("2025-01-04T23:00:00.000000001Z"));
                let rising = [
                    "1969-12-31T23:59:58.75Z",
                    "1969-12-31T23:59:59Z",
                    "2016-12-31T23:59:59.9Z",
                    "2016-12-31T23:59:60Z",
                    "2016-12-31T23:59:60.0000000001Z",
                    "2016-12-31T23:59:60.5Z",
                    "2017-01-01T00:00:00Z",
                    "2017-01-01T00:00:00.0000000000000000000000000001Z",
                    "2017-01-01T00:00:00.000000000000000001Z",
                ];
                assert!(rising.windows(2).all(|two| parse(two[0]) < parse(two[1])));
                assert_eq!(parse("2017-01-01T00:00:00.1Z"), parse("2017-01-01t01:00:00.10000000000+01:00"));
                assert_eq!(format!("{east:?} {east}"), "2025-01-05T01:00:00+02:00 2025-01-05T01:00:00+02:00");
            }

            #[test]
            fn what_is_none_is_refused() {
                for wrong in ["2025-13-01T00:00:00Z", "2025-01-01T00:00:61Z", "2025-01-01T00:60:60Z", "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00.1x2Z", "2025-01-01T00:00:00+9", "tZ", "[", "ütü:60z", "2025-02-29T00:00:00Z", "yesterday", "2025-01-01", "", "Z", "T+-"] {
                    let error = decode::<DateTime>(json!(wrong)).expect_err("no date-time").to_string();
                    assert_eq!(error, "at $: expected a date-time (RFC 3339), found another string");
                }
                assert!(decode::<Date>(json!("2025-02-30")).is_err() && decode::<Date>(json!(1)).is_err());
                assert!(decode::<Time>(json!("25:00:00")).is_err() && decode::<Time>(json!("")).is_err());
            }
        }
    )*};
}

of_every_library! {
    with_jiff: datetime;
    with_chrono: chrono_dates;
    with_time: time_dates;
}

#[test]
fn values_of_a_library_are_written_in_as_many_digits_as_they_need() {
    let fixed: chrono::DateTime<chrono::FixedOffset> = "2025-01-04T23:00:00.25+02:00".parse().expect("a date-time");
    let shown = |value| runtime_tests::chrono_dates::DateTime::from(value).to_string();
    assert_eq!(shown(fixed), "2025-01-04T23:00:00.250+02:00");
    assert_eq!(shown(fixed.to_utc().fixed_offset()), "2025-01-04T21:00:00.250Z");
    let leap = "2016-12-31T23:59:60.5Z".parse::<runtime_tests::chrono_dates::DateTime>().expect("a leap second");
    assert_eq!(leap.to_string(), "2016-12-31T23:59:60.5Z");
    let epoch = time::OffsetDateTime::UNIX_EPOCH;
    let epoch = runtime_tests::time_dates::DateTime::from(epoch);
    assert_eq!(epoch.to_string(), "1970-01-01T00:00:00Z");
    let west = time::UtcOffset::from_hms(-3, -30, 0).expect("an offset");
    assert_eq!(epoch.with_offset(west).expect("in range").to_string(), "1969-12-31T20:30:00-03:30");
}

#[test]
fn date_times_compare_by_instant_and_know_their_offset() {
    let parse = |text: &str| text.parse::<DateTime>().expect("a date-time");
    let east = parse("2025-01-05T01:00:00+02:00");
    assert_eq!(east, parse("2025-01-04T23:00:00.000Z"));
    assert_eq!(east.offset().seconds(), 7200);
    assert_eq!(east.civil().hour(), 1);
    assert!(east < parse("2025-01-04T23:00:00.000000001Z"));
    let stamp: Timestamp = "2025-01-04T23:00:00.250Z".parse().expect("a timestamp");
    assert_eq!(DateTime::from(stamp).to_string(), "2025-01-04T23:00:00.250Z");
    let never = parse("9999-12-31T23:59:59Z");
    assert!(never > east && never.timestamp() == Timestamp::MAX);
    assert_eq!(east.with_offset(jiff::tz::offset(-3)).to_string(), "2025-01-04T20:00:00-03:00");
}

#[test]
fn wrong_texts_are_errors_without_the_text() {
    for wrong in ["2025-13-01T00:00:00Z", "yesterday", "2025-01-01", "", "9999-12-31T23:59:59.9999999999999Z!"] {
        let error = decode::<DateTime>(json!(wrong)).expect_err("no date-time").to_string();
        assert_eq!(error, "at $: expected a date-time (RFC 3339), found another string");
    }
    assert!(decode::<Date>(json!("2025-02-30")).is_err());
    assert!(decode::<uuid::Uuid>(json!("not")).is_err());
}

#[test]
fn the_other_types_are_their_text() {
    assert_eq!(round_trip::<Date>("2025-02-28"), "2025-02-28");
    assert_eq!(round_trip::<Time>("10:11:12.5"), "10:11:12.5");
    assert_eq!(round_trip::<SpanFieldwise>("P1Y2M3DT4H"), "P1Y2M3DT4H");
    assert_eq!(round_trip::<SignedDuration>("PT90M"), "PT1H30M");
    let uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    assert_eq!(round_trip::<uuid::Uuid>(uuid), uuid);
}

#[test]
fn a_secret_is_sent_but_not_printed() {
    assert_eq!(round_trip::<Secret>("hunter2"), "hunter2");
    assert_eq!(format!("{:?}", Secret::from("hunter2")), "***");
}
