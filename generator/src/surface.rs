//! The public surface of a client: every public item with its signature, one a line, so that a reviewer sees what a
//! regeneration does to users; and what two surfaces differ in, judged as Cargo judges releases.
//!
//! It is read from the tokens that become the crate, so it cannot say anything else than the crate does. The runtime, which
//! is the same in every client of one version of the generator, is not part of it.

mod compare;
mod items;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use crate::emit;
use crate::ir::Client;

pub use compare::{Change, compare};

/// The public items of a client by path, in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface(pub BTreeMap<String, Item>);

/// A public item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The type, method or module that it belongs to; its own path for one that belongs to none.
    pub owner: String,
    /// Its signature without its name: `fn(self, limit: i32) -> Self`, `Option<String>`, `struct`.
    pub signature: String,
    /// Its arguments, for one that is called.
    pub arguments: Vec<Argument>,
    /// Whether its use makes the compiler warn.
    pub deprecated: bool,
    /// Whether callers name all items beside it, so that one more breaks them.
    pub closed: bool,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name, which no caller writes.
    pub name: String,
    /// Its type.
    pub ty: String,
}

/// What a change of the surface asks of the version (Cargo's SemVer compatibility rules).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The surface stays as it is, and so does what the crate sends.
    #[default]
    None,
    /// The surface stays as it is; docs or what is sent change.
    Patch,
    /// Callers build as before.
    Minor,
    /// Callers may have to change.
    Major,
}

impl Level {
    /// The word that it is shown by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// The public items of a client.
pub fn surface(client: &Client) -> Surface {
    let mut surface = Surface::default();
    for emitted in emit::emit(client) {
        let emit::Content::Rust(_, tokens) = emitted.content else { continue };
        let module = emitted.path.trim_start_matches("src/").trim_end_matches(".rs");
        // The files in the folder of a module are private: what they hold stands in the module.
        let module = module.split_once('/').map_or(module, |(module, _)| module);
        let module = if module == "lib" { "" } else { module };
        for item in tokens {
            items::read(module, item, &mut surface);
        }
    }
    surface.without_shared();
    surface
}

impl Surface {
    /// Gives aliases of what several operations have the items of what they name: callers do not write that name, and one operation may
    /// get another one.
    fn without_shared(&mut self) {
        let is_shared = |path: &str| emit::SHARED.iter().any(|module| path.split("::").next() == Some(module));
        let (shared, mut own): (BTreeMap<_, _>, BTreeMap<_, _>) =
            std::mem::take(&mut self.0).into_iter().partition(|(path, _)| is_shared(path));
        let aliased = |item: &Item| {
            item.signature.strip_prefix("type = crate::").filter(|path| is_shared(path)).map(str::to_owned)
        };
        let aliases: Vec<(String, String)> =
            own.iter().filter_map(|(path, item)| Some((path.clone(), aliased(item)?))).collect();
        let mut by_owner: BTreeMap<&str, Vec<(&str, &Item)>> = BTreeMap::new();
        for (path, item) in &shared {
            let rest = path.strip_prefix(&item.owner).unwrap_or(path);
            by_owner.entry(&item.owner).or_default().push((rest, item));
        }
        for (alias, target) in aliases {
            own.remove(&alias);
            for (rest, item) in by_owner.get(target.as_str()).into_iter().flatten() {
                own.insert(format!("{alias}{rest}"), Item { owner: alias.clone(), ..(*item).clone() });
            }
        }
        self.0 = own;
    }
}

/// One item a line, ` as ` items of one type together.
impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut items = self.0.iter().peekable();
        while let Some((path, item)) = items.next() {
            if item.deprecated {
                write!(f, "#[deprecated] ")?;
            }
            let Some((owner, _)) = path.split_once(AS).filter(|_| item.signature.is_empty()) else {
                writeln!(f, "{path}: {}", item.signature)?;
                continue;
            };
            write!(f, "{path}")?;
            let beside = |next: &(&String, &Item)| {
                let (path, item) = *next;
                path.split_once(AS).filter(|_| item.signature.is_empty()).is_some_and(|(next, _)| next == owner)
            };
            while let Some((path, _)) = items.next_if(beside) {
                write!(f, ", {}", path.split_once(AS).map_or("", |(_, name)| name))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// What stands between a type and a trait that it implements.
const AS: &str = " as ";
