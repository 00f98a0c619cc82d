//! Pages and their items: over a server on the loopback interface in both modes, and over a mock transport.

use wire_tests::paging::{FilterRunsBody, ScrollBody, SearchBody};
use wire_tests::runtime::mock::{Mock, MockReply};
use wire_tests::runtime::{Error, Position};

use crate::server::{Act, Server, json, response};

/// A page: the ids of its items, and what `meta` says.
fn page(ids: &[i64], meta: &str) -> String {
    let items: Vec<String> = ids.iter().map(|id| format!("{{\"id\":{id}}}")).collect();
    format!("{{\"data\":[{}],\"meta\":{meta}}}", items.join(","))
}

fn pages(texts: &[String]) -> Vec<Act> {
    texts.iter().map(|text| json("200 OK", text)).collect()
}

/// The path and query of each request.
fn targets(server: &Server) -> Vec<String> {
    let line = |request: &String| request.split(' ').nth(1).unwrap_or_default().to_owned();
    server.requests().iter().map(line).collect()
}

/// Reads a call to its end in both modes, each from a server that plays the script: the ids, `None` for an error, and what was
/// asked for.
macro_rules! both {
    ($script:expr, |$client:ident| $items:expr) => {{
        let script: Vec<Act> = $script;
        let server = Server::play(script.clone());
        let builder = wire_tests::Client::builder().key("secret").base_url(server.url()).allow_http(true).retries(0);
        let $client = builder.build().expect("the client builds");
        let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
        let read = runtime.block_on(async {
            let (mut items, mut read) = ($items, Vec::new());
            while let Some(item) = items.next().await {
                read.push(item.map(|thing| thing.id).ok());
            }
            assert!(items.next().await.is_none(), "nothing comes behind the end");
            read
        });
        let asked = targets(&server);
        let server = Server::play(script);
        let builder =
            wire_tests::blocking::Client::builder().key("secret").base_url(server.url()).allow_http(true).retries(0);
        let $client = builder.build().expect("the client builds");
        let mut items = $items;
        let blocking: Vec<Option<i64>> = items.by_ref().map(|item| item.map(|thing| thing.id).ok()).collect();
        assert!(items.next().is_none(), "nothing comes behind the end");
        assert_eq!((&blocking, &targets(&server)), (&read, &asked), "blocking is as async");
        (read, asked)
    }};
}

fn mocked(replies: impl IntoIterator<Item = MockReply>) -> (Mock, wire_tests::blocking::Client) {
    let mock = Mock::new();
    replies.into_iter().for_each(|reply| mock.push(reply));
    let client = wire_tests::blocking::Client::builder().key("secret").retries(0).transport(mock.clone()).build();
    (mock, client.expect("the client builds"))
}

fn text(text: &str) -> MockReply {
    MockReply::bytes(200, text.to_owned()).header("content-type", "application/json")
}

#[test]
fn a_cursor_is_followed_until_there_is_none() {
    for last in ["{\"next\":null}", "{\"next\":\"\"}", "{}", "null"] {
        let script = [page(&[1, 2], "{\"next\":\"a b&c\"}"), page(&[], "{\"next\":\"empty\"}"), page(&[3], last)];
        let (read, asked) = both!(pages(&script), |client| client.paging().list_by_cursor().items_param("x").items());
        assert_eq!(read, [Some(1), Some(2), Some(3)]);
        assert_eq!(
            asked,
            [
                "/cursor?limit=2&items=x",
                "/cursor?after=a%20b%26c&limit=2&items=x",
                "/cursor?after=empty&limit=2&items=x"
            ]
        );
    }
}

#[test]
fn the_size_of_a_page_is_that_of_the_caller_and_a_page_without_a_body_is_the_last() {
    let script = vec![json("200 OK", &page(&[1], "{\"next\":\"b\"}")), response("204 No Content", &[], "")];
    let (read, asked) = both!(script, |client| client.paging().list_by_cursor().limit(9).after("a").items());
    assert_eq!(read, [Some(1)]);
    assert_eq!(asked, ["/cursor?after=a&limit=9", "/cursor?after=b&limit=9"]);
}

#[test]
fn a_circle_of_cursors_is_an_error() {
    let script = [page(&[1], "{\"next\":\"a\"}"), page(&[2], "{\"next\":\"b\"}"), page(&[3], "{\"next\":\"a\"}")];
    let (read, asked) = both!(pages(&script), |client| client.paging().list_by_cursor().items());
    assert_eq!(read, [Some(1), Some(2), Some(3), None]);
    assert_eq!(asked.len(), 3, "the page that was read before is not asked for: {asked:?}");
}

#[test]
fn pages_are_counted_from_where_the_caller_begins() {
    let script = [page(&[1], "{\"pages\":4}"), page(&[2], "{\"pages\":4}")];
    let (read, asked) = both!(pages(&script), |client| client.paging().list_by_page(3).items());
    assert_eq!((read, asked), (vec![Some(1), Some(2)], vec!["/pages/3".to_owned(), "/pages/4".to_owned()]));
    let script = [page(&[1], "{}"), page(&[2], "{}"), page(&[], "{}")];
    let (read, asked) = both!(pages(&script), |client| client.paging().list_numbered().items());
    assert_eq!(read, [Some(1), Some(2)]);
    assert_eq!(asked, ["/numbered", "/numbered?p=1", "/numbered?p=2"]);
}

#[test]
fn offsets_grow_by_what_was_read() {
    let things = |ids: &[i64], total: &str| {
        let items: Vec<String> = ids.iter().map(|id| format!("{{\"id\":{id}}}")).collect();
        response("200 OK", &[("X-Total", total)], format!("[{}]", items.join(",")))
    };
    let script = vec![things(&[1, 2], "5"), things(&[3, 4], "5"), things(&[5], "5")];
    let (read, asked) = both!(script, |client| client.paging().list_by_offset().top(2).items());
    assert_eq!(read, [Some(1), Some(2), Some(3), Some(4), Some(5)]);
    assert_eq!(asked, ["/offset?top=2", "/offset?skip=2&top=2", "/offset?skip=4&top=2"]);
    let script = vec![things(&[1], ""), things(&[], "")];
    let (read, asked) = both!(script, |client| client.paging().list_by_offset().skip(7).items());
    assert_eq!((read, asked.last().map(String::as_str)), (vec![Some(1)], Some("/offset?skip=8")));
    let (read, _) = both!(vec![things(&[1], "many")], |client| client.paging().list_by_offset().items());
    assert_eq!(read, [None], "a total that is no number is told");
}

#[test]
fn links_are_followed_with_credentials_and_headers_but_only_at_their_origin() {
    let script =
        |link: &str| vec![response("200 OK", &[("Link", link)], "[{\"id\":1}]"), json("200 OK", "[{\"id\":2}]")];
    for (link, second) in [
        ("</v1/links?page=2>; rel=next", "/v1/links?page=2"),
        ("<?cursor=%20x>;rel=\"next\"", "/links?cursor=%20x"),
        ("<more?x=1#part>; rel=\"prefetch NEXT\"", "/more?x=1"),
        ("<https://other.example/>; rel=\"last\", </a,b>; title=\"a \\\", b\"; rel=\"next\"", "/a,b"),
    ] {
        let (read, asked) = both!(script(link), |client| client.paging().list_by_link("dogs").x_mark("m").items());
        assert_eq!(
            (read, asked),
            (vec![Some(1), Some(2)], vec!["/links?q=dogs".to_owned(), second.to_owned()]),
            "{link}"
        );
    }
    for link in ["<https://other.example/links>; rel=next", "<//other.example/>; rel=next", "<ftp:x>; rel=next"] {
        let (read, asked) = both!(script(link), |client| client.paging().list_by_link("dogs").items());
        assert_eq!((read, asked.len()), (vec![Some(1), None], 1), "{link}");
    }
    for link in ["</x>; rel=last", "</x>; rel=\"next", "", "next", "</x>; title=next", "</x; rel=next"] {
        let (read, asked) = both!(script(link), |client| client.paging().list_by_link("dogs").items());
        let unclosed = link.ends_with("\"next");
        assert_eq!((read.len(), asked.len()), if unclosed { (2, 2) } else { (1, 1) }, "{link}");
    }
}

#[test]
fn a_link_of_the_same_origin_gets_the_credentials() {
    let next = "https://api.example.com/v1/links?page=2";
    let link = format!("<{next}>; rel=\"next\"");
    let (mock, client) = mocked([text("[{\"id\":1}]").header("link", &link), text("[{\"id\":2}]")]);
    let read: Result<Vec<_>, Error> = client.paging().list_by_link("dogs").x_mark("m").items().collect();
    assert_eq!(read.expect("both pages").len(), 2);
    let requests = mock.requests();
    let sent = |index: usize, name: &str| requests[index].header(name).map(str::to_owned);
    assert_eq!((sent(1, "x-key"), sent(1, "x-mark")), (Some("secret".into()), Some("m".into())));
    assert_eq!(sent(0, "x-key"), sent(1, "x-key"));
}

#[test]
fn a_url_in_the_body_is_a_link_too() {
    let script = [page(&[1], "{\"next\":\"/urls?at=2\"}"), page(&[2], "{\"next\":null}")];
    let (read, asked) = both!(pages(&script), |client| client.paging().list_by_url().items());
    assert_eq!((read, asked), (vec![Some(1), Some(2)], vec!["/urls".to_owned(), "/urls?at=2".to_owned()]));
}

#[test]
fn the_last_item_is_the_cursor_as_long_as_there_is_more() {
    let script = [page(&[1, 7], "{\"more\":true}"), page(&[9], "{\"more\":false}")];
    let (read, asked) =
        both!(pages(&script), |client| { client.paging().search(SearchBody::new().with_text("x")).items() });
    assert_eq!(read, [Some(1), Some(7), Some(9)]);
    assert_eq!(asked, ["/search", "/search?starting_after=7"]);
    let (mock, client) = mocked([text(&page(&[1], "{\"more\":true}")), text(&page(&[2], "{}"))]);
    let body = SearchBody::new().with_text("x");
    assert_eq!(client.paging().search(&body).pages().count(), 2);
    assert!(
        mock.requests().iter().all(|request| request.body_text() == r#"{"text":"x"}"#),
        "the body goes with each page"
    );
}

/// The bodies of the requests, over sockets.
fn bodies(server: &Server) -> Vec<String> {
    let body = |request: &String| request.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    server.requests().iter().map(body).collect()
}

#[test]
fn a_field_of_the_body_asks_for_the_next_page() {
    let script =
        || vec![json("200 OK", "[{\"id\":1},{\"id\":2}]"), json("200 OK", "[{\"id\":3}]"), json("200 OK", "[]")];
    let sent = [r#"{"limit":2}"#, r#"{"limit":2,"offset":2}"#, r#"{"limit":2,"offset":3}"#];
    let (read, _) = both!(script(), |client| client.paging().filter_runs().items());
    assert_eq!(read, [Some(1), Some(2), Some(3)]);
    let server = Server::play(script());
    let builder = wire_tests::blocking::Client::builder().base_url(server.url()).retries(0);
    let client = builder.build().expect("the client builds");
    assert_eq!(client.paging().filter_runs().items().count(), 3);
    assert_eq!(bodies(&server), sent);
    assert!(
        server.requests().iter().all(|request| request.to_ascii_lowercase().contains("content-type: application/json"))
    );

    // What the caller says is kept, and pages are counted from there.
    let (mock, client) = mocked([text("[{\"id\":1}]"), text("[]")]);
    let body = FilterRunsBody::new().with_limit(1).with_offset(7).with_name("x");
    assert_eq!(client.paging().filter_runs().body(&body).items().count(), 1);
    let sent: Vec<String> = mock.requests().iter().map(|request| request.body_text()).collect();
    assert_eq!(sent, [r#"{"limit":1,"offset":7,"name":"x"}"#, r#"{"limit":1,"offset":8,"name":"x"}"#]);

    // A cursor of digits is text where the document says so, and stands in an object that the caller did not give.
    let (mock, client) = mocked([text(&page(&[1], "{\"next\":\"12\"}")), text(&page(&[2], "{}"))]);
    assert_eq!(client.paging().scroll(ScrollBody::new().with_text("y")).items().count(), 2);
    let sent: Vec<String> = mock.requests().iter().map(|request| request.body_text()).collect();
    assert_eq!(sent, [r#"{"text":"y"}"#, r#"{"text":"y","page":{"after":"12"}}"#]);
}

#[test]
fn pages_are_what_the_operation_gives() {
    let (_, client) = mocked([text(&page(&[1, 2], "{\"next\":\"a\"}")), MockReply::status(204)]);
    let pages: Result<Vec<_>, Error> = client.paging().list_by_cursor().pages().collect();
    let shown = format!("{:?}", pages.expect("both pages"));
    assert!(shown.contains("Thing { id: 2 }") && shown.contains("NoContent"), "{shown}");
}

#[test]
fn reading_goes_on_where_it_stopped() {
    let replies = || [text(&page(&[1, 2, 3], "{\"next\":\"b\"}")), text(&page(&[4, 5], "{\"next\":null}"))];
    let (_, client) = mocked(replies());
    let mut items = client.paging().list_by_cursor().items();
    let mut kept = vec![items.position().expect("a beginning").to_string()];
    while let Some(item) = items.next() {
        item.expect("an item");
        kept.extend(items.position().map(|position| position.to_string()));
    }
    assert_eq!(kept, ["0", "1", "2", "0@b", "1@b"], "behind the last item there is no position");
    for (stop, kept) in kept.iter().enumerate() {
        let position: Position = kept.parse().expect("what was kept");
        let replies = replies();
        let (mock, client) = mocked(replies.into_iter().skip(usize::from(position.page.is_some())));
        let rest: Vec<i64> =
            client.paging().list_by_cursor().items().resume(position).map(|item| item.expect("an item").id).collect();
        assert_eq!(rest, (1..=5).skip(stop).collect::<Vec<_>>(), "{kept}");
        assert_eq!(mock.requests().len(), if stop < 3 { 2 } else { 1 });
    }
    assert!("".parse::<Position>().is_err() && "x@y".parse::<Position>().is_err());
    let odd = Position { page: Some("a@b".into()), item: 2 };
    assert_eq!(odd.to_string().parse(), Ok(odd));
}

#[test]
fn after_an_error_nothing_comes_and_the_position_is_that_of_the_page_that_failed() {
    let (_, client) = mocked([text(&page(&[1], "{\"next\":\"b\"}")), MockReply::status(500)]);
    let mut pages = client.paging().list_by_cursor().pages();
    assert!(pages.next().is_some_and(|page| page.is_ok()));
    let error = pages.next().expect("an error").expect_err("the second page fails");
    assert!(error.is_server_error() && error.operation() == "paging.list_by_cursor");
    assert!(pages.next().is_none());
    assert_eq!(pages.position(), Some(Position { page: Some("b".into()), item: 0 }));
    let (mock, client) = mocked([text(&page(&[2], "{}"))]);
    let mut again = client.paging().list_by_cursor().pages().resume(pages.position().expect("a position"));
    assert!(again.next().is_some_and(|page| page.is_ok()) && again.next().is_none());
    assert!(again.position().is_none() && mock.requests().len() == 1);
}

#[test]
fn an_item_of_another_shape_is_an_error_and_the_next_one_is_read() {
    let (_, client) = mocked([text(r#"{"data":[{"id":1},{"id":"two"},{"id":3}]}"#)]);
    let read: Vec<_> = client.paging().list_by_cursor().items().collect();
    assert_eq!(read.len(), 3);
    assert!(read[1].as_ref().expect_err("no number").is_decode() && read[2].is_ok());
    for (wrong, path) in
        [(r#"{"data":{}}"#, "$.data"), (r#"{"data":[],"meta":{"next":[]}}"#, "$.meta.next"), (r#"[]"#, "")]
    {
        let (_, client) = mocked([text(wrong)]);
        let read: Vec<_> = client.paging().list_by_cursor().items().collect();
        if path.is_empty() {
            assert!(read.is_empty(), "no items stand in it: {read:?}");
            continue;
        }
        let error = read[0].as_ref().expect_err("another shape").to_string();
        assert!(error.contains(path), "{error}");
    }
    let (_, client) = mocked([]);
    let read: Vec<_> =
        client.paging().list_numbered().items().resume(Position { page: Some("three".into()), item: 0 }).collect();
    assert!(read.len() == 1 && read[0].is_err());
}

#[test]
fn nothing_is_sent_before_a_page_is_asked_for_and_a_wrong_call_is_told_once() {
    let (mock, client) = mocked([]);
    let pages = client.paging().list_by_cursor().header("bad header", "x").pages();
    assert!(mock.requests().is_empty() && format!("{pages:?}").starts_with("Pages"));
    let read: Vec<_> = pages.collect();
    assert!(read.len() == 1 && read[0].is_err() && mock.requests().is_empty());
}
