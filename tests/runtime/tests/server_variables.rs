//! Where requests go: the servers of a document, their variables, and an origin in their place.

use std::path::Path;
use std::process::ExitCode;

use runtime_tests::blocking;
use runtime_tests::runtime::Api;
use runtime_tests::runtime::Async;
use runtime_tests::runtime::Blocking;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::ClientBuilder;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::Operation;
use runtime_tests::runtime::OperationInfo;
use runtime_tests::runtime::Reply;
use runtime_tests::runtime::Segment;
use runtime_tests::runtime::ServerVariable;
use runtime_tests::runtime::Status;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::runtime::mock::Recorded;

fn main() -> ExitCode {
    harness::run([
        harness::tests![
            variables_of_servers_stay_in_their_part_of_the_url,
            an_origin_takes_the_paths_of_the_document,
            an_origin_counts_for_servers_of_operations_too
        ],
        harness::tests!["cases/security/server-variables.tsv": variables_of_servers_as_in_the_table],
    ])
}

/// An operation at the end of a base URL, without authentication.
struct Plain;

static PLAIN: OperationInfo =
    OperationInfo::get("plain", "plain", &[Segment::Literal("/")]).success(&[Status::Code(204), Status::Code(200)]);

impl Operation<Blocking> for Plain {
    const INFO: &'static OperationInfo = &PLAIN;
    type Output = ();

    fn decode(reply: Reply<Blocking>) -> Result<(), Error> {
        reply.empty()
    }
}

fn url(recorded: &Recorded) -> String {
    format!("{}{}", recorded.origin, recorded.target)
}

/// An API of one server, whose only variable has no list of values.
fn api(template: &str, variable: &str, default: &str) -> &'static Api {
    let text = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let variables: &'static [ServerVariable] =
        Box::leak(Box::new([ServerVariable::new(text(variable), text(default))]));
    let servers: &'static [runtime_tests::runtime::Server] =
        Box::leak(Box::new([runtime_tests::runtime::Server::new(text(template), "").variables(variables)]));
    Box::leak(Box::new(Api { name: "api", version: "1", servers, schemes: &[] }))
}

/// The base URL that a value makes of a template, the same in both modes.
fn server(template: &str, value: &str, default: &str) -> Result<String, String> {
    let api = api(template, "v", default);
    let mock = Mock::new().reply(MockReply::status(204));
    let of_async =
        ClientBuilder::<Async>::new(api).allow_http(true).server_variable("v", value).transport(mock.clone());
    let of_blocking =
        ClientBuilder::<Blocking>::new(api).allow_http(true).server_variable("v", value).transport(mock.clone());
    let (of_async, of_blocking) = (of_async.build(), of_blocking.build());
    assert_eq!(of_async.is_ok(), of_blocking.is_ok(), "{template} {value}");
    let client = of_blocking.map_err(|error| error.to_string())?;
    Call::<Plain, _>::new(&client).send().map_err(|error| format!("sent: {error}"))?;
    Ok(url(&mock.requests()[0]).trim_end_matches('/').to_owned())
}

fn variables_of_servers_stay_in_their_part_of_the_url() {
    for (template, value, right) in [
        ("https://api.example.com/v1/{v}", "acme", "https://api.example.com/v1/acme"),
        ("https://api.example.com/v1/{v}", "é @;=x", "https://api.example.com/v1/%C3%A9%20@;=x"),
        ("https://api.example.com/v1/{v}", "a?x", "https://api.example.com/v1/a%3Fx"),
        ("https://api.example.com/v1/{v}", "100%", "https://api.example.com/v1/100%25"),
        ("https://api.example.com/v1/{v}", "...", "https://api.example.com/v1/..."),
        ("https://{v}.api.example.com/v1", "acme", "https://acme.api.example.com/v1"),
        ("https://{v}.api.example.com/v1", "eu-1.Acme", "https://eu-1.acme.api.example.com/v1"),
        ("https://{v}/v1", "example.net:8443", "https://example.net:8443/v1"),
        ("https://{v}/v1", "[2001:db8::1]:8443", "https://[2001:db8::1]:8443/v1"),
        ("https://{v}:8443/v1", "[2001:db8::1]", "https://[2001:db8::1]:8443/v1"),
        ("https://{v}", "münchen.example", "https://xn--mnchen-3ya.example"),
        ("https://h:{v}/v1", "8443", "https://h:8443/v1"),
        ("{v}://h/v1", "http", "http://h/v1"),
        ("{v}", "https://example.net/v2/x", "https://example.net/v2/x"),
        ("{v}/v1", "https://example.net", "https://example.net/v1"),
        ("https://h/{v}", "as/the/document/has/it", "https://h/as/the/document/has/it"),
    ] {
        let sent = server(template, value, "as/the/document/has/it");
        assert_eq!(sent.as_deref().unwrap_or("error"), right, "{template} {value}: {sent:?}");
    }
    let refused: [(&str, &[&str]); 9] = [
        (
            "https://api.example.com/v1/{v}",
            &[
                "",
                ".",
                "..",
                "../..",
                "a/../../admin",
                "a/b",
                "/",
                "%2e%2e",
                "%2E.",
                ".%2e",
                "a\\b",
                "\\",
                "a\r\nb",
                "\0",
            ],
        ),
        ("https://api.example.com/v1/.{v}", &["."]),
        (
            "https://{v}.api.example.com/v1",
            &[
                "127.0.0.1:x",
                "127.0.0.1:1",
                "127.0.0.1:",
                "localhost:a",
                "evil.example:443",
                "evil.example/",
                "evil.example?",
                "evil.example#",
                "evil.example\\",
                "[::1]",
                "[",
                ".",
                "..",
                "a..b",
                ".a",
                "a.",
                "",
                "a:@b",
                "u@evil.example",
                "a%2f",
                "a b",
                "a\tb",
                "\u{2100}",
            ],
        ),
        ("https://api.{v}", &["example.com:443", "example.com/x", "", ".", "1"]),
        ("https://a{v}b/", &[".", "..", "x..y", ":1"]),
        (
            "https://{v}/v1",
            &[
                "", "h:x", "h:0", "h:99999", "h:1:2", "u@h", "h/x", "h?x", "h#x", "h\\x", "[::1", "::1", ".", "a..b",
                "127.1",
            ],
        ),
        ("https://{v}:8443/v1", &["h:1", "", "h@"]),
        ("https://h:{v}/v1", &["", "x", "0", "70000", "+1", "1/", "1@evil.example", "@evil.example", "443:1"]),
        ("{v}://h/v1", &["", "ftp", "https://evil.example/", "https:", "javascript"]),
    ];
    for (template, values) in refused {
        for value in values {
            let error = server(template, value, "https").expect_err(&format!("{template} {value:?}"));
            assert!(error.contains("base URL: "), "an error of build: {error}");
        }
    }
}

fn variables_of_servers_as_in_the_table(table: &Path) {
    let table = std::fs::read_to_string(table).expect("the table is text");
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (template, variable, right) = (cells[1], cells[2], cells[4]);
        let value: String = serde_json::from_str(cells[3]).expect("is JSON");
        let sent = server(&template.replace(variable, "v"), &value, "x");
        match &sent {
            Ok(sent) => assert!(right == sent || right.contains("segment") || right.contains(" or "), "{row}: {sent}"),
            Err(_) => assert!(right.starts_with("error"), "{row}: {sent:?}"),
        }
    }
}

fn an_origin_takes_the_paths_of_the_document() {
    let sent = |api: &'static Api, origin: &str| -> Result<String, String> {
        let mock = Mock::new().reply(MockReply::status(204));
        let builder = ClientBuilder::<Blocking>::new(api).origin(origin).transport(mock.clone());
        let client = builder.build().map_err(|error| error.to_string())?;
        Call::<Plain, _>::new(&client).send().map_err(|error| error.to_string())?;
        Ok(url(&mock.requests()[0]))
    };
    let local = "http://127.0.0.1:8000";
    for (template, right) in [
        ("/api", "http://127.0.0.1:8000/api/"),
        ("api/v2/", "http://127.0.0.1:8000/api/v2/"),
        ("/", "http://127.0.0.1:8000/"),
        ("", "http://127.0.0.1:8000/"),
        ("../api", "http://127.0.0.1:8000/api/"),
        ("/{v}/x", "http://127.0.0.1:8000/one/x/"),
        ("https://api.example.com/v1", "http://127.0.0.1:8000/v1/"),
        ("//api.example.com/v1", "http://127.0.0.1:8000/v1/"),
    ] {
        assert_eq!(sent(api(template, "v", "one"), local).as_deref(), Ok(right), "{template}");
    }
    let error = sent(api("/api", "v", ""), "https://h/v1").expect_err("has a path");
    assert!(error.contains("origin: it has a path"), "{error}");
    assert!(sent(api("/api", "v", ""), "https://h:x").expect_err("is none").contains("origin: the port"));
    assert!(sent(api("localhost:8000/x", "v", ""), local).is_err(), "it is no server");
    let build = |template: &str| ClientBuilder::<Blocking>::new(api(template, "v", "")).transport(Mock::new()).build();
    let error = build("/api").expect_err("is a path").to_string();
    assert!(error.contains("only a path, `/api`") && error.contains("`.base_url(\"https://…/api\")`"), "{error}");
    let error = build("127.0.0.1:18055").expect_err("is none").to_string();
    assert!(error.contains("the server of the document: it is no URL"), "{error}");
}

fn an_origin_counts_for_servers_of_operations_too() {
    let mock = Mock::new().reply(MockReply::text(200, "hello"));
    let builder = blocking::Client::builder().origin("https://mine.example").api_key("k").transport(mock.clone());
    builder.build().expect("builds").pets().motd().send().expect("arrives");
    assert_eq!(url(&mock.requests()[0]), "https://mine.example/motd");
}
