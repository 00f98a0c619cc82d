//! The command `crategen`: see [`crategen::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    crategen::cli::main(std::env::args_os())
}
