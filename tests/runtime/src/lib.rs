//! The client runtime, compiled from the one place where it is kept.
