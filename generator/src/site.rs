//! Documentation sites: an index of pages (`llms.txt`), the pages that it names, and what is kept of them in a folder.
//!
//! The index is read ([`index`]), links are chosen ([`choose`]), asked for one after the other within the site's own rules
//! (`robots`), and kept byte for byte with a manifest ([`manifest`], [`folder`]), so that everything else works
//! offline and a run can be repeated. What the pages mean is not known here.

pub mod change;
pub mod choose;
mod copy;
mod doors;
mod error;
pub mod folder;
pub mod index;
pub mod inputs;
pub mod manifest;
mod path;
mod robots;
mod source;
mod visit;

pub use copy::copy;
pub use doors::{Fetch, Keep};
pub use error::Error;
pub use visit::{Report, Visit, visit};
