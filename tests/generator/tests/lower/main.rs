//! What is decided of operations and names: which parameters can be sent, which names are taken, and which modules are cut.

mod credentials;
mod long_modules;
mod reserved;
mod styles;
