//! XML bodies and responses: what is sent, byte for byte, and that the same comes back as the same value.

use wire_tests::runtime::{JsonObject, Map};
use wire_tests::types::{
    Attributes, Category, CategoryKind, Circle, Dictionary, Lists, Namespaces, Note, Renamed, Shape, Simple, Square,
};
use wire_tests::xml_bodies::{GetRootList, GetRootListError, PutEitherBody};

use crate::server::{Act, Server, response};

/// What an XML document begins with.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn xml(text: &str) -> Vec<Act> {
    vec![response("200 OK", &[("Content-Type", "application/xml")], text)]
}

/// The media type and the body of the one request.
fn sent(server: &Server) -> (String, String) {
    let requests = server.requests();
    let [request] = requests.as_slice() else { panic!("one request was sent, not {}", requests.len()) };
    let (head, body) = request.split_once("\r\n\r\n").expect("a request has a head");
    let media_type =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-type: ").map(str::to_owned));
    (media_type.unwrap_or_default(), body.to_owned())
}

/// Sends a value in both modes to a server that sends the same back.
macro_rules! there_and_back {
    ($method:ident, $media_type:literal, $value:expr, $text:expr) => {{
        let (value, text) = ($value, $text);
        let server = Server::play(xml(text));
        let client = wire_tests::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
        let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
        let back = runtime.block_on(async { client.xml_bodies().$method(&value).await }).expect("async");
        assert_eq!(sent(&server), ($media_type.to_owned(), format!("{HEAD}{text}")), "async");
        assert_eq!(back, value, "async");
        let server = Server::play(xml(&format!("{HEAD}{text}\n")));
        let client =
            wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
        let back = client.xml_bodies().$method(&value).send().expect("blocking");
        assert_eq!(sent(&server), ($media_type.to_owned(), format!("{HEAD}{text}")), "blocking");
        assert_eq!(back, value, "blocking");
    }};
}

/// Reads a text with a blocking client.
macro_rules! read {
    ($call:expr, $text:expr) => {{
        let server = Server::play(xml($text));
        let client =
            wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
        $call(&client)
    }};
}

fn simple(name: &str, age: i32) -> Simple {
    Simple::new(name, age)
}

#[test]
fn an_object_is_elements_by_the_names_of_its_properties() {
    there_and_back!(
        put_simple,
        "application/xml",
        simple("foo", 123),
        "<Simple><name>foo</name><age>123</age></Simple>"
    );
    let born = "2024-02-29".parse().expect("a date");
    let full = simple("<&>\"'\r\u{e9}\u{1f600}", -1)
        .with_adult(true)
        .with_size(1.5)
        .with_born(born)
        .with_partner(simple("", 0));
    there_and_back!(
        put_simple,
        "application/xml",
        full,
        "<Simple><name>&lt;&amp;&gt;&quot;&apos;&#13;\u{e9}\u{1f600}</name><age>-1</age><adult>true</adult><size>1.5</size>\
         <born>2024-02-29</born><partner><name/><age>0</age></partner></Simple>"
    );
}

#[test]
fn names_of_the_xml_object_take_the_place_of_those_of_properties_and_components() {
    let renamed = Renamed::new(simple("a", 1))
        .with_output_data(simple("b", 2))
        .with_category(Category::new().with_kind(CategoryKind::A));
    there_and_back!(
        put_renamed,
        "text/xml",
        renamed,
        "<RenamedSrc><InputData><name>a</name><age>1</age></InputData><OutputData><name>b</name><age>2</age></OutputData>\
         <Cat><Kind>a</Kind></Cat></RenamedSrc>"
    );
}

#[test]
fn lists_are_repeated_elements_or_stand_in_one_of_their_own() {
    let lists = Lists::new(vec!["red".to_owned(), "green".to_owned()], vec![1, 2])
        .with_wrapped_alone(vec!["x".to_owned()])
        .with_renamed(vec!["cat".to_owned(), "dog".to_owned()])
        .with_objects(vec![simple("a", 1), simple("b", 2)])
        .with_nested(vec![vec![1, 2], vec![]]);
    there_and_back!(
        put_lists,
        "application/xml",
        lists,
        "<Lists><plain>red</plain><plain>green</plain><wrapped><int32>1</int32><int32>2</int32></wrapped>\
         <aliens><aliens>x</aliens></aliens><animal>cat</animal><animal>dog</animal>\
         <Items><Simple><name>a</name><age>1</age></Simple><Simple><name>b</name><age>2</age></Simple></Items>\
         <nested><row><cell>1</cell><cell>2</cell></row><row/></nested></Lists>"
    );
}

fn no_lists() -> Lists {
    Lists::new(Vec::<String>::new(), vec![])
}

#[test]
fn an_empty_list_is_an_empty_element_or_nothing() {
    there_and_back!(put_lists, "application/xml", no_lists(), "<Lists><wrapped/></Lists>");
    let empty = no_lists().with_objects(vec![]);
    there_and_back!(put_lists, "application/xml", empty, "<Lists><wrapped/><Items/></Lists>");
    // A wrapped list that must be there is told by its element; an optional one without it is absent.
    let call = |client: &wire_tests::blocking::Client| client.xml_bodies().put_lists(no_lists()).send();
    let error = read!(call, "<Lists/>").expect_err("the list is missing");
    assert!(error.is_decode() && error.to_string().contains("wrapped"), "{error}");
}

#[test]
fn attributes_and_text_stand_in_the_element_of_their_object() {
    let note = Note::new("\n  This is some text.\n").with_language("en & \"fr\"");
    let value = Attributes::new(123).with_id2("f\to\no").with_enabled(true).with_note(note);
    there_and_back!(
        put_attributes,
        "application/vnd.a+xml",
        value,
        "<Attributes id1=\"123\" second=\"f&#9;o&#10;o\"><enabled>true</enabled>\
         <note language=\"en &amp; &quot;fr&quot;\">\n  This is some text.\n</note></Attributes>"
    );
}

#[test]
fn keys_of_a_dictionary_are_elements_and_those_that_cannot_be_are_refused() {
    let map = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect::<Map<String>>()
    };
    let mut free = JsonObject::new();
    free.insert("a".to_owned(), serde_json::json!({"b": ["1", "2"], "c": "x"}));
    let mut value = Dictionary::new()
        .with_metadata(map(&[("Color", "blue"), ("Count", "123"), ("Enabled", "false")]))
        .with_free(free);
    value.rest.insert("extra".to_owned(), 7);
    there_and_back!(
        put_dictionary,
        "application/xml",
        value,
        "<Dictionary><metadata><Color>blue</Color><Count>123</Count><Enabled>false</Enabled></metadata>\
         <free><a><b>1</b><b>2</b><c>x</c></a></free><extra>7</extra></Dictionary>"
    );
    let evil = Dictionary::new().with_metadata(map(&[("a><evil/", "x")]));
    let server = Server::play(Vec::new());
    let client =
        wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    let error = client.xml_bodies().put_dictionary(&evil).send().expect_err("no name");
    assert!(error.is_request() && server.requests().is_empty(), "{error}");
}

#[test]
fn namespaces_are_declared_where_they_are_used() {
    let value = Namespaces::new().with_lang("en").with_kind("k").with_child("c").with_other("o").with_soap("s");
    there_and_back!(
        put_namespaces,
        "application/xml",
        value,
        "<p:root xmlns:p=\"http://example.com/a?b&amp;c\" xml:lang=\"en\" xmlns:q=\"urn:q\" q:kind=\"k\"><p:child>c</p:child>\
         <other xmlns=\"urn:o\">o</other><p:soap>s</p:soap></p:root>"
    );
}

#[test]
fn a_choice_between_objects_is_told_by_what_is_inside() {
    let circle = Shape::Circle(Circle::new("circle", 1.5));
    there_and_back!(put_choice, "application/xml", circle, "<Shape><kind>circle</kind><radius>1.5</radius></Shape>");
    let square = Square::new("square", 2.0).with_corners(vec!["a".to_owned(), "b".to_owned()]);
    let text = "<Shape><kind>square</kind><side>2</side><corners>a</corners><corners>b</corners></Shape>";
    there_and_back!(put_choice, "application/xml", Shape::Square(square), text);
}

#[test]
fn xml_of_which_nothing_is_known_is_text() {
    let server = Server::play(xml("<any/>"));
    let client =
        wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    assert_eq!(client.xml_bodies().put_any_xml("<some>thing</some>").send().expect("sends"), "<any/>");
    assert_eq!(sent(&server), ("application/xml".to_owned(), "<some>thing</some>".to_owned()));
}

#[test]
fn a_list_outermost_is_read_from_any_element() {
    let call = |client: &wire_tests::blocking::Client| client.xml_bodies().get_root_list().send();
    let text = "<ArrayOfSimple><Simple><name>a</name><age>+07</age></Simple><Simple><name>b</name><age>2</age></Simple></ArrayOfSimple>";
    assert_eq!(read!(call, text).expect("decodes"), vec![simple("a", 7), simple("b", 2)]);
    assert_eq!(read!(call, "<none/>").expect("decodes"), vec![]);
}

#[test]
fn a_failure_in_xml_is_typed() {
    let body = "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>";
    let server = Server::play(vec![response("404 Not Found", &[("Content-Type", "application/xml")], body)]);
    let client =
        wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    let error = client.xml_bodies().get_root_list().send().expect_err("not found");
    let Some(Ok(GetRootListError::Status4xx(failure))) = GetRootList::failure(&error) else { panic!("{error:?}") };
    assert_eq!((failure.code.as_str(), failure.message.as_deref()), ("NoSuchKey", Some("none")));
}

#[test]
fn what_is_not_the_documented_xml_is_an_error_of_decoding() {
    let call = |client: &wire_tests::blocking::Client| client.xml_bodies().put_simple(simple("a", 1)).send();
    for (text, says) in [
        ("<Other/>", "expected the XML element \"Simple\""),
        ("<Simple><age>1</age></Simple>", "\"name\" is missing"),
        ("<Simple><name>a</name><age>1.5</age></Simple>", "$.age"),
        ("<Simple><name>a</name><age/></Simple>", "$.age"),
        ("<Simple><name>a</name>", "ends early"),
        ("{\"name\":\"a\",\"age\":1}", "ends early"),
        ("", "ends early"),
    ] {
        let error = read!(call, text).expect_err(text);
        assert!(error.is_decode() && error.to_string().contains(says), "{text}: {error}");
    }
}

#[test]
fn a_choice_of_media_types_sends_what_was_chosen() {
    for (body, expected) in [
        (PutEitherBody::Json(simple("a", 1)), ("application/json", r#"{"name":"a","age":1}"#.to_owned())),
        (
            PutEitherBody::ApplicationXml(simple("a", 1)),
            ("application/xml", format!("{HEAD}<Simple><name>a</name><age>1</age></Simple>")),
        ),
    ] {
        let server = Server::play(vec![response("204 No Content", &[], "")]);
        let client =
            wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
        client.xml_bodies().put_either().body(body).send().expect("sends");
        let (media_type, text) = sent(&server);
        assert_eq!((media_type.as_str(), text), expected);
    }
}
