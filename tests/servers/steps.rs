//! What `cargo xtask servers` reads of a program: a line for each step. It is copied beside `main.rs`.

use std::cell::Cell;
use std::fmt::{Debug, Display};
use std::process::ExitCode;
use std::time::Duration;

/// Prints what was done, and keeps whether something failed.
#[derive(Debug, Default)]
pub struct Steps {
    failed: Cell<usize>,
}

/// A step failed on which the next ones depend. It is printed already.
#[derive(Debug)]
pub struct Stop;

/// A program that takes longer ends with a failed step.
const MOST: Duration = Duration::from_secs(120);

impl Steps {
    /// The first step.
    pub fn new() -> Self {
        std::thread::spawn(|| {
            std::thread::sleep(MOST);
            println!("fail\tthe program\ttakes longer than {} s", MOST.as_secs());
            std::process::exit(1);
        });
        Self::default()
    }

    /// A step that has to go well; what comes of it.
    pub fn ok<T, E: Display>(&self, name: &str, result: Result<T, E>) -> Result<T, Stop> {
        match result {
            Ok(value) => {
                println!("ok\t{name}");
                Ok(value)
            }
            Err(error) => {
                self.fail(name, error);
                Err(Stop)
            }
        }
    }

    /// A step that has to be refused; the error.
    pub fn refused<T, E>(&self, name: &str, result: Result<T, E>) -> Result<E, Stop> {
        self.ok(name, result.map_or_else(Ok, |_| Err("it went well")))
    }

    /// A value that has to be another.
    pub fn same<T: PartialEq + Debug>(&self, name: &str, found: T, wanted: T) {
        if found == wanted {
            println!("ok\t{name}");
        } else {
            self.fail(name, format!("{found:?} is not {wanted:?}"));
        }
    }

    fn fail(&self, name: &str, why: impl Display) {
        self.failed.set(self.failed.get() + 1);
        println!("fail\t{name}\t{}", why.to_string().replace('\n', " "));
    }

    /// The exit code of the program: 0, or 1 where a step failed.
    pub fn end(self) -> ExitCode {
        ExitCode::from(u8::from(self.failed.get() > 0))
    }
}
