//! `crategen completions` and `crategen man`: the command for shells and for man(1).

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::exit::Exit;
use crate::cli::terminal;

/// Print the completions of a shell
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  crategen completions bash > ~/.local/share/bash-completion/completions/crategen
  crategen completions zsh > \"${fpath[1]}/_crategen\"
  crategen completions fish > ~/.config/fish/completions/crategen.fish

Exit codes: 0 fine, 64 usage, 74 cannot write.";

/// Prints the completions of the command `C`.
pub fn run<C: CommandFactory>(arguments: &Completions) -> Exit {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut C::command(), "crategen", &mut text);
    print(&text)
}

/// Prints the manual page of the command `C`, with its subcommands behind it.
pub fn man<C: CommandFactory>() -> Exit {
    let (mut text, command) = (Vec::new(), C::command());
    let mut written = clap_mangen::Man::new(command.clone()).render(&mut text);
    for subcommand in command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()) {
        let name = format!("crategen-{}", subcommand.get_name());
        let page = clap_mangen::Man::new(subcommand.clone()).title(name);
        written = written.and_then(|()| page.render(&mut text));
    }
    // Writing to memory does not fail.
    written.map_or(Exit::CannotWrite, |()| print(&text))
}

fn print(text: &[u8]) -> Exit {
    terminal::print(&String::from_utf8_lossy(text)).map_or(Exit::CannotWrite, |()| Exit::Fine)
}
