//! `cargo xtask servers`: clients of real servers, generated from the documents that these servers publish. Arguments, paths and exit
//! codes; what belongs to a server (versions, how it starts, the program that calls it) is in `tests/servers/NAME`.

mod client;
mod fetch;
mod install;
mod overlay;
mod process;
mod program;
mod results;
mod setup;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use crategen::cli::exit::{Exit, Failure};
use crategen::cli::terminal::{self, Format};
use crategen::files::{Mode, sync_file};

use crate::layout::Layout;
use crate::servers::client::{Client, With};
use crate::servers::install::Installed;
use crate::servers::process::Server;
use crate::servers::program::{Program, Ran};
use crate::servers::results::{Outcome, Results};
use crate::servers::setup::Setup;

/// Install real servers, generate clients from their documents, and run programs against them
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct Servers {
    /// The servers: the folders of tests/servers [default: all]
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Generate again with what `crategen learn` finds in the recorded responses, and run the programs again
    #[arg(long)]
    learn: bool,
}

const HELP: &str = "\
Everything is below target/servers: NAME has the installed packages, the data of the server (made anew by each run), its log, its
document, the client and the program. Servers listen on loopback and end with this command, however it ends.

It needs the package registries on the first run: pip (Python 3.9 or newer with venv) or npm (Node 20 or newer), and a POSIX shell.
A server that cannot be installed here is skipped, and the table has the reason.

Exit codes: 0 each server passed or was skipped, 1 at least one did not pass (an operation left out, a client or program that does
not compile, a server that does not start, a step that failed), 64 usage, 65 unreadable files in tests/servers, 74 cannot write.";

/// Runs the programs, and prints what came of each server.
pub fn run(arguments: &Servers) -> Exit {
    let outcome = Layout::find().and_then(|layout| all(arguments, &layout));
    terminal::tell(&Default::default(), &Default::default(), outcome.as_ref().err(), Format::Text);
    outcome.unwrap_or_else(|failure| failure.exit)
}

fn all(arguments: &Servers, layout: &Layout) -> Result<Exit, Failure> {
    let sources = layout.root.join(SOURCES);
    let setups = setups(&sources, &arguments.names)?;
    let target = layout.root.join("target/servers");
    fs::create_dir_all(&target).map_err(|error| failed(&target, &error))?;
    let mut results = Results::default();
    for setup in setups {
        let run = Run { setup, target: &target, lock: layout.root.join("Cargo.lock"), learn: arguments.learn };
        results.add(run.outcome());
    }
    let (text, json) = (results.text(), results.json());
    sync_file(&target.join("results.json"), &format!("{json:#}\n"), Mode::Write)?;
    terminal::print(&text).map_err(|error| failed(Path::new("stdout"), &error))?;
    Ok(if results.is_good() { Exit::Fine } else { Exit::Stale })
}

/// Where the files of the servers are.
const SOURCES: &str = "tests/servers";

/// The servers of these names, or all.
fn setups(sources: &Path, names: &[String]) -> Result<Vec<Setup>, Failure> {
    let entries = fs::read_dir(sources).map_err(|error| unreadable(sources, &error))?;
    let mut known: Vec<String> = entries
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().join(setup::FILE).is_file()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    known.sort();
    if let Some(name) = names.iter().find(|name| !known.contains(name)) {
        let message = format!("there is no server `{name}`; there are {}", known.join(", "));
        return Err(Failure::new(Exit::Usage, message).repair("cargo xtask servers"));
    }
    known.retain(|name| names.is_empty() || names.contains(name));
    known.iter().map(|name| Setup::read(&sources.join(name), name)).collect()
}

/// One server.
struct Run<'a> {
    setup: Setup,
    target: &'a Path,
    lock: PathBuf,
    learn: bool,
}

impl Run<'_> {
    fn outcome(&self) -> Outcome {
        let mut outcome = Outcome::new(&self.setup);
        say(&self.setup.name, "installing");
        let folder = self.target.join(&self.setup.name);
        match Installed::new(&self.setup, &folder) {
            Err(why) => outcome.skipped = Some(why),
            Ok(installed) => {
                let ran = self.generate_and_run(&installed, &folder, &mut outcome);
                outcome.failed = ran.err();
            }
        }
        outcome
    }

    fn generate_and_run(&self, installed: &Installed, folder: &Path, outcome: &mut Outcome) -> Result<(), String> {
        let client = Client::new(&self.setup, folder, self.target, &self.lock);
        let server = self.start(installed, folder)?;
        let text = fetch::document(&self.setup, server.port)?;
        fs::write(client.document(), text).map_err(|error| error.to_string())?;
        // Compiling takes long, and the program finds the server empty.
        drop(server);
        let program = self.build(&client, With::Own, outcome)?;
        outcome.ran = Some(self.run(installed, &client, &program, folder)?);
        outcome.learned = Some(client.learn()?);
        if self.learn {
            let program = self.build(&client, With::Learned, outcome)?;
            outcome.ran_with_learned = Some(self.run(installed, &client, &program, folder)?);
        }
        Ok(())
    }

    fn build(&self, client: &Client<'_>, with: With, outcome: &mut Outcome) -> Result<Program, String> {
        say(&self.setup.name, "generating and compiling the client");
        client.build(with, outcome)
    }

    fn run(&self, installed: &Installed, client: &Client<'_>, program: &Program, folder: &Path) -> Result<Ran, String> {
        let server = self.start(installed, folder)?;
        say(&self.setup.name, "running the program");
        program.run(server.port, &client.recording())
    }

    fn start(&self, installed: &Installed, folder: &Path) -> Result<Server, String> {
        say(&self.setup.name, "starting");
        Server::start(&self.setup, installed, folder)
    }
}

fn say(name: &str, doing: &str) {
    eprintln!("{name}: {doing} …");
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(Exit::CannotWrite, format!("{}: {error}", path.display()))
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(Exit::Unreadable, format!("{}: {error}", path.display()))
}
