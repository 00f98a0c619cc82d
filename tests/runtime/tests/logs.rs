//! What reaches a logger of the crate `log` at each level, with a credential of each kind.

use std::sync::Mutex;
use std::sync::OnceLock;

use log::LevelFilter;
use runtime_tests::runtime::OAuthGrant;

#[path = "all/server.rs"]
#[allow(dead_code)]
mod server;

use server::Act;
use server::PET;
use server::Server;
use server::json;

const CANARY: &str = "c4n4ry";

/// Target and text of all records.
static RECORDS: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

struct Keeper;

impl log::Log for Keeper {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let record = (record.target().to_owned(), record.args().to_string());
        RECORDS.lock().expect("nobody panics").push(record);
    }

    fn flush(&self) {}
}

fn script() -> Vec<Act> {
    let token = format!(r#"{{"access_token":"{CANARY}","refresh_token":"{CANARY}"}}"#);
    let mut script = vec![json("200 OK", &token)];
    script.extend(vec![json("200 OK", PET); 8]);
    script
}

/// A call with each kind of credential, by a macro for both modes.
macro_rules! calls {
    ($client:ty, $call:expr) => {{
        let server = Server::play(script());
        let builder = || <$client>::builder().base_url(server.url()).default_header("x-mine", CANARY);
        let grant = OAuthGrant::refresh_token(CANARY).client("id", Some(CANARY.into()));
        let grant = grant.token_url(format!("{}/token", server.url()));
        for client in [
            builder().oauth(grant),
            builder().api_key(CANARY),
            builder().basic("user", CANARY),
            builder().bearer(CANARY),
            builder().query_key(CANARY).session(CANARY),
            builder().custom(CANARY),
        ] {
            let client = client.build().expect("builds");
            $call(&client);
        }
        assert_eq!(server.requests().len(), 7);
        assert!(server.requests().iter().all(|request| request.contains("x-mine") || request.contains("POST /token")));
    }};
}

/// The records with the canary at a level, and how many there are.
fn told(level: LevelFilter, calls: impl FnOnce()) -> (Vec<(String, String)>, usize) {
    static LOGGER: OnceLock<()> = OnceLock::new();
    LOGGER.get_or_init(|| log::set_logger(&Keeper).expect("is the only one"));
    log::set_max_level(level);
    RECORDS.lock().expect("nobody panics").clear();
    calls();
    let records = std::mem::take(&mut *RECORDS.lock().expect("nobody panics"));
    let count = records.len();
    (records.into_iter().filter(|(_, text)| tells(text)).collect(), count)
}

/// As text, or as a dump of bytes in hexadecimal digits or with escapes.
fn tells(text: &str) -> bool {
    let digits = |separator: &str| CANARY.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(separator);
    text.contains(CANARY) || text.contains(&digits(" ")) || text.contains(&digits(""))
}

// One test: the logger and its level are those of the process.
#[test]
fn what_is_logged_of_secrets() {
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let in_async = || {
        calls!(runtime_tests::Client, |client: &runtime_tests::Client| {
            runtime.block_on(async { client.pets().get("1").query("q", CANARY).await }).expect("arrives");
        });
    };
    let in_blocking = || {
        calls!(runtime_tests::blocking::Client, |client: &runtime_tests::blocking::Client| {
            client.pets().get("1").query("q", CANARY).send().expect("arrives");
        });
    };
    let (secrets, count) = told(LevelFilter::Trace, in_async);
    assert!(count > 0, "the logger gets records");
    assert_eq!(secrets, [], "async, at TRACE");
    let (secrets, count) = told(LevelFilter::Debug, in_blocking);
    assert!(count > 0, "the logger gets records");
    assert_eq!(secrets, [], "blocking, at DEBUG");
    // ureq cannot be kept from it: the manifest and the README of a client say which targets must not be at TRACE.
    let (secrets, _) = told(LevelFilter::Trace, in_blocking);
    let others: Vec<_> = secrets.iter().filter(|(target, _)| !target.starts_with("ureq")).collect();
    assert_eq!(others, Vec::<&(String, String)>::new(), "blocking, at TRACE");
}
