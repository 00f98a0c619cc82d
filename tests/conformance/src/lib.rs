//! Holds generated clients to what servers expect, over real sockets: for each scenario document a client is generated, compiled
//! and driven through its public API by a driver that is generated from the calls; the server of the scenarios judges what arrives,
//! a recorder what its bytes were, and the answers are compared with what the calls expect.

pub mod calls;
pub mod cargo;
pub mod documents;
pub mod driver;
pub mod judge;
pub mod mutants;
pub mod node;
pub mod play;
pub mod prism;
pub mod recorder;
pub mod report;
pub mod runner;
pub mod server;
pub mod wire;

use std::path::PathBuf;

use crate::cargo::Workspace;
use crate::documents::Scenarios;
use crate::mutants::{Mutant, Mutated};
use crate::node::Packages;
use crate::play::{Company, Member};
use crate::prism::Judged;
use crate::report::{Exception, Report};
use crate::server::Server;

/// What is run, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the scenarios.
    pub scenarios: PathBuf,
    /// Takes only the documents whose name begins so.
    pub only: Option<String>,
    /// A folder for everything that is made: packages, crates, what was found.
    pub target: PathBuf,
    /// A `Cargo.lock` with the versions to build with.
    pub lock: PathBuf,
}

/// What the recorder has to see, beside the targets that the calls tell.
const WIRE: &str = include_str!("../wire.tsv");

/// The scenarios that the standard cannot express, each with its reason.
const EXCEPTIONS: &str = include_str!("../inexpressible.tsv");

/// The faults that the judges have to notice.
const MUTANTS: &str = include_str!("../mutants.tsv");

/// Puts faults into the runtime of clients, and tells which of them the scenarios and the recorder notice.
///
/// # Errors
/// Something that is needed is not there, or a fault no longer applies.
pub fn mutate(options: &Options, progress: &mut dyn FnMut(&str)) -> Result<Mutated, String> {
    let scenarios = Scenarios::read(&options.scenarios, None)?;
    let mutants = Mutant::read(MUTANTS)?;
    let mutants: Vec<_> = mutants
        .into_iter()
        .filter(|mutant| options.only.as_ref().is_none_or(|only| mutant.document.starts_with(only)))
        .collect();
    let documents = mutants::documents(&scenarios, &mutants);
    progress("installing the npm packages");
    let packages = Packages::install(&options.target.join("npm"))?;
    progress(&format!("compiling {} clients with faults", mutants.len()));
    let workspace = Workspace::new(options.target.join("crates"), options.target.join("build"), options.lock.clone());
    let company = Company::build(mutants::members(&documents, &mutants, &workspace)?, &workspace)?;
    progress("making their calls");
    let server = Server::scenarios(&packages, &options.target.join("server"))?;
    mutants::play(&company, &documents, &mutants, server.port, &wire::read(WIRE)?)
}

/// Asks Prism about documents.
///
/// # Errors
/// Something that is needed is not there, or a document cannot be read.
pub fn prism(documents: &[PathBuf], options: &Options, progress: &mut dyn FnMut(&str)) -> Result<Judged, String> {
    progress("installing the npm packages");
    let packages = Packages::install(&options.target.join("npm"))?;
    let workspace = Workspace::new(options.target.join("crates"), options.target.join("build"), options.lock.clone());
    prism::judge(documents, &packages, &workspace, &options.target.join("prism"), progress)
}

/// Runs the scenarios; `progress` is told what is done now.
///
/// # Errors
/// Something that is needed is not there: the data, Node, a compiler. What clients do wrong is in the report.
pub fn run(options: &Options, progress: &mut dyn FnMut(&str)) -> Result<Report, String> {
    let scenarios = Scenarios::read(&options.scenarios, options.only.as_deref())?;
    let expectations = wire::read(WIRE)?;
    let exceptions = Exception::read(EXCEPTIONS)?;
    progress("installing the npm packages");
    let packages = Packages::install(&options.target.join("npm"))?;
    progress(&format!("generating {} clients and their drivers", scenarios.documents.len()));
    let workspace = Workspace::new(options.target.join("crates"), options.target.join("build"), options.lock.clone());
    let members = scenarios.documents.iter().map(|document| Member::of(document, &workspace));
    let members = members.collect::<Result<_, _>>()?;
    progress("compiling them");
    let company = Company::build(members, &workspace)?;
    let mut report = Report::new(exceptions);
    let mut versions: Vec<_> = scenarios.documents.iter().map(|document| document.version.clone()).collect();
    versions.dedup();
    for version in versions {
        progress(&format!("making the calls of {version}"));
        // Each version has a server of its own, so that what one has covered is not counted for another.
        let server = Server::scenarios(&packages, &options.target.join("server"))?;
        let played = company.play(&version, server.port, &expectations)?;
        report.steps.extend(played.into_iter().flat_map(|(_, steps)| steps));
        report.coverage.insert(version, server.coverage()?);
    }
    Ok(report)
}
