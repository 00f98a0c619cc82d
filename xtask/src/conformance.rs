//! `cargo xtask conformance`: generated clients against the servers of the scenarios. Arguments, paths and exit codes; the work is
//! that of the package `conformance`.

use std::path::PathBuf;

use clap::Args;
use conformance::Options;
use crategen::cli::exit::{Exit, Failure};
use crategen::cli::terminal::{self, Format};
use crategen::files::{Mode, sync_file};

use crate::layout::Layout;

/// Hold generated clients to what servers expect, over real sockets
#[derive(Debug, Args)]
pub struct Conformance {
    /// A folder with calls.json, and a folder of documents for each version of OpenAPI
    #[arg(long, value_name = "DIR")]
    scenarios: Option<PathBuf>,
    /// Only the documents whose name begins so: type.array, encode
    #[arg(long, value_name = "GROUP")]
    only: Option<String>,
}

/// Runs the scenarios, prints what was found, and writes it to `target/conformance/report.json`.
pub fn run(arguments: &Conformance) -> Exit {
    let outcome = Layout::find().and_then(|layout| scenarios(arguments, &layout));
    terminal::tell(&Default::default(), &Default::default(), outcome.as_ref().err(), Format::Text);
    outcome.unwrap_or_else(|failure| failure.exit)
}

fn scenarios(arguments: &Conformance, layout: &Layout) -> Result<Exit, Failure> {
    let scenarios = arguments.scenarios.clone().unwrap_or_else(|| layout.root.join(SCENARIOS));
    if !scenarios.join("calls.json").is_file() {
        let message = format!("there are no scenarios: {} has no calls.json", scenarios.display());
        return Err(Failure::new(Exit::Unreadable, message).repair("cargo xtask conformance --scenarios DIR"));
    }
    let target = layout.root.join("target/conformance");
    let lock = layout.root.join("Cargo.lock");
    let options = Options { scenarios, only: arguments.only.clone(), target, lock };
    let report = conformance::run(&options, &mut |doing| eprintln!("{doing} …"));
    let report = report.map_err(|why| Failure::new(Exit::Unavailable, why))?;
    let file = options.target.join("report.json");
    sync_file(&file, &format!("{:#}\n", report.to_json()), Mode::Write)?;
    println!("{report}\nall of it: {}", layout.shown(&file));
    Ok(if report.is_good() { Exit::Fine } else { Exit::Stale })
}

/// Where the scenarios are beside a checkout.
const SCENARIOS: &str = "../shared/wire/scenarios";
