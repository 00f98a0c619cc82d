//! Values in bodies.

use attack_client::doors::InPartsForm;
use attack_client::runtime::Part;
use attack_client::types::Form;
use generator_tests::trial::Broken;
use proptest::prelude::*;
use serde_json::Value;

use crate::client::both;
use crate::kinds::Ended;
use crate::property::{broken, holds};
use crate::stage::Request;
use crate::texts::{text, texts};
use crate::values::sent::{Door, check};
use crate::values::{decode, echo};

/// A form.
pub fn form(seed: u64) -> Result<Ended, Broken> {
    holds(&(text(), texts()), seed, |(value, list)| {
        let body = Form::new(value.as_str()).with_list(list.clone());
        let results = both!(echo(), |builder| builder, |client| [client.doors().in_form(&body)]);
        let mut pairs = vec![("value".to_owned(), value)];
        pairs.extend(list.into_iter().map(|item| ("list".to_owned(), item)));
        check(results, Door { path: vec!["form"], ..Door::default() }, |request| {
            decode::pairs("the form", &request.body, &pairs)
        })
    })
}

/// JSON, and text.
pub fn json(seed: u64) -> Result<Ended, Broken> {
    holds(&(text(), texts()), seed, |(value, list)| {
        let body = Form::new(value.as_str()).with_list(list.clone());
        let results = both!(echo(), |builder| builder, |client| [client.doors().in_json(&body)]);
        let given = serde_json::json!({"value": value, "list": list});
        check(results, Door { path: vec!["json"], ..Door::default() }, |request| {
            let arrived: Value = serde_json::from_slice(&request.body)
                .map_err(|error| broken("a body is not JSON", format!("{error}: {}", request.body.escape_ascii())))?;
            let same = arrived == given;
            if same { Ok(()) } else { Err(broken("another value arrives", arrived.to_string())) }
        })?;
        let results = both!(echo(), |builder| builder, |client| [client.doors().in_text(value.as_str())]);
        check(results, Door { path: vec!["text"], ..Door::default() }, |request| {
            decode::same("the text", &request.body, value.as_bytes())
        })
    })
}

/// A value and a file.
pub fn parts(seed: u64) -> Result<Ended, Broken> {
    let file = prop_oneof![prop::collection::vec(any::<u8>(), 0..300), text().prop_map(String::into_bytes)];
    holds(&(text(), text(), file), seed, |(value, name, file)| {
        let results = both!(echo(), |builder| builder, |client| [client
            .doors()
            .in_parts(InPartsForm::new(value.as_str(), Part::new(file.clone()).file_name(name.as_str())))]);
        let refusable = name.chars().any(|c| c.is_ascii_control() && !matches!(c, '\t' | '\r' | '\n'));
        check(results, Door { refusable, path: vec!["parts"], ..Door::default() }, |request| {
            two_parts(request, &value, &name, &file)
        })
    })
}

fn two_parts(request: &Request, value: &str, name: &str, file: &[u8]) -> Result<(), Broken> {
    let parts = decode::parts(&request.text("content-type").unwrap_or_default(), &request.body)?;
    let [(value_head, value_body), (file_head, file_body)] = parts.as_slice() else {
        return Err(broken("a part becomes several", format!("{parts:?}")));
    };
    decode::same("the value", value_body, value.as_bytes())?;
    decode::same("the file", file_body, file)?;
    // What a file name may not hold is escaped as HTML says (section 4.10.21.8).
    let escaped = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    let disposition = format!("form-data; name=\"file\"; filename=\"{escaped}\"");
    let heads: Vec<&str> = value_head.iter().chain(file_head).map(|(_, value)| value.as_str()).collect();
    if heads == ["form-data; name=\"value\"", &disposition, "application/octet-stream"] {
        return Ok(());
    }
    Err(broken("the heads of parts are others", format!("{heads:?}")))
}
