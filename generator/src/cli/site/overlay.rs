//! Proposals as an OpenAPI Overlay.

use crate::diagnostic::{Diagnostics, Proposal};

const HEAD: &str = "\
# What the texts of the pages say and their fragments do not. Keep what is right.
overlay: 1.1.0
info: {title: Proposed corrections, version: \"1\"}
";

/// The overlay; each action is JSON, which is YAML, too.
pub(super) fn of(said: &Diagnostics) -> String {
    let (mut text, mut any) = (String::new(), false);
    for one in said.iter() {
        let Some(Proposal::Actions(actions)) = &one.proposal else { continue };
        let words: String = one.message.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
        text += &format!("  # {words}\n");
        for action in actions {
            any = true;
            text += &format!("  - {action}\n");
        }
    }
    format!("{HEAD}actions:{}\n{text}", if any { "" } else { " []" })
}
