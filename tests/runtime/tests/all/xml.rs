//! XML bodies.

use runtime_tests::blocking;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::Encode;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::Mode;
use runtime_tests::runtime::Operation;
use runtime_tests::runtime::OperationInfo;
use runtime_tests::runtime::Reply;
use runtime_tests::runtime::Retry;
use runtime_tests::runtime::Segment;
use runtime_tests::runtime::Status;
use runtime_tests::runtime::Value;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::xml::XmlContent;
use runtime_tests::xml::XmlField;
use runtime_tests::xml::XmlNode;
use runtime_tests::xml::XmlObject;
use runtime_tests::xml::XmlPlace;
use serde_json::json;

const fn node(name: &'static str, content: XmlContent) -> XmlNode {
    XmlNode { name, namespace: None, prefix: None, content }
}

const fn field(key: &'static str, place: XmlPlace, node: XmlNode) -> XmlField {
    XmlField { key, place, required: true, node }
}

const TEXT: XmlNode = node("name", XmlContent::Text);
const ID: XmlNode = node("id", XmlContent::Number);
const LANG: XmlNode = XmlNode { name: "lang", namespace: None, prefix: Some("xml"), content: XmlContent::Text };
const TAG: XmlNode = node("tag", XmlContent::Text);
const TAGS: XmlNode = node("tags", XmlContent::List { wrapped: true, item: &TAG });
const PHOTO: XmlNode = node("photo", XmlContent::Text);
const PHOTOS: XmlNode = node("photos", XmlContent::List { wrapped: false, item: &PHOTO });
const FLAG: XmlNode = node("flag", XmlContent::Boolean);
const COUNTS: XmlNode = node("counts", XmlContent::Map(&ID));
const FREE: XmlNode = node("free", XmlContent::Any);
static PET: XmlNode = XmlNode {
    name: "Pet",
    namespace: Some("http://example.com/a?b&c"),
    prefix: Some("p"),
    content: XmlContent::Object(&OBJECT),
};
static OBJECT: XmlObject = XmlObject { fields: FIELDS, rest: None };
static FIELDS: &[XmlField] = &[
    field("id", XmlPlace::Attribute, ID),
    field("language", XmlPlace::Attribute, LANG),
    field("name", XmlPlace::Element, TEXT),
    field("tags", XmlPlace::Element, TAGS),
    field("photos", XmlPlace::Element, PHOTOS),
    field("flag", XmlPlace::Element, FLAG),
    field("counts", XmlPlace::Element, COUNTS),
    field("free", XmlPlace::Element, FREE),
    field("parent", XmlPlace::Element, node("parent", XmlContent::Object(&OBJECT))),
];

struct Echo;

static ECHO: OperationInfo = OperationInfo {
    id: "echo",
    name: "xml.echo",
    method: http::Method::POST,
    path: &[Segment::Literal("/echo")],
    params: &[],
    servers: &[],
    security: &[],
    accept: "application/xml",
    success: &[Status::Code(200)],
    streamed: &[],
    fields: None,
    retry: Retry::NotIdempotent,
};

impl<M: Mode> Operation<M> for Echo {
    const INFO: &'static OperationInfo = &ECHO;
    type Output = Value;

    fn decode(reply: Reply<M>) -> Result<Value, Error> {
        reply.xml(&PET)
    }
}

/// Sends the value and reads the reply.
fn echo(body: &dyn Encode, reply: &str) -> (Result<Value, Error>, String) {
    let mock = Mock::new().reply(MockReply::bytes(200, reply.to_owned()));
    let client = blocking::Client::builder().transport(mock.clone()).build().expect("builds");
    let call: Call<Echo, _> = Call::new(&client).xml_body("application/xml", body, &PET);
    let result = call.send();
    (result, mock.requests().first().map(|request| request.body_text()).unwrap_or_default())
}

fn read(reply: &str) -> Result<Value, Error> {
    echo(&json!({}), reply).0
}

#[test]
fn a_value_goes_to_xml_and_back() {
    let value = json!({
        "id": 7, "language": "a\"<\n", "name": "x < y & \r\"z\"", "tags": ["a", "", "b"], "photos": ["1", "2"], "flag": true,
        "counts": {"a": 1, "b": 2.5}, "free": {"x": "1", "y": ["2", "3"], "z": {"w": "4"}},
        "parent": {"id": 8, "photos": [], "name": "p"},
    });
    let (_, sent) = echo(&value, "<Pet/>");
    assert_eq!(
        sent,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <p:Pet xmlns:p=\"http://example.com/a?b&amp;c\" id=\"7\" xml:lang=\"a&quot;&lt;&#10;\">\
         <name>x &lt; y &amp; &#13;&quot;z&quot;</name><tags><tag>a</tag><tag/><tag>b</tag></tags>\
         <photo>1</photo><photo>2</photo><flag>true</flag><counts><a>1</a><b>2.5</b></counts>\
         <free><x>1</x><y>2</y><y>3</y><z><w>4</w></z></free><parent id=\"8\"><name>p</name></parent></p:Pet>"
    );
    assert_eq!(read(&sent).expect("decodes"), value);
}

#[test]
fn reading_is_tolerant() {
    let text = "\u{feff}<?xml version=\"1.0\"?><!DOCTYPE Pet><!-- c --><x:Pet xmlns:x=\"u\" other=\"1\"><unknown><name>no</name></unknown>\
        <x:name><![CDATA[a <b>]]> &#233;&amp;</x:name><flag> 0 </flag><parent xsi:nil=\"true\"/></x:Pet><!-- after -->";
    assert_eq!(read(text).expect("decodes"), json!({"name": "a <b> é&", "photos": [], "flag": false, "parent": null}));
}

#[test]
fn what_is_no_xml_is_an_error() {
    let deep = format!("<Pet>{}", "<a>".repeat(200_000));
    let bomb = "<!DOCTYPE Pet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]><Pet><name>&b;</name></Pet>";
    for text in
        ["", "{}", "<Pet>", "<Pet></Dog>", "<Dog/>", "<Pet id=1/>", "<Pet><name>&unknown;</name></Pet>", bomb, &deep]
    {
        let error = read(text).expect_err(text.get(..20).unwrap_or(text));
        assert!(error.is_decode(), "{error}");
    }
}

#[test]
fn what_xml_cannot_say_is_an_error_before_sending() {
    for value in [
        json!({"name": "a\u{0}b"}),
        json!({"counts": {"a b": 1}}),
        json!({"counts": {"a><evil/": 1}}),
        json!({"counts": {"1a": 1}}),
        json!({"name": ["list"]}),
        json!({"id": {"a": 1}}),
    ] {
        let (result, sent) = echo(&value, "<Pet/>");
        assert!(result.expect_err("cannot be said").is_request());
        assert_eq!(sent, "");
    }
}
