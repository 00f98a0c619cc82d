//! `cargo xtask bench`: how fast the generator and its clients are. Arguments, paths and exit codes; what measures are the programs of
//! `tests/performance/bench`.

mod machine;
mod programs;
mod results;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use crategen::cli::exit::{Exit, Failure};
use crategen::cli::terminal::{self, Format, Progress};
use crategen::files::{Mode, sync_file};

use crate::bench::programs::Programs;
use crate::bench::results::Results;
use crate::layout::Layout;

/// Measure how fast the generator is, and its clients beside derived serde impls, bare reqwest and bare ureq
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct Bench {
    /// Only one group
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Group>,
    /// How often everything is measured
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    samples: u16,
    /// Draw into docs/performance, not target/bench
    #[arg(long)]
    docs: bool,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Group {
    /// Decoding and encoding
    Json,
    /// Calls over loopback
    Calls,
    /// The stages of the generator
    Stages,
}

const HELP: &str = "\
Seconds are CPU time, user and system, of the one process; latency and calls per second are wall-clock time and mean little on a
busy machine. Shown is the median (smallest–largest). Documents of others are looked for in ../shared/corpus.
Results: target/bench/GROUP.txt, .json and .svg.";

/// Builds the programs, runs them, and writes what they say.
pub fn run(arguments: &Bench) -> Exit {
    let outcome = Layout::find().and_then(|layout| measure(arguments, &layout));
    terminal::tell(&Default::default(), &Default::default(), outcome.as_ref().err(), Format::Text);
    outcome.map_or_else(|failure| failure.exit, |()| Exit::Fine)
}

fn measure(arguments: &Bench, layout: &Layout) -> Result<(), Failure> {
    let mut groups = vec![Group::Json, Group::Calls, Group::Stages];
    groups.retain(|group| arguments.only.is_empty() || arguments.only.contains(group));
    let programs = Programs::new(layout);
    programs.generate()?;
    let progress = Progress::new(groups.len());
    for (done, group) in groups.into_iter().enumerate() {
        let name = group.name();
        progress.step(done, &name);
        let mut command = vec![arguments.samples.to_string()];
        if group == Group::Stages {
            command.extend(documents(layout).iter().map(|path| path.to_string_lossy().into_owned()));
        }
        let said = programs.run(&name, &command)?;
        tell(arguments, layout, &Results::read(group, &said))?;
    }
    Ok(())
}

fn tell(arguments: &Bench, layout: &Layout, results: &Results) -> Result<(), Failure> {
    let name = results.group.name();
    let folder = layout.root.join("target/bench");
    let machine = machine::described();
    let command = format!("cargo xtask bench --only {name} --samples {}", arguments.samples);
    let head = format!("{machine}\n{command}\n\n");
    let text = results.text();
    sync_file(&folder.join(format!("{name}.txt")), &format!("{head}{text}"), Mode::Write)?;
    let json = results.json(&machine, &command);
    sync_file(&folder.join(format!("{name}.json")), &format!("{json:#}\n"), Mode::Write)?;
    let drawn = if arguments.docs { layout.root.join("docs/performance") } else { folder };
    std::fs::create_dir_all(&drawn)
        .map_err(|error| Failure::new(Exit::CannotWrite, format!("{}: {error}", drawn.display())))?;
    let chart = results.chart(vec![machine, command]);
    sync_file(&drawn.join(format!("{name}.svg")), &chart.to_svg(), Mode::Write)?;
    terminal::print(&text).map_err(|error| Failure::new(Exit::CannotWrite, format!("cannot write to stdout: {error}")))
}

impl Group {
    /// Its name: that of the program, and of the files of its results.
    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// The project's own document, and those of the outside corpus that are there, smallest first.
fn documents(layout: &Layout) -> Vec<PathBuf> {
    let corpus = layout.root.join(CORPUS);
    if !corpus.is_dir() {
        eprintln!("{CORPUS} is not beside this checkout: documents of others are not measured");
    }
    let outside = MEASURED.map(|path| corpus.join(path)).into_iter().filter(|path| path.is_file());
    std::iter::once(layout.path(&layout.spec.document)).chain(outside).collect()
}

/// Where documents of others are beside a checkout.
const CORPUS: &str = "../shared/corpus";

/// Documents of rising size.
const MEASURED: [&str; 7] = [
    "progenitor/keeper.json",
    "progenitor/buildomat.json",
    "kittycad/oxide.json",
    "kittycad/kittycad.json",
    "pagerduty/rest.json",
    "progenitor/github.json",
    "github/github-current.json",
];
