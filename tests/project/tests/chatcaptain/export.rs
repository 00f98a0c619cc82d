//! An export from its start to its file.

use std::fs;
use std::time::Duration;

use chatcaptain::export::ExportError;
use chatcaptain::runtime::mock::Mock;
use chatcaptain::runtime::mock::MockReply;
use project_tests::server::Act;
use project_tests::server::Server;
use project_tests::server::json as json_reply;
use project_tests::server::response;
use serde_json::json;

use crate::KEY;
use crate::export_stats;
use crate::wire::Wire;

const PAUSE: Duration = Duration::from_millis(50);

/// A server of files, and a server of the API that leads there.
fn servers(file: Act) -> (Server, Server) {
    let files = Server::play(vec![file]);
    let done = json!({"status": "DONE", "downloadUrl": format!("{}/f%2Fa.csv?sig=a%3D", files.url())});
    let api = Server::play(vec![
        json_reply("202 Accepted", r#"{"exportId":"e 1"}"#),
        json_reply("200 OK", r#"{"status":"QUEUED"}"#),
        json_reply("200 OK", r#"{"status":"RUNNING","downloadUrl":"","error":""}"#),
        json_reply("200 OK", &done.to_string()),
    ]);
    (api, files)
}

fn client(api: &Server) -> chatcaptain::Client {
    let builder = chatcaptain::Client::builder().base_url(api.url()).allow_http(true).api_key(KEY);
    builder.build().expect("builds")
}

fn blocking(api: &Server) -> chatcaptain::blocking::Client {
    let builder = chatcaptain::blocking::Client::builder().base_url(api.url()).allow_http(true).api_key(KEY);
    builder.build().expect("builds")
}

fn mocked(mock: &Mock) -> chatcaptain::blocking::Client {
    let builder = chatcaptain::blocking::Client::builder().api_key(KEY);
    builder.transport(mock.clone()).build().expect("builds")
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("tokio starts").block_on(work)
}

#[track_caller]
fn assert_arrived(api: &Server, files: &Server) {
    let requests = api.requests();
    let lines: Vec<&str> = requests.iter().map(|request| Wire::of(request).line).collect();
    assert!(lines[0].starts_with("POST /v1/chatbots/bot_1/statistics/export?from="), "{lines:?}");
    assert_eq!(lines[1..], ["GET /v1/chatbots/bot_1/statistics/export/e%201 HTTP/1.1"; 3]);
    let requests = files.requests();
    let download = Wire::of(&requests[0]);
    assert_eq!((requests.len(), download.line), (1, "GET /f%2Fa.csv?sig=a%3D HTTP/1.1"));
    assert_eq!(download.header("x-chatcaptain-key"), [""; 0], "the key stays at home");
}

#[test]
fn is_saved_by_an_async_client() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("statistics.csv");
    fs::write(&path, "old").expect("written");
    let (api, files) = servers(response("200 OK", &[], "a;b\n1;2\n"));
    let written = run(async {
        let export = client(&api).start_export(export_stats()).await.expect("is started").pauses(PAUSE, PAUSE);
        assert_eq!(export.id(), "e 1");
        let waiting = export.save(&path);
        fn is_send<T: Send>(work: T) -> T {
            work
        }
        is_send(waiting).await.expect("is saved")
    });
    assert_eq!(written, 8);
    assert_eq!(fs::read_to_string(&path).expect("is there"), "a;b\n1;2\n");
    assert_eq!(fs::read_dir(folder.path()).expect("is a folder").count(), 1, "no part is left");
    assert_arrived(&api, &files);
}

#[test]
fn is_written_by_a_blocking_client() {
    let (api, files) = servers(response("200 OK", &[], vec![b'x'; 3 << 20]));
    let export = blocking(&api).start_export(export_stats()).expect("is started").pauses(PAUSE, PAUSE);
    let mut written = Vec::new();
    assert_eq!(export.write_to(&mut written).expect("is written"), 3 << 20);
    assert_eq!(written.len(), 3 << 20);
    assert_arrived(&api, &files);
}

#[test]
fn a_download_that_breaks_off_leaves_no_file() {
    let broken = || Act::SendAndClose(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_vec());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("statistics.csv");
    let (api, _files) = servers(broken());
    let error = run(async {
        let export = client(&api).start_export(export_stats()).await.expect("is started").pauses(PAUSE, PAUSE);
        export.save(&path).await.expect_err("breaks off")
    });
    assert!(matches!(&error, ExportError::Call(error) if error.is_transport()), "{error:?}");
    let (api, _files) = servers(broken());
    let export = blocking(&api).start_export(export_stats()).expect("is started").pauses(PAUSE, PAUSE);
    let error = export.save(&path).expect_err("breaks off");
    assert!(matches!(&error, ExportError::Call(error) if error.is_transport()), "{error:?}");
    assert_eq!(fs::read_dir(folder.path()).expect("is a folder").count(), 0, "neither the file nor its part");
}

#[test]
fn a_place_that_cannot_be_written_is_told_before_waiting() {
    let mock = Mock::new();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let export = mocked(&mock).resume_export("bot_1", "e1");
    let error = export.save(folder.path().join("no/such/folder.csv")).expect_err("cannot be written");
    assert!(matches!(error, ExportError::Write(_)), "{error:?}");
    assert!(mock.requests().is_empty());
}

#[test]
fn fails_as_the_answers_say() {
    let status = |reply: serde_json::Value| Mock::new().reply(MockReply::json(200, &reply));
    let mock = status(json!({"status": "X", "error": "too many rows"}));
    let error = mocked(&mock).resume_export("bot_1", "e1").wait().expect_err("failed");
    assert_eq!(error.to_string(), r#"the export job "e1" failed, status "X": "too many rows""#);

    let mock = status(json!({"status": "ABORTED"}));
    let export = mocked(&mock).resume_export("bot_1", "e1").failing_status("FAILED").failing_status("ABORTED");
    let error = export.wait().expect_err("failed");
    assert!(
        matches!(&error, ExportError::Failed { export_id, status: Some(status), message: None }
            if export_id == "e1" && status == "ABORTED"),
        "{error:?}"
    );

    let mock = status(json!({"status": "X", "error": "two rows were left out", "downloadUrl": "https://f/x"}));
    let url = mocked(&mock).resume_export("bot_1", "e1").wait().expect("there is a file");
    assert_eq!(url, "https://f/x");

    let mock = Mock::new().reply(MockReply::json(202, &json!({"exportId": "e9", "error": "no\u{1b}[2J"})));
    let error = mocked(&mock).start_export(export_stats()).expect_err("failed on its start");
    assert_eq!(error.to_string(), r#"the export job "e9" failed: "no\u{1b}[2J""#, "nothing reaches a terminal raw");
}

#[test]
fn has_a_deadline() {
    let mock = (0..100).fold(Mock::new(), |mock, _| mock.reply(MockReply::json(200, &json!({"status": "RUNNING"}))));
    let export = mocked(&mock).resume_export("bot_1", "e1").deadline(Duration::from_secs(60));
    let error = export.pauses(Duration::from_secs(2), Duration::from_secs(9)).wait().expect_err("is late");
    let ExportError::Deadline { export_id, status, waited } = &error else { panic!("{error:?}") };
    assert_eq!((export_id.as_str(), status.as_deref()), ("e1", Some("RUNNING")));
    assert!(*waited >= Duration::from_secs(60) && *waited < Duration::from_secs(61), "{waited:?}");
    assert!(error.to_string().contains("resume_export"), "{error}");
    let pauses = mock.pauses();
    assert_eq!(pauses[..4], [2000, 3000, 4500, 6750].map(Duration::from_millis));
    assert!(pauses.iter().all(|pause| *pause <= Duration::from_secs(9)), "{pauses:?}");
    assert!(mock.requests().len() < 25, "{pauses:?}");
}

#[test]
fn no_deadline_and_no_pause_are_safe() {
    let mock = Mock::new();
    let export = mocked(&mock).resume_export("bot_1", "e1").deadline(Duration::ZERO);
    let error = export.wait().expect_err("is late at once");
    assert!(matches!(error, ExportError::Deadline { status: None, .. }), "{error:?}");
    assert!(mock.requests().is_empty());
    let mock = Mock::new()
        .reply(MockReply::json(200, &json!({"status": "A"})))
        .reply(MockReply::json(200, &json!({"status": "B", "downloadUrl": "https://f/x"})));
    let export = mocked(&mock).resume_export("bot_1", "e1").deadline(Duration::MAX);
    assert!(export.pauses(Duration::ZERO, Duration::ZERO).wait().is_ok());
    assert_eq!(mock.pauses(), [Duration::from_millis(50)], "never none at all");
}

#[test]
fn a_slow_status_ends_with_the_deadline() {
    let hangs = || Server::play(vec![Act::Slowly(vec![(Duration::from_secs(5), Vec::new())]); 3]);
    let api = hangs();
    let started = std::time::Instant::now();
    let error = run(async {
        client(&api).resume_export("bot_1", "e1").deadline(Duration::from_millis(200)).wait().await.expect_err("late")
    });
    assert!(matches!(error, ExportError::Deadline { .. }), "{error:?}");
    let api = hangs();
    let export = blocking(&api).resume_export("bot_1", "e1").deadline(Duration::from_millis(200));
    let error = export.wait().expect_err("late");
    assert!(matches!(error, ExportError::Deadline { .. }), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn calls_that_fail_are_passed_on() {
    let mock = Mock::new().reply(MockReply::text(404, "no such job"));
    let error = mocked(&mock).resume_export("bot_1", "e1").wait().expect_err("not found");
    let ExportError::Call(error) = &error else { panic!("{error:?}") };
    assert!(error.is_not_found());
    assert_eq!((error.operation(), error.body_text().as_ref()), ("statistics.get_stats_export_status", "no such job"));
    let mock = Mock::new().reply(MockReply::text(302, r#"{"exportId":"e1"}"#));
    let error = mocked(&mock).start_export(export_stats()).expect_err("302 is no success");
    assert!(matches!(&error, ExportError::Call(error) if error.status().is_some()), "{error:?}");
}

#[test]
fn a_download_needs_https() {
    for url in ["http://files.example/x", "file:///etc/passwd", "/x"] {
        let mock = Mock::new().reply(MockReply::json(200, &json!({"status": "DONE", "downloadUrl": url})));
        let error = mocked(&mock).resume_export("bot_1", "e1").download().expect_err("refused");
        assert!(matches!(&error, ExportError::Call(error) if error.is_request()), "{url}: {error:?}");
        assert_eq!(mock.requests().len(), 1, "{url}: only the status was asked for");
    }
}
