//! Every style × explode × type, byte for byte as the examples of the specification, seen from the wire.

use std::path::Path;
use std::process::ExitCode;

use runtime_tests::blocking::Client;
use runtime_tests::runtime::Blocking;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::Location;
use runtime_tests::runtime::Mode;
use runtime_tests::runtime::Operation;
use runtime_tests::runtime::OperationInfo;
use runtime_tests::runtime::Param;
use runtime_tests::runtime::Reply;
use runtime_tests::runtime::Retry;
use runtime_tests::runtime::Segment;
use runtime_tests::runtime::Status;
use runtime_tests::runtime::Style;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::runtime::mock::Recorded;
use serde_json::Value;
use serde_json::json;

fn main() -> ExitCode {
    harness::run([
        harness::tests![
            the_examples_again_where_the_table_is_not,
            the_examples_of_appendix_c,
            delimiters_inside_items_are_encoded,
            scalars_and_empty_lists,
            what_is_not_defined_is_an_error_that_names_the_parameter,
            deep_objects_can_be_deeper,
            items_in_empty_brackets,
            reserved_characters_pass_where_they_may,
            content_is_json_text,
            headers_are_sent_as_they_are_and_checked,
            path_values_cannot_change_the_endpoint,
            the_query_of_a_path_comes_first
        ],
        harness::tests!["wire/styles.tsv": the_examples_of_the_specification],
    ])
}

/// An operation with all of [`PARAMS`]; `PLACE` is the one in its path, if that is a path parameter.
struct Try<const PLACE: usize>;

const fn param(name: &'static str, location: Location, style: Style, explode: bool) -> Param {
    Param { name, location, style, explode, required: false, allow_reserved: false, content: None }
}

const fn reserved(param: Param) -> Param {
    Param { allow_reserved: true, ..param }
}

const fn json_content(param: Param) -> Param {
    Param { content: Some("application/json"), ..param }
}

static PARAMS: &[Param] = &[
    param("color", Location::Path, Style::Matrix, false),
    param("color", Location::Path, Style::Matrix, true),
    param("color", Location::Path, Style::Label, false),
    param("color", Location::Path, Style::Label, true),
    param("color", Location::Path, Style::Simple, false),
    param("color", Location::Path, Style::Simple, true),
    param("color", Location::Header, Style::Simple, false),
    param("color", Location::Header, Style::Simple, true),
    param("color", Location::Query, Style::Form, false),
    param("color", Location::Query, Style::Form, true),
    param("color", Location::Query, Style::SpaceDelimited, false),
    param("color", Location::Query, Style::SpaceDelimited, true),
    param("color", Location::Query, Style::PipeDelimited, false),
    param("color", Location::Query, Style::PipeDelimited, true),
    param("color", Location::Query, Style::DeepObject, false),
    param("color", Location::Query, Style::DeepObject, true),
    param("color", Location::Cookie, Style::Form, false),
    param("color", Location::Cookie, Style::Form, true),
    param("color", Location::Cookie, Style::Cookie, false),
    param("color", Location::Cookie, Style::Cookie, true),
    reserved(param("formulas", Location::Query, Style::Form, true)),
    param("words", Location::Query, Style::SpaceDelimited, false),
    json_content(param("color", Location::Query, Style::Form, false)),
    json_content(param("color", Location::Header, Style::Simple, false)),
    json_content(param("color", Location::Path, Style::Simple, false)),
    param("\u{2764}\u{fe0f}", Location::Query, Style::Form, true),
    param("formulas", Location::Query, Style::Form, true),
    param("words", Location::Query, Style::Form, false),
    param("color", Location::Query, Style::Simple, false),
    reserved(param("color", Location::Path, Style::Simple, false)),
    Param { required: true, ..param("filler", Location::Query, Style::PipeDelimited, false) },
    param("color", Location::Query, Style::DeepObjectEmptyBrackets, true),
];

const NOWHERE: usize = usize::MAX;

impl<M: Mode, const PLACE: usize> Operation<M> for Try<PLACE> {
    const INFO: &'static OperationInfo = &op(
        "styles.try",
        if PLACE == NOWHERE { &[Segment::Literal("/p")] } else { &[Segment::Literal("/p/"), Segment::Param(PLACE)] },
    );
    type Output = ();

    fn decode(reply: Reply<M>) -> Result<(), Error> {
        reply.empty()
    }
}

/// An operation with all parameters.
const fn op(name: &'static str, path: &'static [Segment]) -> OperationInfo {
    OperationInfo {
        id: "try",
        name,
        method: http::Method::GET,
        path,
        params: PARAMS,
        servers: &[],
        security: &[],
        accept: "",
        success: &[Status::Range(2)],
        streamed: &[],
        fields: None,
        retry: Retry::Idempotent,
    }
}

/// Sends the parameters of these indexes, and gives what arrives.
fn send(values: &[(usize, Value)]) -> Result<Recorded, Error> {
    match values[0].0 {
        0 => send_to::<0>(values),
        1 => send_to::<1>(values),
        2 => send_to::<2>(values),
        3 => send_to::<3>(values),
        4 => send_to::<4>(values),
        5 => send_to::<5>(values),
        24 => send_to::<24>(values),
        29 => send_to::<29>(values),
        _ => send_to::<NOWHERE>(values),
    }
}

fn send_to<const PLACE: usize>(values: &[(usize, Value)]) -> Result<Recorded, Error> {
    let mock = Mock::new().reply(MockReply::status(200));
    let client = Client::builder().base_url("https://h").transport(mock.clone()).build().expect("the client builds");
    let required = PARAMS.iter().position(|param| param.required).expect("one is required");
    let mut call: Call<Try<PLACE>, Blocking> = Call::new(&client).param(required, &json!(["filler"]));
    for (index, value) in values {
        call = call.param(*index, value);
    }
    call.send()?;
    Ok(mock.requests().remove(0))
}

/// The part of the request that holds the parameter.
fn wire(index: usize, value: Value) -> Result<String, Error> {
    let recorded = send(&[(index, value)])?;
    Ok(match PARAMS[index].location {
        Location::Path => recorded.target.split('?').next().unwrap_or_default().trim_start_matches("/p/").to_owned(),
        Location::Query => query(&recorded),
        Location::Header => recorded.header("color").unwrap_or("(no header)").to_owned(),
        Location::Cookie => recorded.header("cookie").unwrap_or("(no cookie)").to_owned(),
    })
}

fn query(recorded: &Recorded) -> String {
    let query = recorded.target.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter(|piece| *piece != "filler=filler").collect::<Vec<_>>().join("&")
}

fn find(location: Location, style: Style, explode: bool) -> usize {
    let fits = |param: &Param| {
        param.location == location && param.style == style && param.explode == explode && param.content.is_none()
    };
    PARAMS.iter().position(fits).expect("the combination is in the table of this test")
}

fn sample() -> [(&'static str, Value); 4] {
    [
        ("undefined", Value::Null),
        ("string", json!("blue")),
        ("array", json!(["blue", "black", "brown"])),
        ("object", json!({"R": 100, "G": 200, "B": 150})),
    ]
}

fn the_examples_of_the_specification(table: &Path) {
    let table = std::fs::read_to_string(table).expect("the table is text");
    let mut compared = 0;
    for line in table.lines().filter(|line| line.starts_with("3.0.4\t") || line.starts_with("3.1.1\t")) {
        let cells: Vec<&str> = line.split('\t').collect();
        for location in cells[1].split(',') {
            compared += compare_row(location, &cells);
        }
    }
    assert!(compared >= 100, "only {compared} cells were compared");
}

fn compare_row(location: &str, cells: &[&str]) -> usize {
    let explode = cells[3] == "true";
    let style = match cells[2] {
        "matrix" => Style::Matrix,
        "label" => Style::Label,
        "simple" => Style::Simple,
        "form" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        other => panic!("unknown style {other}"),
    };
    let location = match location {
        "path" => Location::Path,
        "query" => Location::Query,
        "header" => Location::Header,
        "cookie" => Location::Cookie,
        other => panic!("unknown location {other}"),
    };
    let index = find(location, style, explode);
    let mut compared = 0;
    for ((kind, value), cell) in sample().into_iter().zip(&cells[4..8]) {
        // Several pairs in a cookie are joined by "; ": the ampersand of the table is "always wrong" by its own appendix D.
        // Lists and single values in `deepObject`, and one value without anything to delimit, are sent as servers read them.
        let beyond = match style {
            Style::DeepObject => matches!(kind, "array" | "string"),
            Style::SpaceDelimited | Style::PipeDelimited => kind == "string",
            _ => false,
        };
        let several = explode && matches!(kind, "array" | "object") && location == Location::Cookie;
        // What is not defined for `deepObject` without `explode` in 3.0 and 3.1 is in 3.2.
        let later = style == Style::DeepObject && !explode && kind == "object";
        // A path parameter always has a value.
        let empty = location == Location::Path && kind == "undefined" && style != Style::Matrix;
        let optional = kind == "undefined" && *cell == "n/a";
        if several || later || beyond {
            continue;
        }
        let got = wire(index, value);
        let what = format!("{location:?} {style:?} explode={explode} {kind}");
        match *cell {
            "n/a" if optional => assert!(got.map_or(explode, |text| text.is_empty()), "{what}"),
            "n/a" => assert!(got.expect_err(&what).to_string().contains("color"), "{what}"),
            _ if empty => assert!(got.expect_err(&what).to_string().contains("empty"), "{what}"),
            "EMPTY" => assert_eq!(got.expect(&what), "", "{what}"),
            cell => assert_eq!(got.expect(&what), cell.trim_start_matches('?'), "{what}"),
        }
        compared += 1;
    }
    compared
}

fn the_examples_again_where_the_table_is_not() {
    let lists = [
        (Location::Path, Style::Matrix, true, ";color=blue;color=black;color=brown"),
        (Location::Path, Style::Label, true, ".blue.black.brown"),
        (Location::Path, Style::Simple, false, "blue,black,brown"),
        (Location::Query, Style::Form, true, "color=blue&color=black&color=brown"),
        (Location::Query, Style::Form, false, "color=blue,black,brown"),
        (Location::Query, Style::SpaceDelimited, false, "color=blue%20black%20brown"),
        (Location::Query, Style::PipeDelimited, false, "color=blue%7Cblack%7Cbrown"),
        (Location::Header, Style::Simple, false, "blue,black,brown"),
        (Location::Cookie, Style::Form, false, "color=blue,black,brown"),
        (Location::Cookie, Style::Cookie, true, "color=blue; color=black; color=brown"),
    ];
    for (location, style, explode, expected) in lists {
        let got = wire(find(location, style, explode), json!(["blue", "black", "brown"])).expect(expected);
        assert_eq!(got, expected);
    }
    let object = json!({"R": 100, "G": 200, "B": 150});
    let objects = [
        (Location::Path, Style::Matrix, false, ";color=R,100,G,200,B,150"),
        (Location::Path, Style::Simple, true, "R=100,G=200,B=150"),
        (Location::Query, Style::Form, true, "R=100&G=200&B=150"),
        (Location::Query, Style::DeepObject, true, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        (Location::Query, Style::DeepObject, false, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        (Location::Cookie, Style::Cookie, true, "R=100; G=200; B=150"),
    ];
    for (location, style, explode, expected) in objects {
        assert_eq!(wire(find(location, style, explode), object.clone()).expect(expected), expected);
    }
}

fn the_examples_of_appendix_c() {
    let formulas = json!({"a": "x+y", "b": "x/y", "c": "x^y"});
    let words = json!(["math", "is", "fun"]);
    let plain = send(&[(26, formulas.clone()), (27, words.clone())]).expect("is sent");
    assert_eq!(query(&plain), "a=x%2By&b=x%2Fy&c=x%5Ey&words=math,is,fun");
    let reserved = send(&[(20, formulas), (21, words)]).expect("is sent");
    assert_eq!(query(&reserved), "a=x%2By&b=x/y&c=x%5Ey&words=math%20is%20fun");
    let empty = send(&[(26, json!({})), (27, json!(["hello", "world"]))]).expect("is sent");
    assert_eq!(query(&empty), "words=hello,world");
    assert_eq!(wire(25, json!("love!")).expect("is sent"), "%E2%9D%A4%EF%B8%8F=love%21");
}

fn delimiters_inside_items_are_encoded() {
    let form = find(Location::Query, Style::Form, false);
    assert_eq!(wire(form, json!(["a,b", "c d", "e&f=g"])).expect("is sent"), "color=a%2Cb,c%20d,e%26f%3Dg");
    let pipe = find(Location::Query, Style::PipeDelimited, false);
    assert_eq!(wire(pipe, json!(["a|b", "c"])).expect("is sent"), "color=a%7Cb%7Cc");
    let path = find(Location::Path, Style::Simple, false);
    assert_eq!(wire(path, json!(["a/b", "c?d", "é", "%2e"])).expect("is sent"), "a%2Fb,c%3Fd,%C3%A9,%252e");
}

fn scalars_and_empty_lists() {
    let form = find(Location::Query, Style::Form, true);
    for (value, expected) in [
        (json!(true), "color=true"),
        (json!(1.5), "color=1.5"),
        (json!(""), "color="),
        (json!(["a", null, "b"]), "color=a&color=b"),
        (json!([]), ""),
    ] {
        assert_eq!(wire(form, value).expect(expected), expected);
    }
    let joined = find(Location::Query, Style::Form, false);
    assert_eq!(wire(joined, json!([])).expect("is sent"), "color=");
    assert_eq!(wire(find(Location::Query, Style::PipeDelimited, false), json!([])).expect("is sent"), "");
    assert!(wire(30, json!([])).expect_err("required").to_string().contains("required"));
}

fn what_is_not_defined_is_an_error_that_names_the_parameter() {
    for (index, value) in [
        (find(Location::Query, Style::SpaceDelimited, true), json!(["a"])),
        (find(Location::Query, Style::Form, true), json!([["a"]])),
        (find(Location::Query, Style::Form, true), json!({"a": {"b": 1}})),
        (28, json!("a")),
    ] {
        let error = wire(index, value).expect_err("not defined");
        assert!(error.is_request());
        assert!(error.to_string().starts_with("styles.try: parameter \"color\": "), "{error}");
    }
}

fn deep_objects_can_be_deeper() {
    let deep = find(Location::Query, Style::DeepObject, true);
    let got = wire(deep, json!({"a b": {"c": [1, {"d": "e]"}]}, "n": null})).expect("is sent");
    assert_eq!(got, "color%5Ba%20b%5D%5Bc%5D%5B0%5D=1&color%5Ba%20b%5D%5Bc%5D%5B1%5D%5Bd%5D=e%5D");
    for (value, expected) in [
        (json!("blue sky"), "color=blue%20sky"),
        (json!(["a", null, {"b": [true]}]), "color%5B0%5D=a&color%5B1%5D%5Bb%5D%5B0%5D=true"),
        (json!([]), ""),
    ] {
        assert_eq!(wire(deep, value).expect(expected), expected);
    }
    assert_eq!(wire(find(Location::Query, Style::PipeDelimited, false), json!("a|b")).expect("is sent"), "color=a%7Cb");
}

fn items_in_empty_brackets() {
    let brackets = find(Location::Query, Style::DeepObjectEmptyBrackets, true);
    let value = json!([{"a": 1, "b": ["x", "y"]}, {"a": 2}]);
    let expected =
        ["color%5B%5D%5Ba%5D=1", "color%5B%5D%5Bb%5D%5B%5D=x", "color%5B%5D%5Bb%5D%5B%5D=y", "color%5B%5D%5Ba%5D=2"];
    assert_eq!(wire(brackets, value).expect("is sent"), expected.join("&"));
}

fn reserved_characters_pass_where_they_may() {
    let got = send(&[(20, json!("a/b?c:d@e!$'()*,;~ %41 %zz [x]#&=+"))]).expect("is sent");
    // `'` would be `%27` on the wire of one transport, and `'` on that of the other.
    assert_eq!(query(&got), "formulas=a/b?c:d@e!$%27()*,;~%20%41%20%25zz%20%5Bx%5D%23%26%3D%2B");
    assert_eq!(wire(29, json!("a/b?c#d:e@f&g")).expect("is sent"), "a%2Fb%3Fc%23d:e@f&g");
}

fn content_is_json_text() {
    let value = json!({"a": [1, "é b"]});
    assert_eq!(wire(22, value.clone()).expect("is sent"), "color=%7B%22a%22%3A%5B1%2C%22%C3%A9%20b%22%5D%7D");
    assert_eq!(wire(23, value.clone()).expect("is sent"), r#"{"a":[1,"\u00e9 b"]}"#);
    assert_eq!(wire(24, value).expect("is sent"), "%7B%22a%22%3A%5B1%2C%22%C3%A9%20b%22%5D%7D");
}

fn headers_are_sent_as_they_are_and_checked() {
    let header = find(Location::Header, Style::Simple, false);
    assert_eq!(wire(header, json!("a b,c%20d")).expect("is sent"), "a b,c%20d");
    for illegal in ["a\r\nx-evil: 1", "a\0", "é"] {
        let error = wire(header, json!(illegal)).expect_err("not legal");
        assert_eq!(error.to_string(), "styles.try: the header parameter \"color\" has no legal value (GET /p)");
    }
    let cookie = find(Location::Cookie, Style::Form, true);
    assert_eq!(wire(cookie, json!("a; b=c\r\n")).expect("is sent"), "color=a%3B%20b%3Dc%0D%0A");
    let raw = find(Location::Cookie, Style::Cookie, true);
    assert!(wire(raw, json!("a; evil=1")).is_err());
    assert!(wire(raw, json!("a\r\nb")).is_err());
}

fn path_values_cannot_change_the_endpoint() {
    let path = find(Location::Path, Style::Simple, false);
    for (value, expected) in [
        ("a/../b", "a%2F..%2Fb"),
        ("..%2f", "..%252f"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
        ("a\\b", "a%5Cb"),
        ("a?b#c;d", "a%3Fb%23c%3Bd"),
        ("a\t\nb", "a%09%0Ab"),
    ] {
        assert_eq!(wire(path, json!(value)).expect(value), expected);
    }
    for refused in ["", ".", ".."] {
        let error = wire(path, json!(refused)).expect_err("refused");
        assert!(error.is_request(), "{error}");
        assert_eq!(error.attempts(), 0);
    }
    let label = find(Location::Path, Style::Label, false);
    assert!(wire(label, json!(".")).is_err(), "the label of a dot is two dots");
    assert!(wire(label, json!("")).is_err());
}

/// An operation whose path has a query of its own.
struct Fixed;

impl<M: Mode> Operation<M> for Fixed {
    const INFO: &'static OperationInfo =
        &op("styles.fixed", &[Segment::Literal("/rest"), Segment::Query("method=pets.list"), Segment::Query("raw")]);
    type Output = ();

    fn decode(reply: Reply<M>) -> Result<(), Error> {
        reply.empty()
    }
}

fn the_query_of_a_path_comes_first() {
    let mock = Mock::new().reply(MockReply::status(200));
    let client = Client::builder().base_url("https://h/v1").transport(mock.clone()).build().expect("the client builds");
    let required = PARAMS.iter().position(|param| param.required).expect("one is required");
    let color = find(Location::Query, Style::Form, true);
    let call: Call<Fixed, Blocking> = Call::new(&client);
    call.param(required, &json!(["filler"])).param(color, &json!("blue")).send().expect("is sent");
    let target = &mock.requests()[0].target;
    assert!(target.starts_with("/v1/rest?method=pets.list&raw&"), "{target}");
    assert!(target.ends_with("&color=blue") || target.contains("&color=blue&"), "{target}");
}
