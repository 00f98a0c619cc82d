//! Which values are legal: each check says what is wrong, as a clause that follows the value.

use std::path::Path;

/// Checks a crate's name: what cargo and the registry accept, without Rust's keywords.
///
/// # Errors
/// What is wrong with it, as a clause that follows the name.
pub fn check_package_name(name: &str) -> Result<(), &'static str> {
    let legal = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        Err("must begin with an ASCII letter")
    } else if !name.chars().all(legal) {
        Err("may have only ASCII letters, digits, `-` and `_`")
    } else if name.len() > 64 {
        Err("is longer than 64 characters")
    } else if RESERVED.split(' ').any(|word| word == name.to_ascii_lowercase().replace('-', "_")) {
        Err("is a word that Rust or cargo keeps for itself")
    } else {
        Ok(())
    }
}

/// Keywords of the 2024 edition, crates of the compiler, names that cargo refuses, and devices of Windows.
const RESERVED: &str = "\
    abstract alloc as async aux await become box break build con const continue core crate deps do dyn else enum \
    examples extern false final fn for gen if impl in incremental let loop macro match mod move mut nul override \
    priv prn proc_macro pub ref return self static std struct super test trait true try type typeof unsafe \
    unsized use virtual where while yield";

pub(super) fn check_rust_version(text: &str) -> Result<(), &'static str> {
    let parts: Vec<_> = text.split('.').collect();
    let number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let fine = (2..=3).contains(&parts.len()) && parts.iter().all(number);
    if fine { Ok(()) } else { Err("must be a version as 1.89") }
}

/// Whether a text is a token (RFC 9110, section 5.6.2), as the name of a header or cookie has to be.
pub(crate) fn is_token(text: &str) -> bool {
    let of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(of_token)
}

pub(super) fn check_header(name: &str) -> Result<(), &'static str> {
    if is_token(name) { Ok(()) } else { Err("must be the name of a header") }
}

pub(super) fn check_kept_file(path: &str) -> Result<(), &'static str> {
    let plain = path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    let fine = plain && !path.contains(['\\', ':']) && path.starts_with("src/") && path.ends_with(".rs");
    if fine { Ok(()) } else { Err("must be a Rust file below src/ of the generated crate, as src/export.rs") }
}

pub(super) fn check_module(name: &str) -> Result<(), &'static str> {
    let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let fine = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(lower)
        && syn::parse_str::<syn::Ident>(name).is_ok();
    if fine { Ok(()) } else { Err("must be the name of a Rust module, as export") }
}

/// Checks the path of a module below the root of its crate: names of modules with `::` between them.
///
/// # Errors
/// What is wrong with it, as a clause that follows the path.
pub fn check_module_path(path: &str) -> Result<(), &'static str> {
    match path.split("::").all(|name| check_module(name).is_ok()) {
        true => Ok(()),
        false => Err("must be the path of a module in its crate, as api or clients::pets"),
    }
}

/// The path of the module that a folder of a package is, by where it stands below `src`: `api` for `src/api`.
///
/// # Errors
/// What is wrong with the folder, as a clause that follows it.
pub fn module_of(folder: &Path) -> Result<String, &'static str> {
    let names: Vec<_> = folder.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let src = names.iter().rposition(|name| name == "src").ok_or("is not below the `src` of a package")?;
    let below = names.get(src.saturating_add(1)..).unwrap_or_default();
    let path = below.join("::");
    check_module_path(&path).map(|()| path).map_err(|_| "is no path of modules below `src`, as src/api")
}

/// Whether a text is the path of a type: of a crate, of `std`, or of the generated crate itself.
pub(super) fn check_rust_path(path: &str) -> bool {
    let Ok(syn::Type::Path(parsed)) = syn::parse_str::<syn::Type>(path) else { return false };
    parsed.qself.is_none() && parsed.path.leading_colon.is_none() && parsed.path.segments.len() > 1
}

/// The first word of a path: the crate.
pub(super) fn root_of(path: &str) -> &str {
    path.split("::").next().unwrap_or_default().trim()
}
