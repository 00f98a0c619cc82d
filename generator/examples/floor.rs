//! What `crategen generate` costs against the floor under it: reading the document's text as JSON, and reading, printing
//! and writing the text of the generated files. Each part runs in a process of its own, which reports its CPU time (user
//! and system, all threads) and its peak memory.
//!
//! ```text
//! cargo run --release -p crategen --example floor -- DOCUMENT
//! ```

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// The allocator of the command, for the floor as well.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let part = |name: &str| arguments.first().is_some_and(|first| first == name);
    let done = match arguments.as_slice() {
        _ if part("generate") => return crategen::cli::main(std::env::args_os()),
        [_, document] if part("parse") => parse(document.as_ref()),
        [_, from, to] if part("print") => print(from.as_ref(), to.as_ref()),
        [document] => compare(document.as_ref()),
        _ => Err("usage: floor DOCUMENT".into()),
    };
    done.map_or_else(
        |error| {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

/// The first part of the floor: the text of the document → a value.
fn parse(document: &Path) -> Outcome<()> {
    let value: serde_json::Value = serde_json::from_str(&fs::read_to_string(document)?)?;
    drop(value);
    Ok(())
}

/// The second part: the files of a crate → syntax → text → the disk.
fn print(from: &Path, to: &Path) -> Outcome<()> {
    for path in fs::read_to_string(from.join(crategen::files::MANIFEST))?.lines().filter(|line| !line.starts_with('#'))
    {
        let text = fs::read_to_string(from.join(path))?;
        let text = if path.ends_with(".rs") { prettyplease::unparse(&syn::parse_file(&text)?) } else { text };
        let target = to.join(path);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::write(target, text)?;
    }
    Ok(())
}

fn compare(document: &Path) -> Outcome<()> {
    let work = std::env::temp_dir().join(format!("crategen-floor-{}", std::process::id()));
    let (made, printed) = (work.join("made"), work.join("printed"));
    let (document, out, to) = (document.as_os_str(), made.as_os_str(), printed.as_os_str());
    let measured = (|| {
        let generate = run(&["generate".as_ref(), document, "--out".as_ref(), out])?;
        Ok::<_, Box<dyn Error>>([generate, run(&["parse".as_ref(), document])?, run(&["print".as_ref(), out, to])?])
    })();
    fs::remove_dir_all(&work)?;
    let [generate, parse, print] = measured?;
    let floor = parse.cpu + print.cpu;
    println!("part        CPU s  wall s  MiB");
    for (name, used) in [("parse", &parse), ("print", &print), ("generate", &generate)] {
        let (cpu, wall, mebibytes) = (used.cpu.as_secs_f64(), used.wall.as_secs_f64(), used.peak >> 20);
        println!("{name:<9} {cpu:>7.2} {wall:>7.2} {mebibytes:>4}");
    }
    println!("generate / (parse + print): {:.2}", generate.cpu.as_secs_f64() / floor.as_secs_f64());
    Ok(())
}

/// What a process used.
struct Used {
    cpu: Duration,
    wall: Duration,
    /// Bytes.
    peak: u64,
}

/// Runs one part.
fn run(arguments: &[&std::ffi::OsStr]) -> Outcome<Used> {
    let program: PathBuf = std::env::current_exe()?;
    let began = Instant::now();
    let mut child = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let ended = child.wait4()?;
    if !ended.status.success() {
        return Err(format!("{arguments:?} ended with {}", ended.status).into());
    }
    let usage = ended.rusage;
    Ok(Used { cpu: usage.utime + usage.stime, wall: began.elapsed(), peak: usage.maxrss })
}
