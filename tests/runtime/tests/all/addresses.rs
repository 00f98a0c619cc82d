//! Where requests go: one rule for base URLs, servers, links, redirects and downloads, which the libraries below read alike.

use runtime_tests::blocking;
use runtime_tests::runtime::Blocking;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::NextPage;
use runtime_tests::runtime::Operation;
use runtime_tests::runtime::OperationInfo;
use runtime_tests::runtime::PageSource;
use runtime_tests::runtime::Paged;
use runtime_tests::runtime::Paging;
use runtime_tests::runtime::Reply;
use runtime_tests::runtime::Segment;
use runtime_tests::runtime::Status;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::runtime::mock::Recorded;

use crate::server::PET;
use crate::server::Server;
use crate::server::json;

/// An operation at the end of a base URL, without authentication.
struct Plain;

static PLAIN: OperationInfo =
    OperationInfo::get("plain", "plain", &[Segment::Literal("/")]).success(&[Status::Code(204), Status::Code(200)]);

/// The operation whose URL is that of RFC 3986, section 5.4.
struct Example;

static EXAMPLE: OperationInfo =
    OperationInfo::get("example", "example", &[Segment::Literal("/b/c/d;p"), Segment::Query("q")])
        .success(&[Status::Code(204)]);

impl Operation<Blocking> for Plain {
    const INFO: &'static OperationInfo = &PLAIN;
    type Output = ();

    fn decode(reply: Reply<Blocking>) -> Result<(), Error> {
        reply.empty()
    }
}

impl Operation<Blocking> for Example {
    const INFO: &'static OperationInfo = &EXAMPLE;
    type Output = ();

    fn decode(reply: Reply<Blocking>) -> Result<(), Error> {
        reply.empty()
    }
}

fn url(recorded: &Recorded) -> String {
    format!("{}{}", recorded.origin, recorded.target)
}

/// The URL of a request with this base URL, as a transport gets it.
fn at(base: &str) -> Result<String, Error> {
    let mock = Mock::new().reply(MockReply::status(204));
    let client = blocking::Client::builder().base_url(base).allow_http(true).transport(mock.clone()).build()?;
    Call::<Plain, _>::new(&client).send()?;
    Ok(url(&mock.requests()[0]))
}

#[test]
fn hosts_and_ports_have_one_spelling() {
    for (base, sent) in [
        ("https://API.example.com", "https://api.example.com/"),
        ("HTTPS://api.example.com:443/v1/", "https://api.example.com/v1/"),
        ("http://api.example.com:80", "http://api.example.com/"),
        ("https://api.example.com:0443", "https://api.example.com/"),
        ("https://api.example.com:65535", "https://api.example.com:65535/"),
        ("https://a_b.example.com.", "https://a_b.example.com./"),
        ("https://192.0.2.1:8443", "https://192.0.2.1:8443/"),
        ("https://[2001:DB8:0:0:0:0:0:1]:8443/v", "https://[2001:db8::1]:8443/v/"),
        ("https://[::ffff:192.0.2.1]", "https://[::ffff:c000:201]/"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example/"),
        ("https://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example/"),
        ("https://h/a%20b/é", "https://h/a%20b/%C3%A9/"),
    ] {
        assert_eq!(at(base).expect(base), sent, "{base}");
    }
}

#[test]
fn what_parsers_read_in_two_ways_is_refused_by_build_in_both_modes() {
    for base in [
        "https://h:",
        "https://h:x",
        "https://h:0",
        "https://h:+443",
        "https://h:65536",
        "https://h:99999",
        "https://h:443:443",
        "https://h: 443",
        "https://h:443x/",
        "https://",
        "https:///v1",
        "https:/h/v1",
        "https:h",
        "https://.h",
        "https://a..b",
        "https://.",
        "https://..",
        "https://h..",
        "https://u@h",
        "https://u:p@h",
        "https://@h",
        "https://h%2eexample",
        "https://h%00",
        "https://h,i",
        "https://h;i",
        "https://h'",
        "https://h!",
        "https://127.1",
        "https://0x7f.0.0.1",
        "https://0177.0.0.1",
        "https://2130706433",
        "https://127.0.0.1.",
        "https://256.0.0.1",
        "https://a.1",
        "https://[::1",
        "https://::1",
        "https://[::1]x",
        "https://[::1]:x",
        "https://[::1%25eth0]",
        "https://[v1.a]",
        "https://[127.0.0.1]",
        "https://a[::1]",
        "https://xn--a",
        "https://\u{2100}.example",
        "https://h/../x",
        "https://h/a/./b",
        "https://h/a/%2e%2E/b",
        "https://h/.%2e",
        "https://h/%zz",
        "https://h/%",
        "https://h/{tenant}",
        "https://h/a|b",
        "https://h/a b",
        "https://h/a\\b",
        "https://h\\@evil.example",
        "https://h/a\tb",
        "https://h?x",
        "https://h#x",
        "ftp://h",
        "//h",
        "h",
        "",
    ] {
        let of_blocking = blocking::Client::builder().base_url(base).transport(Mock::new()).build();
        let of_async = runtime_tests::Client::builder().base_url(base).transport(Mock::new()).build();
        let of_blocking = of_blocking.expect_err(base).to_string();
        assert_eq!(of_blocking, of_async.expect_err(base).to_string(), "{base}");
        assert!(of_blocking.contains("base URL: "), "{of_blocking}");
    }
    for loopback in ["http://127.0.0.1:8000", "http://[::1]", "http://LOCALHOST:1", "http://127.3.2.1"] {
        assert!(blocking::Client::builder().base_url(loopback).transport(Mock::new()).build().is_ok(), "{loopback}");
    }
    for other in ["http://localhost.example", "http://127.0.0.1.example", "http://10.0.0.1", "http://[::2]"] {
        let refused = blocking::Client::builder().base_url(other).transport(Mock::new()).build();
        assert!(refused.expect_err(other).to_string().contains("allow_http"), "{other}");
    }
}

/// Numbers from a seed, the same in each run (xorshift).
pub struct Seeded(u64);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).expect("fits")).expect("is less")
    }

    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const PIECES: &[&str] = &[
    "a",
    "Example",
    ".",
    "..",
    ".com",
    "1",
    "127.0.0.1",
    "0x7f",
    "[::1]",
    "[",
    "]",
    ":",
    ":443",
    ":80",
    ":8080",
    ":x",
    "@",
    "u:p@",
    "/",
    "//",
    "/v1",
    "%2e",
    "%2E%2e",
    "%",
    "%41",
    "%00",
    "\\",
    "?",
    "#",
    "'",
    "\"",
    "<",
    "|",
    "^",
    "`",
    "{",
    "}",
    "~",
    "!",
    "$",
    "&",
    "(",
    "*",
    "+",
    ",",
    ";",
    "=",
    "-",
    "_",
    "é",
    "ü.de",
    "xn--",
    "xn--mnchen-3ya",
    "。",
    "℀",
    "\u{ad}",
    "\t",
    " ",
    "\u{202e}",
];

fn hostile(numbers: &mut Seeded) -> String {
    let schemes = ["https://", "https://", "https://", "http://", "HTTPS://", "https:", "https:/", "//", "ftp://", ""];
    let mut text = numbers.pick(&schemes).to_owned();
    if numbers.below(3) > 0 {
        text.push_str(numbers.pick(&["h", "api.example.com", "192.0.2.7", "[2001:db8::7]"]));
    }
    for _ in 0..numbers.below(7) {
        text.push_str(numbers.pick(PIECES));
    }
    text
}

/// Each URL that is accepted is one URL for `http` (and so for ureq) and for `url` (and so for reqwest): the same text, host, port,
/// path and query.
#[test]
fn what_is_accepted_is_read_alike_by_all_libraries() {
    let mut accepted = 0;
    for seed in 0..15_000 {
        let text = hostile(&mut Seeded::new(seed));
        let Ok(sent) = at(&text) else { continue };
        accepted += 1;
        let by_url = reqwest::Url::parse(&sent).unwrap_or_else(|error| panic!("{text} gives {sent}: {error}"));
        assert_eq!(by_url.as_str(), sent, "{text}");
        let by_http: http::Uri = sent.parse().unwrap_or_else(|error| panic!("{text} gives {sent}: {error}"));
        assert_eq!(by_url.host_str(), by_http.host(), "{text}");
        assert_eq!(by_url.port(), by_http.port_u16(), "{text}");
        assert_eq!((by_url.path(), by_url.query()), (by_http.path(), by_http.query()), "{text}");
        assert_eq!(by_url.username(), "", "{text}");
        // What was written names this host: another reader of the same text does not find another one.
        let written = reqwest::Url::parse(&text).unwrap_or_else(|error| panic!("{text} is accepted: {error}"));
        assert_eq!((written.host(), written.port()), (by_url.host(), by_url.port()), "{text}");
    }
    assert!(accepted > 700, "only {accepted} were accepted");
}

/// The same for what stands behind the host, on the wire of both transports.
#[test]
fn both_transports_send_the_path_that_was_written() {
    let mut numbers = Seeded::new(7);
    let mut paths = Vec::new();
    while paths.len() < 120 {
        let mut path = String::from("/");
        for _ in 0..=numbers.below(6) {
            path.push_str(numbers.pick(PIECES));
        }
        if let Ok(sent) = at(&format!("https://h{path}")) {
            paths.push((path, sent.trim_start_matches("https://h").to_owned()));
        }
    }
    let server = Server::play(vec![json("200 OK", PET); 2 * paths.len()]);
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    for (path, _) in &paths {
        let base = format!("{}{path}", server.url());
        let client = blocking::Client::builder().base_url(&base).api_key("k").build().expect("builds");
        client.pets().motd().send().expect("arrives");
        let client = runtime_tests::Client::builder().base_url(&base).api_key("k").build().expect("builds");
        runtime.block_on(async { client.pets().motd().await }).expect("arrives");
    }
    let requests = server.requests();
    for (index, (path, sent)) in paths.iter().enumerate() {
        let line = format!("GET {}/motd HTTP/1.1\r\n", sent.trim_end_matches('/'));
        for request in &requests[2 * index..2 * index + 2] {
            assert!(request.starts_with(&line), "{path}: {line} {request}");
        }
    }
}

/// The table of RFC 3986, section 5.4: references, and the targets that they lead to.
fn references() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = include_str!("../../../fixtures/references.tsv").lines().skip(1);
    rows.map(|row| row.split_once('\t').expect("a reference and its target"))
}

/// What is no URL to go to: another scheme, another origin, what parsers read in two ways.
const LEADING_ELSEWHERE: [&str; 14] = [
    "g:h",
    "http:g",
    "//g",
    "https://a/x",
    "http://a:8080/x",
    "http://a:x/x",
    "http://u@a/x",
    "http://a@evil.example/x",
    "\\\\evil.example",
    "/\\evil.example",
    "/a/%2e%2e/x",
    "http://a.evil.example",
    "http://evil.example\\@a/",
    "javascript:x",
];

fn redirected(location: &str) -> (Result<(), Error>, Vec<String>) {
    let mock = Mock::new().reply(MockReply::status(302).header("location", location)).reply(MockReply::status(204));
    let builder = blocking::Client::builder().base_url("http://a").allow_http(true).follow_redirects(1);
    let client = builder.transport(mock.clone()).build().expect("builds");
    let result = Call::<Example, _>::new(&client).send();
    (result, mock.requests().iter().map(url).collect())
}

#[test]
fn redirects_are_references() {
    for (location, target) in references() {
        let (result, requests) = redirected(location);
        result.unwrap_or_else(|error| panic!("{location:?}: {error}"));
        assert_eq!(requests, ["http://a/b/c/d;p?q", &format!("http://a{target}")], "{location:?}");
    }
    for location in LEADING_ELSEWHERE {
        let (result, requests) = redirected(location);
        assert!(result.is_err(), "{location:?} was followed: {requests:?}");
        assert_eq!(requests.len(), 1, "{location:?}");
    }
}

static LINKS: Paging =
    Paging { items: "/items", next: NextPage::Link { from: PageSource::Body("/next") }, more: None, size: None };

impl Paged<Blocking> for Example {
    const PAGING: &'static Paging = &LINKS;
    type Item = u64;
}

/// Where the page behind a link is.
fn linked(next: &str) -> (Result<Vec<u64>, Error>, Vec<String>) {
    let page = |next: &str| MockReply::json(200, &serde_json::json!({"items": [1], "next": next}));
    let mock = Mock::new().reply(page(next)).reply(page(""));
    let client = blocking::Client::builder().base_url("http://a").allow_http(true).transport(mock.clone()).build();
    let read = Call::<Example, _>::new(&client.expect("builds")).items().collect();
    (read, mock.requests().iter().map(url).collect())
}

#[test]
fn links_are_references() {
    for (link, target) in references() {
        let (read, requests) = linked(link);
        if target == "/b/c/d;p?q" {
            // The page itself: an empty link is none, another one would never end.
            assert!(requests.len() == 1 && read.is_err() != link.is_empty(), "{link:?}: {requests:?}");
            continue;
        }
        assert_eq!(read.unwrap_or_else(|error| panic!("{link:?}: {error}")), [1, 1], "{link:?}");
        assert_eq!(requests, ["http://a/b/c/d;p?q", &format!("http://a{target}")], "{link:?}");
    }
    for link in LEADING_ELSEWHERE {
        let (read, requests) = linked(link);
        assert!(read.is_err() && requests.len() == 1, "{link:?} was followed: {requests:?}");
    }
}

#[test]
fn downloads_go_where_the_url_says() {
    let download = |url: &str| {
        let mock = Mock::new().reply(MockReply::bytes(200, "x"));
        let client = blocking::Client::builder().api_key("k").transport(mock.clone()).build().expect("builds");
        client.download(url).send().map(|_| mock.requests().remove(0))
    };
    let sent = download("https://Files.example.com:443/a?x[0]='1'&y=100%#f").expect("is sent");
    assert_eq!(url(&sent), "https://files.example.com/a?x%5B0%5D=%271%27&y=100%25");
    for wrong in
        ["https://h:x/", "https://u@h/", "/a", "https://h/a/../b", "https://h\\@i/", "http://h/", "https://127.1/"]
    {
        assert!(download(wrong).expect_err(wrong).is_request(), "{wrong}");
    }
}
