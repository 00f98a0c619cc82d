//! Tokens → text: item by item, with empty lines between items and between methods.

mod members;

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use proc_macro2::TokenStream;

use crate::emit::{Content, Emitted, Items, Part};
use crate::files::Files;

/// The first line of every generated Rust file.
const HEAD: &str = "// Made by crategen from the API's description. Changes here are lost: change the description.\n\n";

/// The text of all files.
pub fn format(emitted: Vec<Emitted<'_>>) -> Files {
    format_watched(emitted, &|_, _| {})
}

/// [`format()`], which reports before each part how many were begun, and how many there are.
pub fn format_watched(emitted: Vec<Emitted<'_>>, watch: Watch<'_>) -> Files {
    let mut files = Files::new();
    let (mut heads, mut parts) = (Vec::new(), Vec::new());
    for Emitted { path, content } in emitted {
        match content {
            Content::Text(text) => files.insert(path, text),
            Content::Rust(head, Items(items)) => {
                heads.push((path, HEAD.to_owned() + &printed(head), items.len()));
                parts.extend(items);
            }
        }
    }
    let mut parts = all_printed(parts, watch).into_iter();
    for (path, head, count) in heads {
        files.insert(path, joined(head, parts.by_ref().take(count).flatten()));
    }
    files
}

type Watch<'w> = &'w (dyn Fn(usize, usize) + Sync);

/// The text of a file.
fn joined(mut text: String, items: impl Iterator<Item = String>) -> String {
    let mut imports = false;
    for printed in items {
        let is_import = printed.starts_with("use ");
        if !(imports && is_import || text.ends_with("\n\n")) {
            text.push('\n');
        }
        imports = is_import;
        text.push_str(&printed);
    }
    text
}

/// The items of each part as texts, in their order; on all processors, where there is enough to do.
fn all_printed(parts: Vec<Part<'_>>, watch: Watch<'_>) -> Vec<Vec<String>> {
    let (all, begun) = (parts.len(), AtomicUsize::new(0));
    let items = |part| {
        watch(begun.fetch_add(1, Ordering::Relaxed), all);
        items(part)
    };
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let workers = processors.min(parts.len() / PARTS_EACH);
    if workers < 2 {
        return parts.into_iter().map(items).collect();
    }
    let parts = Mutex::new(parts.into_iter().enumerate());
    let printed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((index, part)) = next(&parts) {
                    let items = items(part);
                    printed.lock().unwrap_or_else(PoisonError::into_inner).push((index, items));
                }
            });
        }
    });
    let mut printed = printed.into_inner().unwrap_or_else(PoisonError::into_inner);
    printed.sort_by_key(|(index, _)| *index);
    printed.into_iter().map(|(_, items)| items).collect()
}

/// A thread for fewer parts is not worth its start.
const PARTS_EACH: usize = 4;

fn next<T>(items: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    items.lock().unwrap_or_else(PoisonError::into_inner).next()
}

fn items(part: Part<'_>) -> Vec<String> {
    part().into_iter().map(|item| spaced(&printed(item))).collect()
}

/// One item as text.
fn printed(tokens: TokenStream) -> String {
    let mut file: syn::File = syn::parse2(tokens).expect("the emitters make Rust");
    let members = match file.items.as_mut_slice() {
        [syn::Item::Macro(call)] => members::take(&mut call.mac.tokens),
        _ => None,
    };
    let text = prettyplease::unparse(&file);
    match members {
        Some(members) => text.replacen("{}", &members, 1),
        None => text,
    }
}

/// An empty line between the members of an `impl`, and between the items of a file.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 16);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        spaced.push_str(line);
        spaced.push('\n');
        let ends_member =
            line == "    }" && lines.peek().is_some_and(|next| next.starts_with("    ") && *next != "    }");
        let ends_uses = line.starts_with("pub use")
            && line.ends_with(';')
            && lines.peek().is_some_and(|next| !next.starts_with("pub use"));
        let ends_item = (line == "}" || line.starts_with("pub type") || ends_uses) && lines.peek().is_some();
        if (ends_member || ends_item) && lines.peek().is_some_and(|next| !next.is_empty()) {
            spaced.push('\n');
        }
    }
    spaced
}
