//! The program that runs the drivers, as a process: a line in, a line out.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// A running program.
#[derive(Debug)]
pub struct Runner {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// What a driver tells of a response.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The HTTP status.
    pub status: u16,
    /// The headers, as received; names in lower case.
    pub headers: Map<String, Value>,
    /// The body as received; empty where it was a stream.
    pub body: Vec<u8>,
    /// What the client made of it.
    pub value: Shown,
    /// Whether the client gave it as an error.
    pub failed: bool,
}

/// What a client made of a response.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shown {
    /// The document gives no type.
    #[default]
    Nothing,
    /// A value, encoded again.
    Json(Value),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// The items of a stream, encoded again.
    Items(Vec<Value>),
    /// It is not what the document says; why.
    Undecoded(String),
}

impl Runner {
    /// Starts the program.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(program: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", program.display());
        let mut command = Command::new(program);
        // A proxy of the machine is none between this program and a server beside it.
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"] {
            command.env_remove(name);
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let (input, output) = child.stdin.take().zip(child.stdout.take()).ok_or("the program has no pipes")?;
        Ok(Self { child, input, output: BufReader::new(output) })
    }

    /// Makes one call.
    ///
    /// # Errors
    /// The client gave an error that is no answer of the server, or the program ended.
    pub fn call(&mut self, driver: &str, step: usize, origin: &str) -> Result<Told, String> {
        writeln!(self.input, "{driver} {step} {origin}")
            .and_then(|()| self.input.flush())
            .map_err(|error| error.to_string())?;
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(|error| error.to_string())?;
        let told: Value = serde_json::from_str(&line).map_err(|_| "the program with the drivers ended".to_owned())?;
        match told["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => told.get("ok").ok_or_else(|| "the program said nothing".to_owned()).and_then(read),
        }
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(told: &Value) -> Result<Told, String> {
    let bytes = |value: &Value| STANDARD.decode(value.as_str().unwrap_or_default()).map_err(|error| error.to_string());
    let value = &told["value"];
    let value = if let Some(json) = value.get("json") {
        Shown::Json(json.clone())
    } else if let Some(text) = value["text"].as_str() {
        Shown::Text(text.to_owned())
    } else if let Some(why) = value["undecoded"].as_str() {
        Shown::Undecoded(why.to_owned())
    } else if let Some(items) = value["items"].as_array() {
        Shown::Items(items.clone())
    } else if value.get("base64").is_some() {
        Shown::Bytes(bytes(&value["base64"])?)
    } else {
        Shown::Nothing
    };
    let status = told["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or_default();
    let headers = told["headers"].as_object().cloned().unwrap_or_default();
    Ok(Told { status, headers, body: bytes(&told["body"])?, value, failed: told["failed"] == true })
}
