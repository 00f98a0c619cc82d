//! Clients that are generated, compiled and played against a server.

use std::path::{Path, PathBuf};

use crategen::Generated;

use crate::calls::Call;
use crate::cargo::Workspace;
use crate::documents::ScenarioDocument;
use crate::driver::Driver;
use crate::recorder::Recorder;
use crate::report::StepResult;
use crate::runner::Runner;
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
        let recorder = Recorder::start(port).map_err(|error| format!("the recorder has no port: {error}"))?;
        let runner = Runner::start(&self.runner)?;
        let mut stage = Stage { recorder, runner, program: &self.runner, expectations };
        let members = self.members.iter().filter(|member| member.document.version == version);
        Ok(members.map(|member| (member.package.as_str(), self.play_one(member, &mut stage))).collect())
    }

    fn play_one(&self, member: &Member<'_>, stage: &mut Stage<'_>) -> Vec<StepResult> {
        let broken = self.broken.iter().find(|(name, _)| *name == member.package).map(|(_, why)| why);
        let step = |(index, call): (usize, &Call)| {
            let mut result = StepResult::of(&member.document.version, call);
            let refused = match (&member.driver, broken) {
                (Err(why), _) => Some(format!("no client is generated: {why}")),
                (_, Some(why)) => Some(format!("the client does not compile: {why}")),
                (Ok(driver), None) => driver.refused.get(index).cloned().flatten(),
            };
            match refused {
                Some(why) => result.wrong.push(why),
                None => stage.make(&driver::of(&member.package), index, call, &mut result),
            }
            result
        };
        member.document.calls.iter().enumerate().map(step).collect()
    }
}

/// What a call is made with.
struct Stage<'r> {
    recorder: Recorder,
    runner: Runner,
    program: &'r Path,
    expectations: &'r [Expectation],
}

impl Stage<'_> {
    fn make(&mut self, driver: &str, index: usize, call: &Call, result: &mut StepResult) {
        drop(self.recorder.take());
        let told = self.runner.call(driver, index, &self.recorder.origin());
        let requests = self.recorder.take();
        match told {
            Ok(told) => {
                result.wrong.extend(judge::compare(&call.expected, &told, &mut result.notes));
                result.wrong.extend(wire::compare(call, &requests, self.expectations));
            }
            Err(why) => {
                result.wrong.push(why);
                // The program may have ended with this call; the next one is not to blame.
                if let Ok(runner) = Runner::start(self.program) {
                    self.runner = runner;
                }
            }
        }
        result.requests = requests;
    }
}
