//! `show`: one item, or all, at a stage.

use crate::cli::exit::{Exit, Failure};
use crate::cli::show::{self, Items, NotFound};
use crate::cli::terminal;
use crate::document::Document;
use crate::files::Files;
use crate::lower;
use clap::ValueEnum;

use crate::cli::project::chain::Chain;

/// A stage, in the order of the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// The fragments of the pages; NAME is a file
    Fragment,
    /// The merged document, as published
    Merged,
    /// The merged document, corrected by the overlay
    Corrected,
    /// The corrected document in the wording of OpenAPI 3.0
    Normalised,
    /// What the document means
    Model,
    /// The decided client
    Ir,
    /// The generated crate; NAME may be a file
    Rust,
}

/// Prints an item of a stage, or the whole stage.
///
/// # Errors
/// An earlier stage failed; there is no such item.
pub fn show(chain: &mut Chain<'_>, stage: Stage, name: Option<&str>) -> Result<(), Failure> {
    let texts = chain.texts()?;
    let published = chain.published(&texts)?;
    let (items, whole) = if stage == Stage::Fragment {
        let files: Files =
            published.fragments.iter().map(|part| (part.name.as_str(), part.document.to_json())).collect();
        let items: Items = files.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        (items, None)
    } else {
        later(chain, stage, name, published.document)?
    };
    let text = match (name, whole) {
        (Some(name), _) => show::find(&items, name).map_err(|error| not_found(name, error))?.to_owned(),
        (None, Some(whole)) => whole,
        (None, None) => items.iter().map(|(name, _)| format!("{name}\n")).collect(),
    };
    terminal::output(&text)
}

/// The items of a stage after the merge, and its whole as one text if it has one.
fn later(
    chain: &mut Chain<'_>,
    stage: Stage,
    name: Option<&str>,
    merged: Document,
) -> Result<(Items, Option<String>), Failure> {
    let of_document = |document: &Document| {
        let mut items = show::document(&document.value);
        let node = name.and_then(|name| Some((name.to_owned(), show::at_pointer(&document.value, name)?)));
        items.extend(node);
        (items, Some(document.to_json()))
    };
    if stage == Stage::Merged {
        return Ok(of_document(&merged));
    }
    let corrected = chain.correct(merged)?;
    if stage == Stage::Corrected {
        return Ok(of_document(&corrected));
    }
    if stage == Stage::Rust {
        return Ok((show::rust(&chain.generate(&corrected, false)?.files), None));
    }
    let normalised = chain.normalise(&corrected)?;
    if stage == Stage::Normalised {
        return Ok(of_document(&normalised));
    }
    let api = crate::meaning(&normalised, &chain.member.config, chain.diagnostics);
    if stage == Stage::Model {
        return Ok((show::model(&api), Some(format!("{api:#?}\n"))));
    }
    let lowered = lower::lower(&chain.member.config, &api, chain.diagnostics);
    Ok((show::client(&lowered.client), Some(format!("{:#?}\n", lowered.client))))
}

fn not_found(name: &str, NotFound { nearest }: NotFound) -> Failure {
    let failure = Failure::new(Exit::Usage, format!("nothing is named `{name}` at this stage"));
    match nearest {
        Some(nearest) => failure.repair(format!("did you mean `{nearest}`?")),
        None => failure.repair("run the command without a name to see them all"),
    }
}
