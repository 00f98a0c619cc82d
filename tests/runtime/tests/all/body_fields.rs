//! Fields of a body that calls set one by one.

use http::Method;
use runtime_tests::blocking;
use runtime_tests::runtime::Blocking;
use runtime_tests::runtime::Body;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::FieldEncoding;
use runtime_tests::runtime::Mode;
use runtime_tests::runtime::Operation;
use runtime_tests::runtime::OperationInfo;
use runtime_tests::runtime::Reply;
use runtime_tests::runtime::Segment;
use runtime_tests::runtime::Style;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use serde_json::json;

const PATH: &[Segment] = &[Segment::Literal("/things")];
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const ENCODINGS: &[FieldEncoding] = &[FieldEncoding::new("expand").style(Style::DeepObject)];

static IN_JSON: OperationInfo = OperationInfo::post("inJson", "things.in_json", PATH).fields(JSON, &[]);
static IN_FORM: OperationInfo = OperationInfo::post("inForm", "things.in_form", PATH).fields(FORM, ENCODINGS);
static WITHOUT: OperationInfo = OperationInfo::post("without", "things.without", PATH);

struct InJson;
struct InForm;
struct Without;

macro_rules! operations {
    ($($name:ident: $info:ident;)*) => {$(
        impl<M: Mode> Operation<M> for $name {
            const INFO: &'static OperationInfo = &$info;
            type Output = ();

            fn decode(_: Reply<M>) -> Result<(), Error> {
                Ok(())
            }
        }
    )*};
}

operations! {
    InJson: IN_JSON;
    InForm: IN_FORM;
    Without: WITHOUT;
}

/// The media type and the body that arrive.
fn sent<O: Operation<Blocking>>(
    prepare: impl FnOnce(Call<O, Blocking>) -> Call<O, Blocking>,
) -> Result<(String, String), Error> {
    let mock = Mock::new().reply(MockReply::status(204));
    let client = blocking::Client::builder().transport(mock.clone()).build().expect("builds");
    prepare(Call::new(&client)).send()?;
    let request = mock.requests().remove(0);
    assert_eq!(request.method, Method::POST);
    let media_type = request.headers.get("content-type").map(|value| value.to_str().expect("text").to_owned());
    Ok((media_type.unwrap_or_default(), String::from_utf8(request.body.to_vec()).expect("text")))
}

#[test]
fn fields_make_a_body_where_there_is_none() {
    let (media_type, body) =
        sent::<InJson>(|call| call.body_field("name", &"a \"b\"").body_field("none", &())).expect("sent");
    assert_eq!((media_type.as_str(), body.as_str()), (JSON, r#"{"name":"a \"b\"","none":null}"#));
    let (media_type, body) = sent::<InForm>(|call| call.body_field("name", &"a&b")).expect("sent");
    assert_eq!((media_type.as_str(), body.as_str()), (FORM, "name=a%26b"));
    let (media_type, body) = sent::<InJson>(|call| call).expect("sent");
    assert_eq!((media_type.as_str(), body.as_str()), ("", ""));
}

#[test]
fn what_is_set_last_counts() {
    let whole = json!({"id": 18446744073709551615_u64, "name": "old"});
    let (_, body) =
        sent::<InJson>(|call| call.json_body(JSON, &whole).body_field("name", &"new").body_field("tags", &vec![1, 2]))
            .expect("sent");
    assert_eq!(body, r#"{"id":18446744073709551615,"name":"new","tags":[1,2]}"#);
    let (_, body) = sent::<InJson>(|call| call.body_field("name", &"new").json_body(JSON, &whole)).expect("sent");
    assert_eq!(body, r#"{"id":18446744073709551615,"name":"old"}"#);
    let (_, body) = sent::<InJson>(|call| call.body_field("a", &1).body_field("a", &2)).expect("sent");
    assert_eq!(body, r#"{"a":2}"#);
}

#[test]
fn fields_of_forms_have_their_styles() {
    let whole = json!({"expand": ["a", "b"], "name": "x"});
    let (_, body) =
        sent::<InForm>(|call| call.form_body(FORM, &whole, ENCODINGS).body_field("expand", &vec!["c"])).expect("sent");
    assert_eq!(body, "expand%5B0%5D=c&name=x", "the whole list is replaced");
    let (_, body) = sent::<InForm>(|call| {
        let call = call.body_field("name", &"x").switch(FORM, "/stream", "true");
        call.body_field("expand", &vec!["a"]).clone()
    })
    .expect("sent");
    assert_eq!(body, "name=x&expand%5B0%5D=a&stream=true");
}

#[test]
fn a_body_without_fields_is_refused() {
    let refused = |call: Result<(String, String), Error>| call.expect_err("refused").to_string();
    let stream = sent::<InJson>(|call| call.bytes_body(JSON, Body::reader(&b"{}"[..], None)).body_field("a", &1));
    assert!(refused(stream).contains("the field \"a\" of the body: a body that is a stream has no fields"));
    let list = sent::<InJson>(|call| call.json_body(JSON, &vec![1]).body_field("a", &1));
    assert!(refused(list).contains("the body is no object"));
    let without = sent::<Without>(|call| call.body_field("a", &1));
    assert!(refused(without).contains("no body whose fields can be set"));
}
