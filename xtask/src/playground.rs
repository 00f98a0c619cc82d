//! `cargo xtask playground`: the generator in a page.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use crategen::cli::exit::{Exit, Failure};
use crategen::cli::terminal::{self, Format};
use crategen::diagnostic::Diagnostics;
use crategen::files::{Mode, sync_file};
use crategen::source::Sources;
use serde_json::Value;

use crate::layout::Layout;

/// Make the playground: the generator in one file of HTML, which works without a server and sends nothing
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct Playground {
    /// Where the page is written
    #[arg(long, value_name = "FILE.html", default_value = "target/playground.html")]
    out: PathBuf,
}

const HELP: &str = "\
The library is compiled for wasm32-unknown-unknown (rustup target add wasm32-unknown-unknown) and written into the page. Open the
file in a browser, or publish it: its policy lets it load and send nothing.

Exit codes: 0 fine, 65 it cannot be compiled, 74 cannot write.";

const TARGET: &str = "wasm32-unknown-unknown";

/// Documents nest, and the generator follows them: as much as the main thread has elsewhere.
const STACK: &str = "link-arg=-zstack-size=16777216";

/// Runs the command.
pub fn run(arguments: &Playground) -> Exit {
    match made(arguments) {
        Ok(said) => terminal::output(&said).map_or_else(|failure| failure.exit, |()| Exit::Fine),
        Err(failure) => {
            terminal::tell(&Sources::new(), &Diagnostics::new(), Some(&failure), Format::Text);
            failure.exit
        }
    }
}

fn made(Playground { out }: &Playground) -> Result<String, Failure> {
    let layout = Layout::find()?;
    let module = compiled(&layout.root)?;
    let page = page(&layout.root, &module)?;
    sync_file(out, &page, Mode::Write)?;
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    Ok(format!(
        "{}: {:.1} MB, of which the generator is {:.1} MB before it is written as text\n",
        out.display(),
        megabytes(page.len()),
        megabytes(module.len())
    ))
}

/// The generator as WebAssembly.
fn compiled(root: &Path) -> Result<Vec<u8>, Failure> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["rustc", "--package", "playground", "--lib", "--crate-type", "cdylib", "--target", TARGET]);
    command.args(["--profile", "playground", "--message-format", "json-render-diagnostics", "--", "-C", STACK]);
    command.current_dir(root).stderr(Stdio::inherit());
    let failed = |reason: String| {
        Failure::new(Exit::Unreadable, format!("the generator cannot be compiled for {TARGET}: {reason}"))
            .repair(format!("look at what cargo printed; the target is installed by `rustup target add {TARGET}`"))
    };
    let output = command.output().map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(format!("cargo ended with {}", output.status)));
    }
    let messages = output.stdout.split(|&byte| byte == b'\n');
    let module = messages.filter_map(|line| serde_json::from_slice(line).ok()).find_map(|message| file(&message));
    let module = module.ok_or_else(|| failed("cargo names no such file".to_owned()))?;
    fs::read(&module).map_err(|error| failed(format!("{}: {error}", module.display())))
}

/// The file of a message of cargo about the module.
fn file(message: &Value) -> Option<PathBuf> {
    let files = message["filenames"].as_array().filter(|_| message["target"]["name"] == "playground")?;
    files.iter().filter_map(Value::as_str).find(|file| file.ends_with(".wasm")).map(PathBuf::from)
}

/// The page with all that belongs to it.
fn page(root: &Path, module: &[u8]) -> Result<String, Failure> {
    let read = |path: &str| {
        let read = fs::read_to_string(root.join(path));
        read.map_err(|error| Failure::new(Exit::Unreadable, format!("{path}: {error}")))
    };
    let manifest: toml::Table = toml::from_str(&read("generator/Cargo.toml")?).unwrap_or_default();
    let version = manifest.get("package").and_then(|package| package.get("version")).and_then(toml::Value::as_str);
    let parts = [
        ("style", read("docs/playground/page/style.css")?),
        ("script", read("docs/playground/page/page.js")?),
        ("worker", read("docs/playground/page/worker.js")?),
        ("example", read("docs/src/library/openapi.yaml")?),
        ("version", version.unwrap_or_default().to_owned()),
        ("wasm", STANDARD.encode(module)),
    ];
    let mut page = read("docs/playground/page/page.html")?;
    for (name, text) in parts {
        page = page.replacen(&format!("{{{{{name}}}}}"), &text, 1);
    }
    Ok(page)
}
