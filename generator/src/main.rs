//! The command `crategen`: see [`crategen::cli`].

use std::process::ExitCode;

/// Syntax trees are millions of small pieces: the allocators of most systems take longer for them than all the rest.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    crategen::cli::main(std::env::args_os())
}
