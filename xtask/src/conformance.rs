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
    /// Put faults into the runtime of clients instead: each has to be noticed
    #[arg(long)]
    mutants: bool,
    /// Ask Prism about documents instead, by default the project's own and some of the outside corpus: example requests have to
    /// be accepted, broken ones refused
    #[arg(long, value_name = "DOCUMENT", num_args = 0..)]
    prism: Option<Vec<PathBuf>>,
}

/// Runs the scenarios, prints what was found, and writes it to `target/conformance/report.json`.
pub fn run(arguments: &Conformance) -> Exit {
    let outcome = Layout::find().and_then(|layout| scenarios(arguments, &layout));
    terminal::tell(&Default::default(), &Default::default(), outcome.as_ref().err(), Format::Text);
    outcome.unwrap_or_else(|failure| failure.exit)
}

fn scenarios(arguments: &Conformance, layout: &Layout) -> Result<Exit, Failure> {
    let scenarios = arguments.scenarios.clone().unwrap_or_else(|| layout.root.join(SCENARIOS));
    if arguments.prism.is_none() && !scenarios.join("calls.json").is_file() {
        let message = format!("there are no scenarios: {} has no calls.json", scenarios.display());
        return Err(Failure::new(Exit::Unreadable, message).repair("cargo xtask conformance --scenarios DIR"));
    }
    let target = layout.root.join("target/conformance");
    let lock = layout.root.join("Cargo.lock");
    let options = Options { scenarios, only: arguments.only.clone(), target, lock };
    let progress = &mut |doing: &str| eprintln!("{doing} …");
    let unavailable = |why| Failure::new(Exit::Unavailable, why);
    let (good, text, json, file) = if let Some(given) = &arguments.prism {
        let documents = if given.is_empty() { judged_documents(layout) } else { given.clone() };
        let judged = conformance::prism(&documents, &options, progress).map_err(unavailable)?;
        (judged.is_good(), judged.to_string(), judged.to_json(), "prism.json")
    } else if arguments.mutants {
        let mutated = conformance::mutate(&options, progress).map_err(unavailable)?;
        (mutated.is_good(), mutated.to_string(), mutated.to_json(), "mutants.json")
    } else {
        let report = conformance::run(&options, progress).map_err(unavailable)?;
        (report.is_good(), report.to_string(), report.to_json(), "report.json")
    };
    let file = options.target.join(file);
    sync_file(&file, &format!("{json:#}\n"), Mode::Write)?;
    println!("{text}\nall of it: {}", layout.shown(&file));
    Ok(if good { Exit::Fine } else { Exit::Stale })
}

/// The project's own document, and those of the outside corpus that are there.
fn judged_documents(layout: &Layout) -> Vec<PathBuf> {
    let corpus = layout.root.join(CORPUS);
    if !corpus.is_dir() {
        eprintln!("{CORPUS} is not beside this checkout: documents of others are not judged");
    }
    let outside = JUDGED.map(|path| corpus.join(path)).into_iter().filter(|path| path.is_file());
    std::iter::once(layout.path(&layout.spec.document)).chain(outside).collect()
}

/// Where documents of others are beside a checkout.
const CORPUS: &str = "../shared/corpus";

/// Small documents with parameters, bodies and credentials of many kinds.
const JUDGED: [&str; 5] = [
    "oas3gen-fixtures/petstore.json",
    "progenitor/buildomat.json",
    "progenitor/keeper.json",
    "oai/petstore-expanded.yaml",
    "oai/uspto.yaml",
];

/// Where the scenarios are beside a checkout.
const SCENARIOS: &str = "../shared/wire/scenarios";
