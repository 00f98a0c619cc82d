//! The stages of the generator, and whole runs: `stages SAMPLES DOCUMENT…`.

use std::error::Error;
use std::path::Path;

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::{FolderLoader, bundle};
use crategen::document::normalise::normalise;
use crategen::document::{Document, Origins, reserved};
use crategen::source::Sources;
use crategen::{Inputs, emit, format, lower, source};

#[global_allocator]
static HEAP: measure::heap::Counting = measure::heap::Counting;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let samples: usize = arguments.next().ok_or("usage: stages SAMPLES DOCUMENT…")?.parse()?;
    for path in arguments {
        document(Path::new(&path), samples)?;
    }
    Ok(())
}

/// Measures the stages of one document, each sample in a run of its own, then whole runs.
fn document(path: &Path, samples: usize) -> Result<(), Box<dyn Error>> {
    let parts: Vec<_> = path.iter().rev().take(2).map(|part| part.to_string_lossy()).collect();
    let case = parts.iter().rev().map(AsRef::as_ref).collect::<Vec<&str>>().join("/");
    let text = std::fs::read_to_string(path)?;
    let mut stages: Vec<(&str, Vec<f64>)> = Vec::new();
    for _ in 0..samples {
        for (index, (stage, seconds)) in run(path, &text)?.into_iter().enumerate() {
            match stages.get_mut(index) {
                Some((_, all)) => all.push(seconds),
                None => stages.push((stage, vec![seconds])),
            }
        }
    }
    for (stage, seconds) in stages {
        measure::say(&case, stage, "CPU time", "s", seconds);
    }
    let mut whole = Vec::new();
    for sample in 0..samples {
        let (_, peak, (seconds, operations)) = measure::heap::of(|| measure::cpu(|| generate(path, &text)));
        whole.push(seconds);
        if sample == 0 {
            measure::say(&case, "whole run", "peak memory", "bytes", [peak]);
            measure::say(&case, "whole run", "operations", "", [operations.ok_or("nothing is usable")? as f64]);
            measure::say(&case, "whole run", "size", "bytes", [text.len() as f64]);
        }
    }
    measure::say(&case, "whole run", "CPU time", "s", whole);
    Ok(())
}

/// The stages of a run, and the CPU seconds of each.
fn run(path: &Path, text: &str) -> Result<Vec<(&'static str, f64)>, Box<dyn Error>> {
    let (mut sources, mut said, config) = (Sources::new(), Diagnostics::new(), Config::default());
    let name = path.to_string_lossy().into_owned();
    let file = sources.add(name.clone(), text);
    let mut loader = FolderLoader::new(path.parent().unwrap_or(Path::new(".")));
    let (parse, value) = measure::cpu(|| source::parse(&sources, file));
    let value = value.map_err(|said| said.render(&sources, false))?;
    let document = Document::new(value, Origins::of(file));
    let at = crategen::document::bundle::Load::path_of(&loader, &name);
    let (references, mut document) = measure::cpu(|| bundle(&mut sources, &mut loader, document, &at, &mut said));
    let (normalised, document) = measure::cpu(|| {
        reserved::leave_out(&mut document, &mut said);
        normalise(document, &mut said)
    });
    let (model, api) = measure::cpu(|| crategen::meaning(&document, &config, &mut said));
    let (lowered, client) = measure::cpu(|| lower::lower(&config, &api, &mut said).client);
    let (emitted, tokens) = measure::cpu(|| emit::emit(&client));
    let (formatted, _files) = measure::cpu(|| format::format(tokens));
    Ok(vec![
        ("parse", parse),
        ("bundle", references),
        ("normalise", normalised),
        ("model", model),
        ("lower", lowered),
        ("emit", emitted),
        ("format", formatted),
    ])
}

/// A whole run, which gives the number of operations.
fn generate(path: &Path, text: &str) -> Option<usize> {
    let (mut sources, mut said, config) = (Sources::new(), Diagnostics::new(), Config::default());
    let documents = [sources.add(path.to_string_lossy(), text)];
    let mut loader = FolderLoader::new(path.parent().unwrap_or(Path::new(".")));
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let generated = crategen::generate(&mut sources, inputs, &mut said)?;
    Some(generated.client.operations().count())
}
