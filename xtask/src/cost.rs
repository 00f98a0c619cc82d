//! `cargo xtask cost`: what clients cost to compile, beside the same types with derived serde impls. Arguments, paths and exit codes;
//! what is compared is made by the package `performance`.

mod columns;
mod compile;
mod peer;
pub mod subject;
mod table;

use std::path::PathBuf;

use clap::Args;
use crategen::cli::exit::{Exit, Failure};
use crategen::cli::terminal::{self, Format, Progress};
use crategen::files::{Mode, sync_file};

use crate::cost::compile::Compiler;
use crate::cost::subject::Subject;
use crate::layout::Layout;

/// Measure what clients cost to compile, beside the same types with derived serde impls
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct Cost {
    /// OpenAPI documents
    #[arg(value_name = "DOCUMENT", required_unless_present = "synthetic")]
    documents: Vec<PathBuf>,
    /// Also a made document of so many structs of 12 fields
    #[arg(long, value_name = "STRUCTS")]
    synthetic: Option<usize>,
    /// The package of another generator, made from the one document
    #[arg(long, value_name = "DIR")]
    peer: Option<PathBuf>,
    /// Only these crates: whole, types, runtime, derived, peer
    #[arg(long, value_name = "CRATE", value_delimiter = ',')]
    only: Vec<String>,
    /// How often everything is measured
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Also write the results, as JSON
    #[arg(long, value_name = "FILE.json")]
    out: Option<PathBuf>,
    /// Also draw them
    #[arg(long, value_name = "FILE.svg")]
    svg: Option<PathBuf>,
}

const HELP: &str = "\
Crates of each document: `whole` is the client; `types` are its types and runtime without operations and transport; `runtime` is
that runtime alone; `derived` are the same types with derived serde impls, and no runtime. Compare `types` with `derived`. The
program with `whole` makes three calls; those with `types` and `derived` get the same three answers by bare reqwest.

Seconds are user and system time of rustc for that crate alone, without dependencies and incremental state, with the profiles of
cargo; a program's include the linker. Several runs: median (smallest–largest).";

/// Measures, prints the table, and writes the files that are asked for.
pub fn run(arguments: &Cost) -> Exit {
    let outcome = Layout::find().and_then(|layout| measure(arguments, &layout));
    terminal::tell(&Default::default(), &Default::default(), outcome.as_ref().err(), Format::Text);
    outcome.map_or_else(|failure| failure.exit, |()| Exit::Fine)
}

fn measure(arguments: &Cost, layout: &Layout) -> Result<(), Failure> {
    let count = arguments.documents.len() + usize::from(arguments.synthetic.is_some());
    if arguments.peer.is_some() && count != 1 {
        return Err(Failure::new(Exit::Usage, "--peer is about one document").repair("name one document"));
    }
    let compiler = Compiler::new(layout.root.join("target/cost"));
    let mut subjects = Vec::new();
    for document in arguments.documents.iter().map(Some).chain(arguments.synthetic.map(|_| None)) {
        let folder = compiler.folder.join("work");
        let mut subject = match document {
            Some(path) => Subject::of_document(path, &folder)?,
            None => Subject::synthetic(arguments.synthetic.unwrap_or_default(), &folder)?,
        };
        subject.crates.extend(arguments.peer.as_deref().map(|peer| peer::copy(peer, &subject.folder)).transpose()?);
        subject.crates.retain(|one| arguments.only.is_empty() || arguments.only.contains(&one.kind));
        subjects.push(subject);
    }
    let lock = layout.root.join("Cargo.lock");
    for subject in &mut subjects {
        let progress = Progress::new(subject.crates.len() * (usize::from(arguments.runs) + 1));
        compiler.measure(subject, &lock, arguments.runs, &progress)?;
    }
    tell(arguments, &subjects)
}

fn tell(arguments: &Cost, subjects: &[Subject]) -> Result<(), Failure> {
    if let Some(path) = &arguments.out {
        sync_file(path, &format!("{:#}\n", table::json(subjects, arguments.runs)), Mode::Write)?;
    }
    if let Some(path) = &arguments.svg {
        sync_file(path, &table::chart(subjects, arguments.runs).to_svg(), Mode::Write)?;
    }
    let cannot_write = |error| Failure::new(Exit::CannotWrite, format!("cannot write to stdout: {error}"));
    terminal::print(&table::text(subjects)).map_err(cannot_write)?;
    let broken: Vec<_> =
        subjects.iter().flat_map(|subject| &subject.crates).filter_map(|one| one.broken.as_ref()).collect();
    match broken.first() {
        None => Ok(()),
        Some(first) => Err(Failure::new(Exit::Stale, format!("{} crates do not compile:\n{first}", broken.len()))),
    }
}
