//! `cargo xtask attack` and `cargo xtask soak`: arguments, paths and exit codes; the work is that of the program of the package
//! `attack`, in a process of its own, because memory and descriptors are measured.

use std::process::{Command, Stdio};

use clap::Args;
use crategen::cli::exit::{Exit, Failure};
use crategen::cli::terminal::{self, Format};

use crate::layout::Layout;

/// Attack the generator and its clients: hostile documents, callers' values and servers
#[derive(Debug, Args)]
#[command(after_help = ATTACK_HELP)]
pub struct Attack {
    /// How long, all kinds together
    #[arg(long, value_name = "N", default_value_t = 5.0)]
    minutes: f64,
    /// The first case of each kind; the next ones follow [default: from the clock]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// How many cases of each kind at most
    #[arg(long, value_name = "N")]
    cases: Option<u64>,
    /// Only these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    only: Vec<String>,
}

/// Call a server that fails, in both modes, and account for every call
#[derive(Debug, Args)]
#[command(after_help = SOAK_HELP)]
pub struct Soak {
    /// How long
    #[arg(long, value_name = "N", default_value_t = 5.0)]
    minutes: f64,
    /// What faults and calls are drawn from
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

const ATTACK_HELP: &str = "\
A case is decided by its kind and its number. What breaks a promise is printed with the command that repeats it, and its number
belongs into tests/attack/seeds.tsv, whose cases `cargo test -p attack` tries. Results: target/attack/attack.json.

Exit codes: 0 every promise was kept, 1 at least one was not, 64 usage, 69 the program does not compile or was ended, 74 cannot write.";

const SOAK_HELP: &str = "\
The server resets connections before and after the work, says 503 and 500, cuts bodies, sends them slowly, or says nothing. The
account: `lost` is done for the client and not for the server, `doubled` is done more than once, `denied` is refused and done all
the same, `wrong` is the answer of another call or a part of one. Results: target/attack/soak.json.

Exit codes: 0 the accounts agree, and memory and descriptors are bounded, 1 not so, 64 usage, 69 the program does not compile or
the server does not start, 74 cannot write.";

/// Starts the attack.
pub fn attack(arguments: &Attack) -> Exit {
    let mut all = vec![format!("--minutes={}", arguments.minutes)];
    all.extend(arguments.seed.map(|seed| format!("--seed={seed}")));
    all.extend(arguments.cases.map(|cases| format!("--cases={cases}")));
    if !arguments.only.is_empty() {
        all.push(format!("--only={}", arguments.only.join(",")));
    }
    started("attack", all)
}

/// Starts the soak.
pub fn soak(arguments: &Soak) -> Exit {
    started("soak", vec![format!("--minutes={}", arguments.minutes), format!("--seed={}", arguments.seed)])
}

fn started(command: &str, arguments: Vec<String>) -> Exit {
    let outcome = Layout::find().and_then(|layout| run(command, arguments, &layout));
    terminal::tell(&Default::default(), &Default::default(), outcome.as_ref().err(), Format::Text);
    outcome.unwrap_or_else(|failure| failure.exit)
}

fn run(command: &str, arguments: Vec<String>, layout: &Layout) -> Result<Exit, Failure> {
    let out = layout.root.join("target/attack").join(format!("{command}.json"));
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--package", "attack", "--", command]).args(arguments).arg("--out").arg(&out);
    let status = cargo.current_dir(&layout.root).env_remove("CARGO_MANIFEST_DIR").stdin(Stdio::null()).status();
    let status = status.map_err(|error| Failure::new(Exit::Unavailable, format!("cargo does not start: {error}")))?;
    match status.code() {
        Some(0) => Ok(Exit::Fine),
        Some(1) => Ok(Exit::Stale),
        Some(2) => Ok(Exit::Usage),
        Some(74) => Ok(Exit::CannotWrite),
        Some(69 | 101) => Ok(Exit::Unavailable),
        _ => Err(Failure::new(Exit::Unavailable, format!("the program was ended: {status}"))),
    }
}
