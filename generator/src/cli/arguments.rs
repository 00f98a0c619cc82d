//! Arguments: parsed with our exit codes, and printed as a user would type them.

use std::ffi::{OsStr, OsString};

use clap::Parser;

use crate::cli::exit::Exit;

/// Parses the arguments of a program, the first of which is its name. Help and versions go to stdout, mistakes to
/// stderr.
///
/// # Errors
/// The exit code: [`Exit::Fine`] after help, else [`Exit::Usage`].
pub fn parse<P: Parser>(arguments: &[OsString]) -> Result<P, Exit> {
    P::try_parse_from(arguments).map_err(|error| {
        let exit = if error.use_stderr() { Exit::Usage } else { Exit::Fine };
        match error.print() {
            Ok(()) => exit,
            Err(_) => Exit::CannotWrite,
        }
    })
}

/// A command line as a user would type it, without some of its arguments.
pub fn command_line(arguments: &[OsString], without: &[&str]) -> String {
    let program = arguments.first().map(|program| std::path::Path::new(program).file_stem().unwrap_or(program));
    let rest = arguments.iter().skip(1).map(OsString::as_os_str);
    let shown = program.into_iter().chain(rest).map(OsStr::to_string_lossy);
    shown.filter(|word| !without.contains(&word.as_ref())).map(|word| quoted(&word)).collect::<Vec<_>>().join(" ")
}

/// A word as a POSIX shell takes it.
pub fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=:,+@%".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
