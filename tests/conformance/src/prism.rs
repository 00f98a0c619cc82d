//! A second judge, for documents without scenarios: Prism answers from the document, and refuses requests that the document does
//! not allow. Each operation is called with example arguments, which has to be accepted; then its request is broken in ways that
//! have to be refused.

mod broken;
mod examples;

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::cargo::Workspace;
use crate::documents::ScenarioDocument;
use crate::node::Packages;
use crate::play::{Answer, Company, Member};
use crate::recorder::Request;
use crate::server::Server;

/// What Prism says of each document.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// The documents, in order.
    pub documents: Vec<JudgedDocument>,
}

/// What Prism says of one document.
#[derive(Clone, Debug, Default)]
pub struct JudgedDocument {
    /// The document.
    pub name: String,
    /// The operations that were called, with what was wrong.
    pub accepted: Vec<(String, Option<String>)>,
    /// The requests that were broken, how, and what was wrong: it was not refused.
    pub refused: Vec<(String, Option<String>)>,
    /// The operations that were not called, and why.
    pub skipped: Vec<(String, String)>,
}

/// Judges documents.
///
/// # Errors
/// A document cannot be read, or what is needed is not there.
pub fn judge(
    paths: &[PathBuf],
    packages: &Packages,
    workspace: &Workspace,
    folder: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<Judged, String> {
    let documents = paths.iter().map(|path| at_root(path, folder)).collect::<Result<Vec<_>, _>>()?;
    let members = documents.iter().map(|(document, _)| Member::of(document, workspace)).collect::<Result<_, _>>()?;
    progress(&format!("compiling the clients of {} documents", documents.len()));
    let company = Company::build(members, workspace)?;
    let mut judged = Judged::default();
    for (document, value) in &documents {
        progress(&format!("asking Prism about {}", document.name));
        let server = Server::start("prism", folder, |port| {
            let mut command = packages.command("prism");
            command.arg("mock").arg(&document.path).args([
                "--port",
                &port.to_string(),
                "--host",
                "127.0.0.1",
                "--errors",
            ]);
            command
        })?;
        let answers = company.answers(&document.version, server.port)?;
        let answers = answers.into_iter().flat_map(|(_, answers)| answers).collect::<Vec<_>>();
        judged.documents.push(one(document, value, &answers, server.port));
    }
    Ok(judged)
}

/// The document without its servers, whose paths Prism does not have, with a call of each operation.
fn at_root(path: &Path, folder: &Path) -> Result<(ScenarioDocument, Value), String> {
    let word = |part: Option<&OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    // Documents of different folders may have one name.
    let name = format!("{}-{}", word(path.parent().and_then(Path::file_name)), word(path.file_stem()));
    let mut document = crate::documents::value(path)?;
    if let Some(root) = document.as_object_mut() {
        root.insert("servers".to_owned(), json!([{ "url": "/" }]));
    }
    let path = folder.join(format!("{name}.json"));
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(folder).map_err(failed)?;
    fs::write(&path, document.to_string()).map_err(failed)?;
    let calls = examples::calls(&document, &name);
    Ok((ScenarioDocument { version: format!("prism {name}"), name, path, calls }, document))
}

fn one(document: &ScenarioDocument, value: &Value, answers: &[Answer], port: u16) -> JudgedDocument {
    let mut judged = JudgedDocument { name: document.name.clone(), ..JudgedDocument::default() };
    for (call, answer) in document.calls.iter().zip(answers) {
        let name = call.scenario.clone();
        let told = match &answer.told {
            Ok(told) => told,
            Err(why) if answer.requests.is_empty() => {
                judged.skipped.push((name, why.clone()));
                continue;
            }
            Err(why) => {
                judged.accepted.push((name, Some(why.clone())));
                continue;
            }
        };
        let body = String::from_utf8_lossy(&told.body);
        if told.status == 500 && body.contains("NO_RESPONSE_RESPONSE_DEFINED") {
            // It took the request, and has no answer that it could make.
            judged.skipped.push((name, "Prism has no answer for it".to_owned()));
            continue;
        }
        let fine = (200..300).contains(&told.status) && told.headers.get("sl-violations").is_none();
        let said = || format!("{} {}", told.status, crate::judge::shortened(&body));
        judged.accepted.push((name.clone(), (!fine).then(said)));
        for (how, request) in
            answer.requests.first().filter(|_| fine).into_iter().flat_map(|request| broken::all(value, call, request))
        {
            let status = send(&request, port);
            let wrong = match status {
                Ok(400..=499) => None,
                Ok(status) => Some(format!("status {status}")),
                Err(why) => Some(why.to_string()),
            };
            judged.refused.push((format!("{name}: {how}"), wrong));
        }
    }
    judged
}

/// Sends a request as it is, and gives the status of the answer.
fn send(request: &Request, port: u16) -> std::io::Result<u16> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut text = format!("{} {} HTTP/1.1\r\n", request.method, request.target);
    let own = ["content-length", "connection", "transfer-encoding"];
    for (name, value) in request.headers.iter().filter(|(name, _)| !own.contains(&name.to_lowercase().as_str())) {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("content-length: {}\r\nconnection: close\r\n\r\n", request.body.len()));
    stream.write_all(text.as_bytes())?;
    stream.write_all(&request.body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| std::io::Error::other("there is no answer"))
}

impl Judged {
    /// Whether everything is accepted and refused as it should be, and something is, of each document.
    pub fn is_good(&self) -> bool {
        let good = |of: &JudgedDocument| {
            let none = |all: &[(String, Option<String>)]| all.iter().all(|(_, wrong)| wrong.is_none());
            !of.accepted.is_empty() && none(&of.accepted) && none(&of.refused)
        };
        !self.documents.is_empty()
            && self.documents.iter().all(good)
            && self.documents.iter().any(|of| !of.refused.is_empty())
    }

    /// `[{document, accepted: [{request, wrong}], refused: […], skipped: [{request, reason}]}]`
    pub fn to_json(&self) -> Value {
        let all = |all: &[(String, Option<String>)]| -> Value {
            all.iter().map(|(request, wrong)| json!({"request": request, "wrong": wrong})).collect()
        };
        let document = |of: &JudgedDocument| {
            let skipped: Value =
                of.skipped.iter().map(|(request, reason)| json!({"request": request, "reason": reason})).collect();
            json!({"document": of.name, "accepted": all(&of.accepted), "refused": all(&of.refused), "skipped": skipped})
        };
        self.documents.iter().map(document).collect()
    }
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for of in &self.documents {
            let right = |all: &[(String, Option<String>)]| {
                format!("{}/{}", all.iter().filter(|(_, wrong)| wrong.is_none()).count(), all.len())
            };
            let (accepted, refused) = (right(&of.accepted), right(&of.refused));
            writeln!(
                f,
                "{}: {accepted} requests accepted, {refused} broken ones refused, {} not tried",
                of.name,
                of.skipped.len()
            )?;
            for (what, wrong) in of.accepted.iter().chain(&of.refused) {
                if let Some(wrong) = wrong {
                    writeln!(f, "  {what}: {wrong}")?;
                }
            }
            for (what, why) in &of.skipped {
                writeln!(f, "  not tried: {what}: {}", crate::judge::shortened(why))?;
            }
        }
        Ok(())
    }
}
