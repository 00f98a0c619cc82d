//! The whole way without Node: a client and its driver are generated, compiled, and played against a server of this test.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;

use conformance::cargo::Workspace;
use conformance::documents::Scenarios;
use conformance::play::{Company, Member};
use conformance::wire;

const DOCUMENT: &str = include_str!("pets/pets.yaml");
const CALLS: &str = include_str!("pets/calls.json");
const WIRE: &str = include_str!("pets/wire.tsv");

#[test]
fn a_driver_says_what_is_right_and_what_is_wrong() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance");
    let scenarios = root.join("scenarios");
    fs::create_dir_all(scenarios.join("3.1")).expect("the target folder can be written");
    fs::write(scenarios.join("3.1/pets.yaml"), DOCUMENT).expect("the target folder can be written");
    fs::write(scenarios.join("calls.json"), CALLS).expect("the target folder can be written");
    let scenarios = Scenarios::read(&scenarios, None).expect("the scenarios are readable");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    let workspace = Workspace::new(root.join("crates"), root.join("build"), lock);
    let members = scenarios.documents.iter().map(|document| Member::of(document, &workspace));
    let company = Company::build(members.collect::<Result<_, _>>().expect("they are written"), &workspace);
    let company = company.expect("cargo runs");
    let played = company.play("3.1", serve(), &wire::read(WIRE).expect("expectations")).expect("the drivers run");
    let [(package, steps)] = played.as_slice() else { panic!("one document is one client") };
    assert_eq!(*package, "c31-pets");
    let wrong: Vec<_> = steps.iter().map(|step| (step.scenario.as_str(), step.wrong.join("; "))).collect();
    let expected = [
        ("Create", ""),
        ("Authorised", ""),
        ("Refused", ""),
        ("Null", ""),
        ("Added", ""),
        ("WrongAnswer", "{\"id\":1,\"name\":\"Bello\"} instead of {\"id\":2,\"name\":\"Bello\"}"),
        ("WrongStatus", "status 200 instead of 204: {\"id\":1,\"name\":\"Bello\"}"),
        ("WrongTarget", "the target /pets?tags=a,b instead of /pets?tags=a%2Cb"),
        ("WrongBytes", "the header accept: application/json instead of text/plain"),
        ("NoSuchArgument", "the argument `smell` is of no known kind"),
        ("NoPlace", "the body: NewPet: there is no place for `colour`"),
        ("NoOperation", "the client does not have the operation"),
    ];
    assert_eq!(wrong.len(), expected.len(), "{wrong:?}");
    for ((scenario, found), (name, begin)) in wrong.iter().zip(expected) {
        assert_eq!(*scenario, name);
        assert!(found.starts_with(begin) && (!begin.is_empty() || found.is_empty()), "{name}: {found}");
    }
}

/// A server that knows two pets, and refuses whoever has no key.
fn serve() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port();
    thread::spawn(move || listener.incoming().flatten().for_each(answer));
    port
}

fn answer(mut client: TcpStream) {
    let mut bytes = vec![0; 16 << 10];
    let mut request = String::new();
    // Small requests on loopback come whole; a body comes with or after its head.
    while !is_whole(&request) {
        let Ok(read @ 1..) = client.read(&mut bytes) else { return };
        request.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let (status, reply) = match request.lines().next().unwrap_or_default() {
        line if line.starts_with("GET /secret") && !request.contains("x-key: open") => {
            ("403 Forbidden", r#"{"code":7}"#)
        }
        line if line.starts_with("GET /secret") => ("204 No Content", ""),
        line if line.starts_with("POST") && body == r#"{"name":"Rex","kind":"dog","tag":null}"# => {
            ("201 Created", r#"{"id":3,"name":"Rex"}"#)
        }
        line if line.starts_with("POST") && body == r#"{"name":"Rex","kind":"dog"}"# => {
            ("201 Created", r#"{"id":2,"name":"Rex"}"#)
        }
        line if line.starts_with("GET /pets") => ("200 OK", r#"{"id":1,"name":"Bello"}"#),
        _ => ("400 Bad Request", "{}"),
    };
    let kind = if reply.is_empty() { "" } else { "Content-Type: application/json\r\n" };
    let answer =
        format!("HTTP/1.1 {status}\r\n{kind}Content-Length: {}\r\nConnection: close\r\n\r\n{reply}", reply.len());
    // A client that does not listen fails its own step.
    drop(client.write_all(answer.as_bytes()));
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    let length = head
        .to_lowercase()
        .split_once("content-length: ")
        .map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0));
    body.len() >= length
}
