//! Loops that a server controls have limits and pauses: pages without items, streams that end at once.

use std::time::Duration;
use std::time::Instant;

use runtime_tests::runtime::Call;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::EventStream;
use runtime_tests::runtime::Mode;
use runtime_tests::runtime::NextPage;
use runtime_tests::runtime::Operation;
use runtime_tests::runtime::OperationInfo;
use runtime_tests::runtime::PageSource;
use runtime_tests::runtime::Paged;
use runtime_tests::runtime::Paging;
use runtime_tests::runtime::Param;
use runtime_tests::runtime::Reply;
use runtime_tests::runtime::Segment;
use runtime_tests::runtime::Status;
use runtime_tests::runtime::Value;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use serde_json::json;

use crate::mocked;
use crate::server::Server;
use crate::server::json as json_response;

/// An operation whose pages have cursors.
struct ByCursor;

/// An operation whose pages have links.
struct ByLink;

static LIST: OperationInfo = OperationInfo::get("list", "list", &[Segment::Literal("/v1/list")])
    .params(&[Param::query("cursor")])
    .accept("application/json")
    .success(&[Status::Code(200)]);

impl<M: Mode> Operation<M> for ByCursor {
    const INFO: &'static OperationInfo = &LIST;
    type Output = Value;

    fn decode(reply: Reply<M>) -> Result<Value, Error> {
        reply.json()
    }
}

impl<M: Mode> Operation<M> for ByLink {
    const INFO: &'static OperationInfo = &LIST;
    type Output = Value;

    fn decode(reply: Reply<M>) -> Result<Value, Error> {
        reply.json()
    }
}

static CURSORS: Paging = Paging {
    items: "/items",
    next: NextPage::Cursor { input: runtime_tests::runtime::PageInput::Param(0), from: PageSource::Body("/next") },
    more: None,
    size: None,
};

static LINKS: Paging =
    Paging { items: "/items", next: NextPage::Link { from: PageSource::Body("/next") }, more: None, size: None };

impl<M: Mode> Paged<M> for ByCursor {
    const PAGING: &'static Paging = &CURSORS;
    type Item = u64;
}

impl<M: Mode> Paged<M> for ByLink {
    const PAGING: &'static Paging = &LINKS;
    type Item = u64;
}

fn page(items: &[u64], next: impl ToString) -> MockReply {
    MockReply::json(200, &json!({"items": items, "next": next.to_string()}))
}

#[test]
fn pages_without_items_end_after_a_hundred() {
    let mock = (0..300).fold(Mock::new().reply(page(&[7], "first")), |mock, number| mock.reply(page(&[], number)));
    let client = mocked(&mock);
    let read: Vec<Result<u64, Error>> = Call::<ByCursor, _>::new(&client).items().collect();
    assert_eq!((read.len(), mock.requests().len()), (2, 101));
    let error = read[1].as_ref().expect_err("no end");
    assert!(error.is_decode() && error.to_string().contains("100 pages in a row have no items"), "{error}");
    let pauses = mock.pauses();
    assert_eq!(pauses.len(), 99);
    assert!(pauses.is_sorted() && pauses[0] == Duration::from_millis(10) && pauses[98] == Duration::from_secs(1));

    let mock = Mock::new().reply(page(&[], "a")).reply(page(&[], "b")).reply(page(&[1], "c")).reply(page(&[2], ""));
    let read: Vec<u64> = Call::<ByCursor, _>::new(&mocked(&mock)).items().map(|item| item.expect("an item")).collect();
    assert_eq!((read, mock.requests().len(), mock.pauses().len()), (vec![1, 2], 4, 2), "filtering servers are served");
}

#[test]
fn the_time_of_a_call_ends_the_wait_for_an_item() {
    let limit = Duration::from_millis(400);
    let script =
        || (0..90).map(|number| json_response("200 OK", &format!(r#"{{"items":[],"next":"{number}"}}"#))).collect();
    let started = Instant::now();
    let server = Server::play(script());
    let client = runtime_tests::blocking::Client::builder().base_url(server.url()).build().expect("builds");
    let error = Call::<ByCursor, _>::new(&client).timeout(limit).items().next().expect("an end").expect_err("no item");
    assert!(error.is_timeout(), "{error:?}");
    let server = Server::play(script());
    let client = runtime_tests::Client::builder().base_url(server.url()).build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let error = runtime.block_on(async { Call::<ByCursor, _>::new(&client).timeout(limit).items().next().await });
    assert!(error.expect("an end").expect_err("no item").is_timeout());
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[test]
fn links_are_relative_to_the_page_that_has_them() {
    let links = ["list?page=2", "list?page=3", "?page=4", "/v2/things/a", "b", "../others/", "./c?x=[1]", "//h/d", ""];
    let mock = links.iter().fold(Mock::new(), |mock, link| mock.reply(page(&[1], link)));
    let client = runtime_tests::blocking::Client::builder().base_url("https://h").transport(mock.clone());
    let client = client.build().expect("builds");
    let read: Vec<u64> = Call::<ByLink, _>::new(&client).items().map(|item| item.expect("an item")).collect();
    assert_eq!(read, [1; 9]);
    let targets: Vec<String> = mock.requests().into_iter().map(|request| request.target).collect();
    assert_eq!(
        targets,
        [
            "/v1/list",
            "/v1/list?page=2",
            "/v1/list?page=3",
            "/v1/list?page=4",
            "/v2/things/a",
            "/v2/things/b",
            "/v2/others/",
            "/v2/others/c?x=%5B1%5D",
            "/d"
        ]
    );
}

/// An operation with events.
struct Events;

static EVENTS: OperationInfo = OperationInfo::get("events", "events", &[Segment::Literal("/events")])
    .accept("text/event-stream")
    .success(&[Status::Code(200)])
    .streamed(&[Status::Code(200)]);

impl<M: Mode> Operation<M> for Events {
    const INFO: &'static OperationInfo = &EVENTS;
    type Output = EventStream<M>;

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        Ok(reply.events())
    }
}

#[test]
fn reconnections_have_a_floor_of_pause_and_ids_in_utf_8() {
    let events = |text: &str| MockReply::bytes(200, text.to_owned()).header("content-type", "text/event-stream");
    let mock = Mock::new().reply(events("retry: 0\nid: é 1\ndata: a\n\n")).reply(events("data: b\n\n"));
    mock.push(MockReply::status(204));
    let client = mocked(&mock);
    let data: Vec<String> =
        Call::<Events, _>::new(&client).reconnecting().filter_map(|event| event.ok()).map(|event| event.data).collect();
    assert_eq!(data, ["a", "b"]);
    assert_eq!(mock.pauses(), [Duration::from_millis(500); 2]);
    let ids: Vec<_> = mock.requests().iter().map(|request| request.headers.get("last-event-id").cloned()).collect();
    assert_eq!(ids[0], None);
    assert_eq!(ids[1].as_ref().map(|id| id.as_bytes()), Some("é 1".as_bytes()));
    assert_eq!(ids[2], ids[1]);
}
