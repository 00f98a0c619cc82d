//! The whole pipeline over texts in memory, as the commands run it.

use std::fs;
use std::path::PathBuf;

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::source::Sources;
use crategen::{Generated, Inputs};

use crate::{files_below, fixture};

/// A document to generate from, with its configuration if it has one.
#[derive(Clone, Debug)]
pub struct Case {
    /// What the fixture is called.
    pub name: String,
    /// The name of its document.
    pub file: String,
    /// The document.
    pub text: String,
    /// `codegen.toml`
    pub config: Option<String>,
}

/// What came of a run.
pub struct Outcome {
    /// The texts that diagnostics are about.
    pub sources: Sources,
    /// What was said.
    pub said: Diagnostics,
    /// The crate, if one could be made.
    pub generated: Option<Generated>,
}

impl Outcome {
    /// What was said, as text.
    pub fn rendered(&self) -> String {
        self.said.render(&self.sources, false)
    }

    /// The crate, where there has to be one.
    ///
    /// # Panics
    /// Where nothing was generated, with what was said.
    #[track_caller]
    pub fn expect(self) -> Generated {
        let said = self.rendered();
        self.generated.unwrap_or_else(|| panic!("nothing was generated:\n{said}"))
    }
}

/// The cases of a folder of fixtures, in order of name; `NAME.toml` beside a document is its configuration.
///
/// # Panics
/// Where a fixture cannot be read.
pub fn cases(folder: &str) -> Vec<Case> {
    let read = |path: &PathBuf| fs::read_to_string(path).expect("fixtures are text");
    let name =
        |path: &PathBuf| path.file_stem().and_then(|name| name.to_str()).expect("fixtures have names").to_owned();
    let case = |path: PathBuf| {
        let config = path.with_extension("toml");
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let (text, name) = (read(&path), name(&path));
        let config = config.exists().then(|| read(&config));
        Case { file: format!("{name}.{ending}"), text, config, name }
    };
    files_below(&fixture(folder), &["yaml", "json"])
        .into_iter()
        .filter(|path| !path.to_string_lossy().ends_with(".instances.json"))
        .map(case)
        .collect()
}

/// Runs the pipeline over documents, which are merged where there are several.
pub fn generate<'t>(documents: impl IntoIterator<Item = (&'t str, &'t str)>, config: Option<&str>) -> Outcome {
    let (mut sources, mut said) = (Sources::new(), Diagnostics::new());
    let documents: Vec<_> = documents.into_iter().map(|(name, text)| sources.add(name, text)).collect();
    let config = match config {
        None => Config::default(),
        Some(text) => {
            let file = sources.add("codegen.toml", text);
            match Config::parse(&sources, file) {
                Ok(config) => config,
                Err(said) => return Outcome { sources, said, generated: None },
            }
        }
    };
    // The fixtures refer to no other file; what tries to is refused inside this folder.
    let mut loader = FolderLoader::new(fixture("none"));
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let generated = crategen::generate(&mut sources, inputs, &mut said);
    Outcome { sources, said, generated }
}

impl Case {
    /// The name, and the case.
    pub fn named(self) -> (String, Self) {
        (self.name.clone(), self)
    }

    /// Runs the pipeline over this case alone.
    pub fn run(&self) -> Outcome {
        generate([(self.file.as_str(), self.text.as_str())], self.config.as_deref())
    }
}
