//! Server-sent events and lines of JSON.

use std::time::Duration;

use runtime_tests::Client;
use runtime_tests::blocking;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::Decode;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::Event;
use runtime_tests::runtime::EventStream;
use runtime_tests::runtime::ItemStream;
use runtime_tests::runtime::Mode;
use runtime_tests::runtime::Operation;
use runtime_tests::runtime::OperationInfo;
use runtime_tests::runtime::Reply;
use runtime_tests::runtime::Retry;
use runtime_tests::runtime::Segment;
use runtime_tests::runtime::Status;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;

static STREAMED: OperationInfo = OperationInfo {
    id: "streamed",
    name: "items.streamed",
    method: http::Method::GET,
    path: &[Segment::Literal("/streamed")],
    params: &[],
    servers: &[],
    security: &[],
    accept: "text/event-stream",
    success: &[Status::Code(200)],
    streamed: &[Status::Code(200)],
    fields: None,
    retry: Retry::Idempotent,
};

struct Events;
struct JsonEvents<T>(T);
struct JsonLines<T>(T);

impl<M: Mode> Operation<M> for Events {
    const INFO: &'static OperationInfo = &STREAMED;
    type Output = EventStream<M>;

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        Ok(reply.events())
    }
}

impl<M: Mode, T: Decode + 'static> Operation<M> for JsonEvents<T> {
    const INFO: &'static OperationInfo = &STREAMED;
    type Output = ItemStream<T, M>;

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        Ok(reply.json_events())
    }
}

impl<M: Mode, T: Decode + 'static> Operation<M> for JsonLines<T> {
    const INFO: &'static OperationInfo = &STREAMED;
    type Output = ItemStream<T, M>;

    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        Ok(reply.json_lines())
    }
}

/// The text in pieces of that many bytes.
fn pieces(text: &str, size: usize) -> MockReply {
    MockReply::pieces(200, text.as_bytes().chunks(size).map(<[u8]>::to_vec))
}

fn blocking_call<O: Operation<runtime_tests::runtime::Blocking>>(reply: MockReply) -> O::Output {
    let client = blocking::Client::builder().transport(Mock::new().reply(reply)).build().expect("builds");
    let call: Call<O, _> = Call::new(&client);
    call.send().expect("succeeds")
}

const EVENTS: &str = "\u{feff}: a comment\nretry: 1500\nid: 7\ndata: first\n\n\
    event: update\r\ndata: two\r\ndata:  lines\r\ndata\r\n\r\n\
    id\ndata: reset id\rdata: é\r\r\
    event: without data\n\n\
    unknown: x\nretry: soon\nid: a\0b\ndata:last\n\ndata: never finished";

#[test]
fn events_are_the_same_however_they_are_cut() {
    for size in 1..EVENTS.len() + 1 {
        let events: Vec<Event> =
            blocking_call::<Events>(pieces(EVENTS, size)).map(|event| event.expect("is whole")).collect();
        let told: Vec<(&str, &str, Option<&str>)> =
            events.iter().map(|event| (event.event.as_str(), event.data.as_str(), event.id.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("message", "first", Some("7")),
                ("update", "two\n lines\n", Some("7")),
                ("message", "reset id\né", Some("")),
                ("message", "last", Some("")),
            ],
            "in pieces of {size}"
        );
        assert_eq!(events[0].retry, Some(Duration::from_millis(1500)));
        assert_eq!(events[3].retry, None);
    }
}

#[test]
fn a_line_that_is_cut_says_nothing() {
    let mut stream = blocking_call::<Events>(pieces("retry: 3000\ndata: a\n\nretry: 3", 5));
    assert_eq!(stream.by_ref().count(), 1);
    assert_eq!(stream.retry(), Some(Duration::from_secs(3)));
}

#[test]
fn json_events_end_with_done_and_survive_a_wrong_item() {
    let text = "data: {\"a\":1}\n\ndata: oops\n\ndata: {\"a\":2}\n\ndata: [DONE]\n\ndata: {\"a\":3}\n\n";
    let items: Vec<_> = blocking_call::<JsonEvents<serde_json::Value>>(pieces(text, 7)).collect();
    assert_eq!(items.len(), 3);
    assert_eq!(items[0].as_ref().expect("decodes")["a"], 1);
    assert!(items[1].as_ref().expect_err("is no JSON").is_decode());
    assert_eq!(items[2].as_ref().expect("decodes")["a"], 2);
}

#[test]
fn lines_of_json() {
    let text = "1\r\n\n 2 \n\u{1e}3\n4";
    for size in 1..10 {
        let items: Result<Vec<i64>, Error> = blocking_call::<JsonLines<i64>>(pieces(text, size)).collect();
        assert_eq!(items.expect("all decode"), [1, 2, 3, 4]);
    }
    let broken: Vec<_> = blocking_call::<JsonLines<i64>>(pieces("1\n2", 2).broken_off()).collect();
    assert_eq!(broken.len(), 2, "what is cut off is no item: {broken:?}");
    assert!(broken[1].as_ref().expect_err("breaks off").is_transport());
}

#[test]
fn async_streams_of_items() {
    let mock =
        Mock::new().reply(pieces(EVENTS, 5)).reply(pieces("1\n2\n", 1)).reply(pieces("data: 5\n\ndata: [DONE]\n\n", 3));
    let client = Client::builder().transport(mock).build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    runtime.block_on(async {
        let mut events = Call::<Events, _>::new(&client).await.expect("succeeds");
        let mut count = 0;
        while let Some(event) = events.next().await {
            event.expect("is whole");
            count += 1;
        }
        assert_eq!(count, 4);
        let mut lines = Call::<JsonLines<i64>, _>::new(&client).await.expect("succeeds");
        assert_eq!(lines.next().await.expect("an item").expect("decodes"), 1);
        assert_eq!(lines.next().await.expect("an item").expect("decodes"), 2);
        assert!(lines.next().await.is_none() && lines.next().await.is_none());
        let mut items = Call::<JsonEvents<i64>, _>::new(&client).await.expect("succeeds");
        assert_eq!(items.next().await.expect("an item").expect("decodes"), 5);
        assert!(items.next().await.is_none());
    });
}

#[test]
fn an_endless_line_is_an_error() {
    let piece = vec![b'x'; 1 << 20];
    let reply = MockReply::pieces(200, std::iter::repeat_n(piece, 20));
    let items: Vec<_> = blocking_call::<JsonLines<i64>>(reply).collect();
    assert_eq!(items.len(), 1);
    assert!(items[0].as_ref().expect_err("too long").is_too_large());
    let line = format!("data: {}\n", "y".repeat(1 << 20));
    let reply = MockReply::pieces(200, std::iter::repeat_n(line, 20));
    let items: Vec<_> = blocking_call::<Events>(reply).collect();
    assert_eq!(items.len(), 1);
    assert!(items[0].as_ref().expect_err("too long").is_too_large());
}
