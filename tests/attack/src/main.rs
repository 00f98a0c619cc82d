//! The program that `cargo xtask attack` and `cargo xtask soak` start.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use attack::campaign::{self, Bounds};
use attack::kinds::{KINDS, Kind};
use attack::{soak, tally};
use clap::Parser;
use serde_json::Value;

/// Attacks and soaks
#[derive(Debug, Parser)]
enum Command {
    /// Attack the generator and its clients
    Attack {
        /// How long, all kinds together
        #[arg(long, value_name = "N", default_value_t = 5.0)]
        minutes: f64,
        /// The first case of each kind [default: from the clock]
        #[arg(long, value_name = "S")]
        seed: Option<u64>,
        /// How many cases of each kind at most
        #[arg(long, value_name = "N")]
        cases: Option<u64>,
        /// Only these kinds
        #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind)]
        only: Vec<&'static Kind>,
        /// Where the results are written, as JSON
        #[arg(long, value_name = "FILE.json")]
        out: PathBuf,
    },
    /// Call a server that fails, in both modes
    Soak {
        /// How long
        #[arg(long, value_name = "N", default_value_t = 5.0)]
        minutes: f64,
        /// What the faults are drawn from
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
        /// Where the results are written, as JSON
        #[arg(long, value_name = "FILE.json")]
        out: PathBuf,
    },
    /// The server of a soak, a process of its own
    #[command(hide = true)]
    SoakServer {
        /// What the faults are drawn from
        seed: u64,
    },
}

fn main() -> ExitCode {
    let (good, text, json, out) = match Command::parse() {
        Command::Attack { minutes, seed, cases, only, out } => {
            let seed = seed.unwrap_or_else(clock);
            println!("seed {seed}");
            let kinds: Vec<&Kind> =
                KINDS.iter().filter(|kind| only.is_empty() || only.iter().any(|one| one.name == kind.name)).collect();
            let time = minutes_of(minutes) / u32::try_from(kinds.len()).unwrap_or(1).max(1);
            let bounds = Bounds { seed, cases: cases.unwrap_or(u64::MAX), time };
            let all: Vec<_> = kinds
                .into_iter()
                .inspect(|kind| eprintln!("{}: {} …", kind.name, kind.says))
                .map(|kind| campaign::run(kind, bounds))
                .collect();
            (tally::is_good(&all), tally::text(&all), tally::json(&all, seed), out)
        }
        Command::Soak { minutes, seed, out } => match soaked(minutes_of(minutes), seed) {
            Ok(report) => (report.is_good(), report.text(), report.json(), out),
            Err(why) => {
                eprintln!("error: the soak cannot run: {why}");
                return ExitCode::from(69);
            }
        },
        Command::SoakServer { seed } => {
            soak::serve(seed);
            return ExitCode::SUCCESS;
        }
    };
    print!("{text}");
    match write(&out, &json) {
        Err(error) => {
            eprintln!("error: {}: {error}", out.display());
            ExitCode::from(74)
        }
        Ok(()) if good => ExitCode::SUCCESS,
        Ok(()) => ExitCode::from(1),
    }
}

fn soaked(time: Duration, seed: u64) -> Result<soak::Report, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    soak::run(&program, time, seed)
}

fn kind(name: &str) -> Result<&'static Kind, String> {
    let all = || KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ");
    attack::kinds::of(name).ok_or_else(|| format!("the kinds are {}", all()))
}

fn minutes_of(minutes: f64) -> Duration {
    Duration::try_from_secs_f64(minutes * 60.0).unwrap_or_default()
}

/// A seed that is easy to type again.
fn clock() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |time| time.as_secs() % 1_000_000 * 1_000_000)
}

fn write(path: &Path, json: &Value) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, format!("{json:#}\n"))
}
