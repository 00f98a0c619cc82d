//! A workspace of generated crates with a program that decodes and encodes values of their types.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crategen::Generated;
use crategen::files::{Mode, sync, sync_file};
use crategen::ir::{TypeDef, TypeId, TypeShape};
use serde_json::Value;

use generator_tests::workspace;

/// A crate of the workspace, and the types of it that are tried.
pub struct Member {
    /// The name of the crate and of its folder.
    pub name: String,
    /// What was generated.
    pub generated: Generated,
    /// Types of the client, all of them in the module `types`.
    pub types: Vec<TypeId>,
}

/// A value to be decoded as a type.
pub struct Trip {
    /// The member.
    pub member: usize,
    /// The type, by its place in [`Member::types`].
    pub ty: usize,
    /// What is decoded.
    pub value: Value,
}

/// Writes the workspace, builds the program, and lets it decode and encode every value; in the order of `trips`, the value
/// that came out or why none did.
///
/// # Panics
/// Where the disk cannot be written, or the crates do not compile.
pub fn run(folder: &Path, members: &[Member], trips: &[Trip]) -> Vec<Result<Value, String>> {
    for member in members {
        let root = folder.join("crates").join(&member.name);
        fs::create_dir_all(&root).expect("the target folder can be written");
        sync(&root, &member.generated.files, &[], Mode::Write).expect("the target folder can be written");
    }
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder)).expect("the target folder can be written");
        sync_file(&path, text, Mode::Write).expect("the target folder can be written");
    };
    write("Cargo.toml", &workspace_manifest(members));
    write("driver/Cargo.toml", &driver_manifest(members));
    write("driver/src/main.rs", &driver(members));
    // The same versions as everywhere else, so that nothing has to be fetched.
    let lock = fs::read_to_string(workspace().join("Cargo.lock")).expect("the workspace has a lock file");
    write("Cargo.lock", &lock);
    let input: String = trips.iter().map(|trip| format!("{} {} {}\n", trip.member, trip.ty, trip.value)).collect();
    let output = cargo_run(folder, input);
    let lines: Vec<_> = output.lines().map(result).collect();
    assert_eq!(lines.len(), trips.len(), "the program answers every value with a line");
    lines
}

fn result(line: &str) -> Result<Value, String> {
    match line.strip_prefix("ok ") {
        Some(json) => serde_json::from_str(json).map_err(|error| format!("what was encoded is not JSON: {error}")),
        None => Err(line.to_owned()),
    }
}

fn cargo_run(folder: &Path, input: String) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", "driver"]).current_dir(folder);
    command.env("CARGO_TARGET_DIR", folder.join("target")).env_remove("CARGO_MANIFEST_DIR");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut child = command.spawn().expect("cargo starts");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("cargo ends");
    let written = writer.join().expect("the writer does not panic");
    assert!(output.status.success() && written.is_ok(), "the crates do not compile, or the program fails");
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}

fn workspace_manifest(members: &[Member]) -> String {
    let members: Vec<_> = members.iter().map(|member| format!("\"crates/{}\"", member.name)).collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"driver\", {}]\n\n[profile.dev]\ndebug = false\nincremental = false\n",
        members.join(", ")
    )
}

fn driver_manifest(members: &[Member]) -> String {
    let mut text =
        String::from("[package]\nname = \"driver\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n");
    for Member { name, .. } in members {
        let _ = writeln!(text, "{name} = {{ path = \"../crates/{name}\", default-features = false }}");
    }
    text.push_str("serde = { version = \"1.0\", default-features = false }\n");
    text.push_str("serde_json = { version = \"1.0\", features = [\"float_roundtrip\", \"preserve_order\"] }\n");
    text
}

const DRIVER: &str = r#"
type Trip = fn(&str) -> Result<String, String>;

fn main() {
    let mut output = String::new();
    for line in std::io::stdin().lines() {
        let line = line.expect("the input is text");
        let mut parts = line.splitn(3, ' ');
        let mut number = || parts.next().and_then(|text| text.parse::<usize>().ok()).expect("a number");
        let trip = TRIPS[number()][number()];
        match trip(parts.next().unwrap_or_default()) {
            Ok(json) => output.push_str(&format!("ok {json}\n")),
            Err(why) => output.push_str(&format!("{}\n", why.replace('\n', " "))),
        }
    }
    print!("{output}");
}

// Whether null is allowed is said by the place where a type stands: here it is, where a value is null.

/// A type with a name has serde's traits.
fn named<T: serde::de::DeserializeOwned + serde::Serialize>(json: &str) -> Result<String, String> {
    let value: Option<T> = serde_json::from_str(json).map_err(|error| format!("not decoded: {error}"))?;
    serde_json::to_string(&value).map_err(|error| format!("not encoded: {error}"))
}

/// Another name of a list, a map or a scalar is read by the runtime of its crate.
macro_rules! alias {
    ($module:ident, $ty:ty) => {
        |json| {
            let value: Option<$ty> = $module::runtime::from_json(json.as_bytes()).map_err(|error| format!("not decoded: {error}"))?;
            let text = $module::runtime::to_json(&value).map_err(|error| format!("not encoded: {error}"))?;
            String::from_utf8(text).map_err(|error| error.to_string())
        }
    };
}
"#;

fn driver(members: &[Member]) -> String {
    let mut text = String::from("#![allow(deprecated, unused)]\n#![recursion_limit = \"1024\"]\n");
    text.push_str(DRIVER);
    text.push_str("\nstatic TRIPS: &[&[Trip]] = &[\n");
    for Member { name, generated, types } in members {
        let trips = types.iter().map(|id| trip(name, generated.client.ty(*id)));
        let _ = writeln!(text, "    &[{}],", trips.collect::<Vec<_>>().join(", "));
    }
    text.push_str("];\n");
    text
}

fn trip(module: &str, def: &TypeDef) -> String {
    let TypeDef { name, .. } = def;
    let name = format!("{module}::types::{name}");
    match def.shape {
        TypeShape::Alias(_) => format!("alias!({module}, {name})"),
        _ => format!("named::<{name}>"),
    }
}
