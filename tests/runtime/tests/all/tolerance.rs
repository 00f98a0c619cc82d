//! What is read over in responses, what is said of it, and what stays an error.

use std::marker::PhantomData;

use runtime_tests::datetime::Date;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::ConstantField;
use runtime_tests::runtime::Decode;
use runtime_tests::runtime::DecodeError;
use runtime_tests::runtime::Encode;
use runtime_tests::runtime::EncodeError;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::Field;
use runtime_tests::runtime::JsonObject;
use runtime_tests::runtime::Key;
use runtime_tests::runtime::Kinds;
use runtime_tests::runtime::Map;
use runtime_tests::runtime::Member;
use runtime_tests::runtime::Mode;
use runtime_tests::runtime::Operation;
use runtime_tests::runtime::OperationInfo;
use runtime_tests::runtime::Reader;
use runtime_tests::runtime::Recorder;
use runtime_tests::runtime::Reply;
use runtime_tests::runtime::Segment;
use runtime_tests::runtime::Shape;
use runtime_tests::runtime::Status;
use runtime_tests::runtime::Tolerance;
use runtime_tests::runtime::Value;
use runtime_tests::runtime::Writer;
use runtime_tests::runtime::from_json;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::runtime::to_json;

use crate::log::Everything;

/// An object with a member of each kind, as the generator writes it; `kind` is always "thing".
#[derive(Clone, Debug, PartialEq)]
struct Thing {
    id: i64,
    tags: Vec<String>,
    labels: Map<i64>,
    extra: JsonObject,
    on: Option<Date>,
    next: Option<Option<i64>>,
}

impl Decode for Thing {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut kind = ConstantField::new("kind", "\"thing\"");
        let mut id = Field::new(Key::required("id"));
        let mut tags = Field::new(Key::required("tags"));
        let mut labels = Field::new(Key::required("labels"));
        let mut extra = Field::new(Key::required("extra"));
        let mut on = Field::new(Key::optional("on"));
        let mut next = Field::new(Key::nullable("next"));
        reader.fields(&mut [&mut kind, &mut id, &mut tags, &mut labels, &mut extra, &mut on, &mut next])?;
        Ok(Self {
            id: id.required(),
            tags: tags.required(),
            labels: labels.required(),
            extra: extra.required(),
            on: on.optional(),
            next: next.nullable(),
        })
    }
}

impl Encode for Thing {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.fields(&[
            Member::required("id", &self.id),
            Member::required("tags", &self.tags),
            Member::required("labels", &self.labels),
            Member::required("extra", &self.extra),
            Member::optional("on", &self.on),
            Member::optional("next", &self.next),
        ])
    }
}

/// A list, or an object with a list: a union by shape.
#[derive(Clone, Debug, PartialEq)]
enum Either {
    Strict(Tagged<Option<Vec<i64>>>),
    Loose(Tagged<Vec<i64>>),
    Unknown(Value),
}

#[derive(Clone, Debug, PartialEq)]
struct Tagged<T> {
    name: String,
    list: T,
}

impl<T: Decode + 'static> Decode for Tagged<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut name = Field::new(Key::required("name"));
        let mut list = Field::new(Key::required("list"));
        reader.fields(&mut [&mut name, &mut list])?;
        Ok(Self { name: name.required(), list: list.required() })
    }
}

/// The variants of [`Either`]; `TWO` decides whether the one that allows null is there.
fn either(reader: &mut Reader<'_>, two: bool) -> Result<Either, DecodeError> {
    const SHAPE: Shape =
        Shape { kinds: Kinds::OBJECT, values: &[], required: &[("name", &[]), ("list", &[])], known: None };
    let shapes = [SHAPE, SHAPE];
    for index in reader.candidates(if two { &shapes } else { &shapes[..1] })? {
        let decoded = match index {
            0 => reader.attempt().map(Either::Loose),
            1 => reader.attempt().map(Either::Strict),
            _ => None,
        };
        if let Some(decoded) = decoded {
            return Ok(decoded);
        }
    }
    reader.value().map(Either::Unknown)
}

/// A union of one variant.
#[derive(Clone, Debug, PartialEq)]
struct One(Either);

/// A union of which one variant allows null.
#[derive(Clone, Debug, PartialEq)]
struct Two(Either);

impl Decode for One {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        either(reader, false).map(Self)
    }
}

impl Decode for Two {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        either(reader, true).map(Self)
    }
}

static GET: OperationInfo = OperationInfo::get("get", "things.get", &[Segment::Literal("/things")])
    .accept("application/json")
    .success(&[Status::Code(200)]);

/// An operation that gives a `T`.
struct Get<T>(PhantomData<fn() -> T>);

impl<T: Decode + 'static, M: Mode> Operation<M> for Get<T> {
    const INFO: &'static OperationInfo = &GET;
    type Output = T;

    fn decode(reply: Reply<M>) -> Result<T, Error> {
        reply.json()
    }
}

/// What a client that tolerates this makes of a body, in both modes: the value, and each problem as text.
fn read<T: Decode + PartialEq + std::fmt::Debug + 'static>(
    tolerance: Tolerance,
    body: &str,
) -> Result<(T, Vec<String>), Error> {
    let reply = || Mock::new().reply(MockReply::bytes(200, body.to_owned()).header("content-type", "application/json"));
    let client = runtime_tests::blocking::Client::builder().tolerant(tolerance).transport(reply()).build()?;
    let response = Call::<Get<T>, _>::new(&client).with_response().send();
    let asynchronous = runtime_tests::Client::builder().tolerant(tolerance).transport(reply()).build()?;
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let other = runtime.block_on(async { Call::<Get<T>, _>::new(&asynchronous).with_response().await });
    let response = match (response, other) {
        (Ok(response), Ok(other)) => {
            assert_eq!((&response.value, response.problems()), (&other.value, other.problems()));
            response
        }
        (Err(error), Err(other)) => {
            assert_eq!(error.to_string(), other.to_string());
            return Err(error);
        }
        (response, other) => panic!("blocking {response:?}, async {other:?}"),
    };
    assert_eq!(client.tolerated(), response.problem_count() as u64, "what is tolerated is counted");
    assert_eq!(response.body, body.as_bytes(), "the body is as it came");
    let problems = response.problems().iter().map(ToString::to_string).collect();
    Ok((response.value, problems))
}

fn wrong<T: Decode + PartialEq + std::fmt::Debug + 'static>(tolerance: Tolerance, body: &str) -> String {
    let error = read::<T>(tolerance, body).expect_err("it is not as documented");
    error.decode_error().expect("it is about the shape").to_string()
}

const SOUND: &str = r#"{"kind":"thing","id":1,"tags":["a"],"labels":{"x":1},"extra":{}}"#;

fn sound() -> Thing {
    from_json(SOUND.as_bytes()).expect("is a thing")
}

#[test]
fn null_is_the_empty_list_or_map_by_default() {
    let body = r#"[{"kind":"thing","id":1,"tags":null,"labels":null,"extra":null}, {"kind":"thing","id":2,"tags":[],"labels":{},"extra":{},"next":null}]"#;
    let (things, problems) = read::<Vec<Thing>>(Tolerance::default(), body).expect("it is read");
    assert_eq!(things[0], Thing { tags: Vec::new(), labels: Map::new(), ..sound() });
    assert_eq!(things[1].next, Some(None), "null where it is documented is null");
    assert_eq!(
        problems,
        [
            "at $[0].tags: expected an array, found null; read as the empty value",
            "at $[0].labels: expected an object, found null; read as the empty value",
            "at $[0].extra: expected an object, found null; read as the empty value",
        ]
    );
    assert_eq!(read::<Vec<i64>>(Tolerance::default(), "null").expect("it is read").0, Vec::<i64>::new());
    // What was tolerated changes nothing that is sent.
    let sent = String::from_utf8(to_json(&things[0]).expect("is JSON")).expect("is text");
    assert_eq!(sent, r#"{"id":1,"tags":[],"labels":{},"extra":{}}"#);
}

#[test]
fn a_body_as_documented_has_no_problems() {
    for tolerance in [Tolerance::NONE, Tolerance::default(), Tolerance::ALL] {
        let (thing, problems) = read::<Thing>(tolerance, SOUND).expect("it is read");
        assert_eq!((thing, problems), (sound(), Vec::new()));
    }
}

#[test]
fn a_wrong_type_fails_whatever_is_tolerated() {
    let text = r#"{"kind":"thing","id":"one","tags":{},"labels":[],"extra":7,"on":"soon"}"#;
    let all = "at $.id: expected an integer, found a string; at $.tags: expected an array, found an object; \
        at $.labels: expected an object, found an array; at $.extra: expected an object, found an integer; \
        at $.on: expected a date (YYYY-MM-DD), found another string";
    for tolerance in [Tolerance::NONE, Tolerance::default(), Tolerance::ALL] {
        assert_eq!(wrong::<Thing>(tolerance, text), all);
    }
    for body in ["null", "[]", "\"\"", "0"] {
        assert!(wrong::<Thing>(Tolerance::ALL, body).starts_with("at $: expected an object, found "), "{body}");
    }
    assert!(read::<Vec<Thing>>(Tolerance::default(), "[null]").is_err(), "null is no object");
    assert!(read::<Vec<i64>>(Tolerance::default(), "[null]").is_err(), "null is no number");
}

#[test]
fn nothing_but_null_lists_and_maps_is_tolerated_by_default() {
    let default = Tolerance::default();
    assert_eq!(wrong::<Thing>(default, "{\"tags\":null}"), {
        let missing = |key: &str| format!("at $: the required key {key:?} is missing");
        let missing = ["kind", "id", "labels", "extra"].map(missing).join("; ");
        format!("{missing}; at $.tags: expected an array, found null; read as the empty value")
    });
    assert_eq!(wrong::<Vec<i64>>(default, "[1,\"2\"]"), "at $[1]: expected an integer, found a string");
    let strict = Tolerance::NONE;
    assert_eq!(wrong::<Vec<i64>>(strict, "null"), "at $: expected an array, found null");
    assert_eq!(from_json::<Vec<i64>>(b"null").expect_err("strict").to_string(), "at $: expected an array, found null");
}

#[test]
fn missing_keys_have_the_empty_value_of_their_type() {
    let tolerance = Tolerance::NONE.missing_keys(true);
    let (thing, problems) = read::<Thing>(tolerance, r#"{"id":null,"tags":null}"#).expect("it is read");
    let empty = JsonObject::new();
    assert_eq!(thing, Thing { id: 0, tags: vec![], labels: Map::new(), extra: empty, on: None, next: None });
    assert_eq!(
        problems,
        [
            "at $: the required key \"kind\" is missing; read as the empty value",
            "at $: the required key \"labels\" is missing; read as the empty value",
            "at $: the required key \"extra\" is missing; read as the empty value",
            "at $.id: expected an integer, found null; read as the empty value",
            "at $.tags: expected an array, found null; read as the empty value",
        ]
    );
    // A date has no empty value, and neither has an object that requires something.
    assert_eq!(wrong::<Tagged<Date>>(tolerance, r#"{"name":"n"}"#), "at $: the required key \"list\" is missing");
    assert_eq!(wrong::<Tagged<Thing>>(tolerance, r#"{"name":"n"}"#), "at $: the required key \"list\" is missing");
    assert_eq!(wrong::<Tagged<Date>>(tolerance, r#"{"list":null}"#), {
        "at $: the required key \"name\" is missing; read as the empty value; \
            at $.list: expected a string, found null"
    });
}

#[test]
fn items_that_cannot_be_read_are_left_out() {
    let tolerance = Tolerance::NONE.unreadable_items(true);
    let body = format!("[{SOUND}, {{\"id\":true}}, null, {SOUND}]");
    let (things, problems) = read::<Vec<Thing>>(tolerance, &body).expect("it is read");
    assert_eq!(things, [sound(), sound()]);
    assert_eq!(problems.len(), 6, "{problems:?}");
    assert!(problems.iter().all(|problem| problem.ends_with("; the item is left out")), "{problems:?}");
    assert!(problems.contains(&"at $[1].id: expected an integer, found a boolean; the item is left out".to_owned()));
    assert_eq!(problems[5], "at $[2]: expected an object, found null; the item is left out");
    let (map, problems) = read::<Map<i64>>(tolerance, r#"{"a":1,"b c":"x","d":2}"#).expect("it is read");
    assert_eq!(map.into_iter().collect::<Vec<_>>(), [("a".to_owned(), 1), ("d".to_owned(), 2)]);
    assert_eq!(problems, ["at $[\"b c\"]: expected an integer, found a string; the item is left out"]);
    // The places of a tuple mean something.
    assert_eq!(wrong::<(i64, String)>(tolerance, "[\"x\", \"y\"]"), "at $[0]: expected an integer, found a string");
}

#[test]
fn numbers_in_quotes_are_numbers() {
    let tolerance = Tolerance::NONE.quoted_numbers(true);
    let (numbers, problems) = read::<(i64, f64, u8)>(tolerance, r#"["-12", "1.5e2", "7"]"#).expect("it is read");
    assert_eq!(numbers, (-12, 150.0, 7));
    assert_eq!(problems[1], "at $[1]: expected a number, found a string; read as the number in it");
    for other in ["", " 1", "1 ", "0x1", "01", "one", "NaN", "1\\u0031"] {
        let problem = wrong::<Vec<i64>>(tolerance, &format!("[\"{other}\"]"));
        assert_eq!(problem, "at $[0]: expected an integer, found a string", "{other}");
    }
    assert!(wrong::<Vec<u8>>(tolerance, "[\"300\"]").contains("does not fit"), "the number is checked as ever");
    assert_eq!(read::<Vec<String>>(tolerance, "[\"12\"]").expect("it is read").0, ["12"], "a text stays a text");
}

#[test]
fn an_empty_text_is_none_where_it_is_no_value() {
    let tolerance = Tolerance::NONE.empty_texts(true);
    let body = r#"{"kind":"thing","id":1,"tags":[""],"labels":{},"extra":{},"on":"","next":""}"#;
    let (thing, problems) = read::<Thing>(tolerance, body).expect("it is read");
    assert_eq!((thing.on, thing.next, thing.tags), (None, Some(None), vec![String::new()]));
    assert_eq!(
        problems,
        [
            "at $.on: expected a date (YYYY-MM-DD), found another string; read as null",
            "at $.next: expected an integer, found a string; read as null",
        ]
    );
    assert_eq!(
        wrong::<Tagged<Date>>(tolerance, r#"{"name":"","list":""}"#),
        "at $.list: expected a date (YYYY-MM-DD), found another string"
    );
}

#[test]
fn a_union_prefers_a_variant_as_documented() {
    let body = r#"{"name":"n","list":null}"#;
    let (two, problems) = read::<Two>(Tolerance::ALL, body).expect("it is read");
    assert_eq!(two, Two(Either::Strict(Tagged { name: "n".to_owned(), list: None })));
    assert_eq!(problems, Vec::<String>::new(), "trials that failed are no problems");
    let (one, problems) = read::<One>(Tolerance::default(), body).expect("it is read");
    assert_eq!(one, One(Either::Loose(Tagged { name: "n".to_owned(), list: Vec::new() })));
    assert_eq!(problems, ["at $.list: expected an array, found null; read as the empty value"]);
    let (one, problems) = read::<One>(Tolerance::NONE, body).expect("it is read");
    assert!(matches!(one.0, Either::Unknown(_)) && problems.is_empty(), "{one:?}, {problems:?}");
}

#[test]
fn a_union_keeps_what_would_be_lost() {
    let body = r#"{"name":"n","list":[1,"x"]}"#;
    let (one, problems) = read::<One>(Tolerance::ALL, body).expect("it is read");
    let One(Either::Unknown(value)) = one else { panic!("{one:?}") };
    assert_eq!((value.to_string().as_str(), problems), (body, Vec::new()));
    // The same beside a problem that only the second reading finds.
    let ((one, list), problems) =
        read::<(One, Vec<i64>)>(Tolerance::ALL, &format!("[{body}, null]")).expect("it is read");
    assert!(matches!(one.0, Either::Unknown(_)) && list.is_empty(), "{one:?}, {list:?}");
    assert_eq!(problems, ["at $[1]: expected an array, found null; read as the empty value"]);
}

#[test]
fn an_error_names_all_places_of_the_body() {
    let body = format!("[{}]", vec!["{\"kind\":\"thing\",\"id\":true}"; 50].join(","));
    let error = from_json::<Vec<Thing>>(body.as_bytes()).expect_err("it is not as documented");
    assert_eq!((error.problem_count(), error.problems().len()), (200, 100));
    let text = error.to_string();
    assert!(text.ends_with("; and 180 more"), "{text}");
    assert!(text.starts_with("at $[0]: the required key \"tags\" is missing; at $[0]: the required key"), "{text}");
    assert!(error.problems().iter().any(|problem| problem.path() == "$[10].id"));
    assert_eq!((error.path().as_str(), error.problem()), ("$[0]", "the required key \"tags\" is missing"));
    // A text that is not JSON says so first, and only that.
    let error = from_json::<Vec<Thing>>(b"[{\"id\":true}, {]").expect_err("no JSON");
    assert_eq!((error.problem_count(), error.problem()), (1, "not JSON: a key must follow at line 1 column 16"));
}

#[test]
fn many_problems_take_neither_time_nor_memory() {
    let body = format!("[{}]", vec!["null"; 1_000_000].join(","));
    let (lists, problems) =
        read::<Vec<Vec<i64>>>(Tolerance::default().quoted_numbers(true), &body).expect("it is read");
    assert_eq!((lists.len(), problems.len()), (1_000_000, 100));
    assert_eq!(problems[99], "at $[99]: expected an array, found null; read as the empty value");
}

#[test]
fn what_is_tolerated_is_logged() {
    let log = Everything::default();
    tracing::subscriber::with_default(log.clone(), || {
        let reply = MockReply::bytes(200, "{\"secret\":null}").header("content-type", "application/json");
        let mock = Mock::new().reply(reply.clone()).reply(reply);
        let client = runtime_tests::blocking::Client::builder().transport(mock).build().expect("the client builds");
        for round in 1..=2 {
            Call::<Get<Map<Vec<i64>>>, _>::new(&client).send().expect("it is read");
            assert_eq!(client.clone().tolerated(), round, "clones count together");
        }
    });
    let text = log.text();
    assert_eq!(text.matches("count=1\n").count(), 2, "{text}");
    assert!(text.contains("problems=at $.secret: expected an array, found null; read as the empty value"), "{text}");
    assert!(text.contains("operation=\"things.get\""), "{text}");
}

#[test]
fn a_recorder_keeps_responses_and_no_secret() {
    let reply = || {
        Mock::new()
            .reply(
                MockReply::pieces(200, ["{\"a\":", "[1]}"]).header("content-type", "application/json; charset=utf-8"),
            )
            .reply(MockReply::bytes(200, vec![0xff; 3]).header("content-type", "image/png"))
            .reply(MockReply::failure(runtime_tests::runtime::TransportErrorKind::Body))
    };
    let recorder = Recorder::new(reply());
    let client = runtime_tests::blocking::Client::builder().transport(recorder.clone()).query_key("secret");
    let client = client.default_header("x-other", "secret").build().expect("the client builds");
    let call = || Call::<Get<Map<Vec<i64>>>, _>::new(&client).query("also", "secret").no_retry();
    assert_eq!(call().send().expect("it is read")["a"], [1]);
    call().send().expect_err("an image");
    call().send().expect_err("no response");
    let asynchronous = Recorder::new(reply());
    let client = runtime_tests::Client::builder().transport(asynchronous.clone()).build().expect("the client builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    runtime.block_on(async {
        Call::<Get<Map<Vec<i64>>>, _>::new(&client).await.expect("it is read");
        Call::<Get<Map<Vec<i64>>>, _>::new(&client).await.expect_err("an image");
    });
    let request = serde_json::json!({"method": "GET", "url": "https://eu.example.com/api/things"});
    let json = serde_json::json!({"size": 9, "mimeType": "application/json; charset=utf-8", "text": "{\"a\":[1]}"});
    let image = serde_json::json!({"size": 3, "mimeType": "image/png", "text": "////", "encoding": "base64"});
    let entry = |content| {
        let response = serde_json::json!({"status": 200, "headers": [], "content": content});
        serde_json::json!({"request": request, "response": response})
    };
    let entries = serde_json::json!([entry(json), entry(image)]);
    assert_eq!(recorder.har()["log"]["entries"], entries);
    assert_eq!(asynchronous.har()["log"]["entries"], entries);
}
