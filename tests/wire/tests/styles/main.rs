//! Every style × explode × type of parameters through generated code, in the bytes that a server reads, beside the examples of the
//! specification.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use wire_tests::runtime::{BoxFuture, Error};
use wire_tests::types::{Rgb, RgbRequired};

use server::{Act, Server};

fn main() -> ExitCode {
    harness::run([
        harness::tests![the_bytes_of_every_case],
        harness::tests!["wire/styles.tsv": the_table_of_the_specification_row_by_row],
    ])
}

// The server is that of the runtime's tests, which use all of it.
#[allow(dead_code)]
#[path = "../../../runtime/tests/all/server.rs"]
mod server;

/// Place, style, explode, type, and the call in both modes.
type Row = (&'static str, &'static str, bool, &'static str, Blocking, Async);
type Blocking = fn(&wire_tests::blocking::Client) -> Result<(), Error>;
type Async = for<'c> fn(&'c wire_tests::Client) -> BoxFuture<'c, Result<(), Error>>;

include!(concat!(env!("OUT_DIR"), "/calls.rs"));

fn list() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

fn rgb() -> Rgb {
    Rgb::new(RgbRequired { r: 100, g: 200, b: 150 })
}

/// What arrives of the parameter, or the error, in both modes.
fn send(row: &Row) -> [Result<String, Error>; 2] {
    let (place, .., blocking, asynchronous) = row;
    let script = || vec![Act::Send(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())];
    let server = Server::play(script());
    let client =
        wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    let first = blocking(&client).map(|()| arrived(place, &server));
    let server = Server::play(script());
    let client = wire_tests::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let second = runtime.block_on(asynchronous(&client)).map(|()| arrived(place, &server));
    [first, second]
}

fn arrived(place: &str, server: &Server) -> String {
    let requests = server.requests();
    let request = requests.first().expect("one request arrived");
    let target = request.split(' ').nth(1).unwrap_or_default();
    let header = |name: &str| {
        let line = request
            .lines()
            .find_map(|line| line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name)));
        line.map_or_else(String::new, |(_, value)| value.to_owned())
    };
    match place {
        "path" => target.rsplit('/').next().unwrap_or_default().to_owned(),
        "query" => target.split_once('?').map_or_else(String::new, |(_, query)| query.to_owned()),
        "cookie" => header("cookie"),
        _ => header("color"),
    }
}

/// Version, place, style, explode, and the cell of each type.
type Example = (String, String, String, bool, BTreeMap<&'static str, String>);

/// What arrived of a case: place, style, explode, type.
type Sent = BTreeMap<(&'static str, &'static str, bool, &'static str), [Result<String, Error>; 2]>;

/// The rows of the table that a version has: place, style, explode → the cell of each type.
fn table(text: &str) -> Vec<Example> {
    let mut rows = Vec::new();
    let versions = ["3.0.4", "3.1.1", "3.1.2", "3.2.0"];
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [version, places, style, explode, values @ ..] = cells.as_slice() else { continue };
        if !versions.contains(version) || values.len() < 4 {
            continue;
        }
        let kinds = ["undefined", "string", "array", "object"].into_iter();
        let values: BTreeMap<&'static str, String> =
            kinds.zip(values.iter().map(|cell| cell.trim_start_matches('?').to_owned())).collect();
        for place in places.split(',') {
            // 3.2 says that `explode` means nothing for `deepObject`.
            let explode = *explode == "true" || *explode == "n/a";
            rows.push(((*version).to_owned(), place.to_owned(), (*style).to_owned(), explode, values.clone()));
        }
    }
    rows
}

/// Whether a cell is not compared.
fn is_set_aside(place: &str, style: &str, explode: bool, kind: &str, cell: &str) -> bool {
    let several = explode && matches!(kind, "array" | "object");
    match (place, style) {
        // Not defined: `tests/generator/tests/lower/styles.rs` has what is reported of it.
        _ if cell == "n/a" => true,
        // `&` in a cookie is always wrong (appendix D): it is sent as the style `cookie`.
        ("cookie", "form") if several => true,
        // An empty segment would be another path, and is refused.
        ("path", "label" | "simple") => kind == "undefined",
        _ => false,
    }
}

fn the_table_of_the_specification_row_by_row(path: &Path) {
    let text = std::fs::read_to_string(path).expect("the table is text");
    let sent: Sent = CALLS.iter().map(|row| ((row.0, row.1, row.2, row.3), send(row))).collect();
    let (mut compared, mut wrong) = (0, Vec::new());
    for (version, place, style, explode, cells) in table(&text) {
        for (kind, cell) in &cells {
            if is_set_aside(&place, &style, explode, kind, cell) {
                continue;
            }
            let Some(results) = sent.get(&(place.as_str(), style.as_str(), explode, kind)) else {
                wrong.push(format!("{version} {place} {style} {explode} {kind}: no call"));
                continue;
            };
            let cell = if cell == "EMPTY" { "" } else { cell.as_str() };
            for result in results {
                compared += 1;
                if !matches!(result, Ok(text) if text == cell) {
                    wrong.push(format!("{version} {place} {style} {explode} {kind}: {result:?}, not {cell}"));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(compared >= 250, "only {compared} cells were compared");
}

fn the_bytes_of_every_case() {
    let lines = |mode: usize| -> String {
        let shown = |result: &Result<String, Error>| match result {
            Ok(text) => text.clone(),
            Err(error) => format!("refused: {error}"),
        };
        let line = |row: &Row| {
            let (place, style, explode, kind, ..) = row;
            format!("{place} {style} {explode} {kind}: {}\n", shown(&send(row)[mode]))
        };
        CALLS.iter().map(line).collect()
    };
    let expected = include_str!("styles.txt");
    assert_eq!(lines(0), expected, "blocking");
    assert_eq!(lines(1), expected, "async");
}
