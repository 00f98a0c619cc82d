//! The documents of the outside corpus, and what is generated from them.

use std::fs;
use std::path::{Path, PathBuf};

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::source::Sources;
use crategen::{Generated, Inputs};
use serde_json::Value;

use crate::files_below;

/// A document: its path below the folder of the corpus, and its file; of one of several files, the first of them.
pub type Named = (String, PathBuf);

/// All documents of the corpus.
pub fn documents(corpus: &Path) -> Vec<Named> {
    [of_one_file(corpus), of_several_files(corpus)].concat()
}

/// The documents of one file, in order of path.
pub fn of_one_file(corpus: &Path) -> Vec<Named> {
    let several = corpus.join("multifile");
    let files = files_below(corpus, &["json", "yaml", "yml"]).into_iter().filter(|path| !path.starts_with(&several));
    files.map(|path| named(corpus, path)).collect()
}

/// The documents of several files.
pub fn of_several_files(corpus: &Path) -> Vec<Named> {
    let manifest = fs::read_to_string(corpus.join("manifest.tsv")).unwrap_or_default();
    let lines = manifest.lines().filter(|line| line.starts_with("multifile\t"));
    lines.filter_map(|line| line.split('\t').nth(2)).map(|path| named(corpus, corpus.join(path))).collect()
}

/// A file under its path below a folder.
pub fn named(folder: &Path, path: PathBuf) -> Named {
    (path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/"), path)
}

/// The normalised document of a file, and the crate that is generated from it, which is called `name`; `None` where the file has
/// nothing usable.
pub fn read(path: &Path, name: &str) -> Option<(Value, Generated)> {
    let text = fs::read_to_string(path).ok()?;
    let (mut sources, mut said, mut config) = (Sources::new(), Diagnostics::new(), Config::default());
    config.package.name = Some(name.to_owned());
    let documents = [sources.add(path.file_name()?.to_string_lossy(), text)];
    let mut loader = FolderLoader::new(path.parent()?);
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let document = crategen::read(&mut sources, inputs, &mut said)?;
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    Some((document.value, crategen::generate(&mut sources, inputs, &mut said)?))
}
