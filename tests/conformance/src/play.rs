//! Clients that are generated, compiled and played against a server.

use std::path::{Path, PathBuf};

use crategen::Generated;

use crate::calls::{Call, Expected};
use crate::cargo::Workspace;
use crate::documents::ScenarioDocument;
use crate::driver::Driver;
use crate::recorder::{Recorder, Request};
use crate::report::StepResult;
use crate::runner::{Runner, Told};
use crate::wire::Expectation;
use crate::{driver, judge, wire};

/// A client with its driver.
#[derive(Debug)]
pub struct Member<'d> {
    package: String,
    document: &'d ScenarioDocument,
    /// The driver, or why there is no client.
    driver: Result<Driver, String>,
}

/// Clients that are compiled.
#[derive(Debug)]
pub struct Company<'d> {
    members: Vec<Member<'d>>,
    runner: PathBuf,
    broken: Vec<(String, String)>,
}

impl<'d> Member<'d> {
    /// Generates the client of a document, and its driver.
    ///
    /// # Errors
    /// They cannot be written. That the document gives no client is told by each of its steps.
    pub fn of(document: &'d ScenarioDocument, workspace: &Workspace) -> Result<Self, String> {
        match document.generate() {
            Ok(generated) => Self::write(document.package(), document, generated, workspace),
            Err(why) => Ok(Self { package: document.package(), document, driver: Err(why) }),
        }
    }

    /// Writes a client that was generated, and its driver.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write(
        package: String,
        document: &'d ScenarioDocument,
        generated: Generated,
        workspace: &Workspace,
    ) -> Result<Self, String> {
        let calls: Vec<_> = document.calls.iter().collect();
        let mut driver = driver::write(&package, &generated.client, &calls);
        let left_out = &generated.report.operations.left_out;
        for (call, refused) in document.calls.iter().zip(&mut driver.refused) {
            let left = left_out.iter().find(|left| left.name == call.operation.id);
            if let (Some(why), Some(left)) = (refused.as_mut(), left) {
                why.push_str(&format!(": {} [{}]", left.reason, left.code));
            }
        }
        workspace.write(&package, &generated.files)?;
        workspace.write(&driver::of(&package), &driver.files)?;
        Ok(Self { package, document, driver: Ok(driver) })
    }
}

impl<'d> Company<'d> {
    /// Compiles clients and their drivers.
    ///
    /// # Errors
    /// Cargo cannot be run. That a client does not compile is told by each of its steps.
    pub fn build(members: Vec<Member<'d>>, workspace: &Workspace) -> Result<Self, String> {
        let there = members.iter().filter(|member| member.driver.is_ok());
        let built = workspace.build(&there.map(|member| member.package.clone()).collect::<Vec<_>>())?;
        Ok(Self { members, runner: built.runner, broken: built.broken })
    }

    /// Makes all calls of the documents of a version, one after the other, to the server at that port of this machine, and tells
    /// what came of each. The answers of each client stand together, with its package.
    ///
    /// # Errors
    /// The program with the drivers, or the recorder, cannot be started.
    pub fn answers(&self, version: &str, port: u16) -> Result<Vec<(&str, Vec<Answer>)>, String> {
        let recorder = Recorder::start(port).map_err(|error| format!("the recorder has no port: {error}"))?;
        let runner = Runner::start(&self.runner)?;
        let mut stage = Stage { recorder, runner, program: &self.runner };
        let members = self.members.iter().filter(|member| member.document.version == version);
        let members = members.map(|member| {
            let indices = 0..member.document.calls.len();
            (member.package.as_str(), indices.map(|index| self.answer(member, index, &mut stage)).collect())
        });
        Ok(members.collect())
    }

    /// Makes all calls of the documents of a version, one after the other, to the server at that port of this machine. The
    /// steps of each client stand together, with its package.
    ///
    /// # Errors
    /// The program with the drivers, or the recorder, cannot be started.
    pub fn play(
        &self,
        version: &str,
        port: u16,
        expectations: &[Expectation],
    ) -> Result<Vec<(&str, Vec<StepResult>)>, String> {
        let answers = self.answers(version, port)?;
        let members = self.members.iter().filter(|member| member.document.version == version);
        let judged = members.zip(answers).map(|(member, (package, answers))| {
            let calls = member.document.calls.iter().zip(answers).enumerate();
            (package, calls.map(|(index, (call, answer))| member.judge(index, call, answer, expectations)).collect())
        });
        Ok(judged.collect())
    }

    /// Why a client, or its driver, does not compile.
    pub fn broken(&self, package: &str) -> Option<&str> {
        self.broken.iter().find(|(name, _)| name == package).map(|(_, why)| why.as_str())
    }

    fn answer(&self, member: &Member<'_>, index: usize, stage: &mut Stage<'_>) -> Answer {
        let refused = match (&member.driver, self.broken(&member.package)) {
            (Err(why), _) => Some(format!("no client is generated: {why}")),
            (_, Some(why)) => Some(format!("the client does not compile: {why}")),
            (Ok(driver), None) => driver.refused.get(index).cloned().flatten(),
        };
        match refused {
            Some(why) => Answer { told: Err(why), requests: Vec::new() },
            None => stage.make(&driver::of(&member.package), index),
        }
    }
}

impl Member<'_> {
    fn judge(&self, index: usize, call: &Call, answer: Answer, expectations: &[Expectation]) -> StepResult {
        let mut result = StepResult::of(&self.document.version, call);
        if call.is_link {
            result.notes.push("no operation of the document: its URL was followed, and has no type".to_owned());
        }
        match answer.told {
            Ok(told) => {
                let from_xml = self.driver.as_ref().ok().and_then(|driver| driver.from_xml.get(index)?.clone());
                let json = from_xml.or_else(|| call.expected.json.clone());
                let expected = Expected { json, ..call.expected.clone() };
                result.wrong.extend(judge::compare(&expected, &told, &mut result.notes));
                result.wrong.extend(wire::compare(call, &answer.requests, expectations));
            }
            Err(why) => result.wrong.push(why),
        }
        result.requests = answer.requests;
        result
    }
}

/// What came of a call.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What the client made of the response; or why there is none, or no call.
    pub told: Result<Told, String>,
    /// What was sent.
    pub requests: Vec<Request>,
}

/// What a call is made with.
struct Stage<'r> {
    recorder: Recorder,
    runner: Runner,
    program: &'r Path,
}

impl Stage<'_> {
    fn make(&mut self, driver: &str, index: usize) -> Answer {
        drop(self.recorder.take());
        let told = self.runner.call(driver, index, &self.recorder.origin());
        if told.is_err()
            && let Ok(runner) = Runner::start(self.program)
        {
            // The program may have ended with this call; the next one is not to blame.
            self.runner = runner;
        }
        Answer { told, requests: self.recorder.take() }
    }
}
