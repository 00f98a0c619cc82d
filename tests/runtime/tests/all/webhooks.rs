//! Signatures of webhooks. The signatures here were computed by `openssl dgst -sha256`, and two are those that the schemes publish.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use runtime_tests::webhook_signature::{HmacSha256, SignatureError, StandardWebhooks};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const SECONDS: u64 = 1_614_265_330;
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

const GREETING: &[u8] = b"Hello, World!";
const HEX: &str = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
const KEY: &str = "It's a Secret to Everybody";

fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
    all.iter().map(|(name, value)| ((*name).try_into().expect("a name"), value.parse().expect("a value"))).collect()
}

fn signed(signature: &str) -> HeaderMap {
    headers(&[("webhook-id", ID), ("webhook-timestamp", &SECONDS.to_string()), ("webhook-signature", signature)])
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn standard() -> StandardWebhooks {
    StandardWebhooks::new(SECRET).expect("a secret")
}

#[test]
fn what_is_signed_by_the_standard_scheme_is_accepted() {
    assert_eq!(standard().verify_at(&signed(SIGNATURE), BODY, at(SECONDS)), Ok(()));
    let bare = StandardWebhooks::new("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("the prefix can be left out");
    assert_eq!(bare.verify_at(&signed(SIGNATURE), BODY, at(SECONDS)), Ok(()));
    let several = format!(
        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== v1,AAAA {SIGNATURE}"
    );
    assert_eq!(standard().verify_at(&signed(&several), BODY, at(SECONDS)), Ok(()), "one of several is enough");
    let other = StandardWebhooks::new("whsec_b3RoZXI=").and_then(|one| one.or_secret(SECRET)).expect("two secrets");
    assert_eq!(other.verify_at(&signed(SIGNATURE), BODY, at(SECONDS)), Ok(()), "secrets can be exchanged");
}

#[test]
fn what_is_not_signed_is_refused() {
    let mismatch = Err(SignatureError::Mismatch);
    assert_eq!(standard().verify_at(&signed(SIGNATURE), br#"{"test":2432232314}"#, at(SECONDS)), mismatch);
    let other = StandardWebhooks::new("whsec_b3RoZXI=").expect("a secret");
    assert_eq!(other.verify_at(&signed(SIGNATURE), BODY, at(SECONDS)), mismatch);
    let halves = ["", "v1,", "v1", "v1,g0hM9SsE", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", &SIGNATURE[3..]];
    for wrong in halves {
        assert_eq!(standard().verify_at(&signed(wrong), BODY, at(SECONDS)), mismatch, "{wrong:?}");
    }
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        let mut headers = signed(SIGNATURE);
        headers.remove(name);
        let missing = Err(SignatureError::Header(name.to_owned()));
        assert_eq!(standard().verify_at(&headers, BODY, at(SECONDS)), missing);
        let mut headers = signed(SIGNATURE);
        headers.append(name, "again".parse().expect("a value"));
        assert_eq!(standard().verify_at(&headers, BODY, at(SECONDS)), missing, "two of {name}");
    }
}

#[test]
fn a_request_is_accepted_within_its_window_only() {
    let verify = |verifier: StandardWebhooks, now| verifier.verify_at(&signed(SIGNATURE), BODY, at(now));
    for now in [SECONDS - 300, SECONDS + 300] {
        assert_eq!(verify(standard(), now), Ok(()));
    }
    for now in [SECONDS - 301, SECONDS + 301, 0] {
        assert_eq!(verify(standard(), now), Err(SignatureError::TooOldOrNew));
    }
    assert_eq!(verify(standard().tolerance(Duration::from_secs(1)), SECONDS + 2), Err(SignatureError::TooOldOrNew));
    assert_eq!(verify(standard().tolerance(Duration::MAX), 0), Ok(()));
    assert_eq!(standard().verify(&signed(SIGNATURE), BODY), Err(SignatureError::TooOldOrNew), "by the system's clock");
    for wrong in ["", "-1", "+1614265330", "1e9", "99999999999999999999", "1614265330.0"] {
        let headers = headers(&[("webhook-id", ID), ("webhook-timestamp", wrong), ("webhook-signature", SIGNATURE)]);
        assert_eq!(standard().verify_at(&headers, BODY, at(SECONDS)), Err(SignatureError::Timestamp), "{wrong:?}");
    }
}

#[test]
fn secrets_have_to_be_usable_and_are_not_printed() {
    for wrong in ["", "whsec_", "whsec_!", "not base64"] {
        assert_eq!(StandardWebhooks::new(wrong).err(), Some(SignatureError::Secret), "{wrong:?}");
    }
    assert_eq!(HmacSha256::hex("x-signature", "").err(), Some(SignatureError::Secret));
    assert_eq!(HmacSha256::hex("a b", "secret").err(), Some(SignatureError::HeaderName));
    let printed = format!("{:?} {:?}", standard(), HmacSha256::hex("x-signature", "canary").expect("a secret"));
    assert!(!printed.contains("canary") && !printed.contains("77") && printed.contains("x-signature"), "{printed}");
}

#[test]
fn a_header_has_the_hmac_in_digits_or_base64() {
    let hex = || HmacSha256::hex("X-Signature", KEY).expect("a secret");
    let verify = |verifier: HmacSha256, value: &str| verifier.verify(&headers(&[("x-signature", value)]), GREETING);
    assert_eq!(verify(hex(), HEX), Ok(()));
    assert_eq!(verify(hex(), &HEX.to_uppercase()), Ok(()));
    assert_eq!(verify(hex().prefix("sha256="), &format!("sha256={HEX}")), Ok(()));
    let base64 = HmacSha256::base64("x-signature", KEY).expect("a secret");
    let order = br#"{"type":"order.paid","id":"o-1"}"#;
    let signature = headers(&[("x-signature", "XlZbE8373vgX4CCv2St/Kkuucpf6pLj98b4yLx1hjeY=")]);
    assert_eq!(base64.verify(&signature, order), Ok(()));
    let mismatch = Err(SignatureError::Mismatch);
    assert_eq!(verify(hex().prefix("sha256="), HEX), mismatch, "the prefix is missing");
    for wrong in ["", "75", &HEX[1..], &HEX[2..], "zz", &format!("{HEX}00"), &HEX.replacen('7', "8", 1)] {
        assert_eq!(verify(hex(), wrong), mismatch, "{wrong:?}");
    }
    assert_eq!(hex().verify(&HeaderMap::new(), GREETING), Err(SignatureError::Header("x-signature".to_owned())));
}
