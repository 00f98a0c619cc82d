//! The only door from wire words to Rust identifiers.
//!
//! | wire | as a type | as a variant | as a field or method | rule |
//! |---|---|---|---|---|
//! | `pet-store`, `pet_store`, `petStore`, `pet.store` | `PetStore` | `PetStore` | `pet_store` | words are cut at case changes and at everything that is not a letter or digit |
//! | `OAuth2Client`, `oauth2_client`, `publicIPv4` | `OAuth2Client`, `PublicIpv4` | the same | `oauth2_client`, `public_ipv4` | some words have capitals inside: `WORDS` |
//! | `imageURLs`, `IDs` | `ImageUrls`, `Ids` | the same | `image_urls`, `ids` | the plural of an acronym is one word |
//! | `größe`, `名前` | `Grosse`, `MingQian` | the same | `grosse`, `ming_qian` | transliterated to ASCII |
//! | `2fa` | `Type2fa` | `Value2fa` | `_2fa` | an identifier cannot begin with a digit |
//! | `+1`, `-1`, `<=5`, `*` | `Plus1`, `Minus1`, … | `Plus1`, `Minus1`, `LessEquals5`, `Star` | `plus_1`, … | a sign before a digit, and text of signs only, is spelled out |
//! | empty, blank | `Empty`, `Blank` | the same | `empty`, `blank` | |
//! | `type`, `match` | `Type`, `Match` | the same | `r#type`, `r#match` | a keyword is a raw identifier |
//! | `self`, `crate`, `super` | `SelfType` (only `Self`) | `SelfValue` | `self_`, `crate_` | keywords that cannot be raw |
//! | `Option`, `String`, … | `OptionType` | unchanged | unchanged | a type never hides a name of the prelude or of the generated imports |
//! | `unknown` | `Unknown` | `UnknownValue` | `unknown` | `Unknown` is the variant that keeps values newer than the crate |
//!
//! Two wire words that come to one name in one scope: the first keeps it; the next tries the spellings that its caller
//! offers (`…Upper`, `…Request`, …), and only then a number, which [`Scope::claim`] tells its caller to report.

use std::collections::BTreeSet;
use std::fmt;

use any_ascii::any_ascii;
use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

macro_rules! names {
    ($($(#[$docs:meta])* $name:ident: $cased:ident, $longest:expr;)*) => {$(
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The name for a wire word.
            pub fn new(wire: &str) -> Self {
                Self($cased(wire))
            }

            /// The identifier's text, without `r#`.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The name of several words, each spelled out, read as one text; too long a one without words in its middle.
            pub fn of(words: &[&str]) -> Self {
                let spelled = words.iter().map(|word| if word.is_empty() { String::new() } else { spelled(word) });
                let text = spelled.collect::<Vec<_>>().join(" ");
                let whole = Self::new(&text);
                if whole.0.len() <= $longest { whole } else { Self::new(&shortened(&text, $longest)) }
            }
        }

        impl Name for $name {
            fn numbered(&self, number: usize) -> Self {
                Self::new(&format!("{} {number}", self.0))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl ToTokens for $name {
            fn to_tokens(&self, tokens: &mut TokenStream) {
                tokens.append(identifier(&self.0));
            }
        }
    )*};
}

names! {
    /// The name of a struct, enum or alias.
    TypeName: type_case, LONGEST;
    /// The name of an enum's variant.
    VariantName: variant_case, usize::MAX;
    /// The name of a field or argument.
    FieldName: snake_case, usize::MAX;
    /// The name of a function.
    MethodName: snake_case, LONGEST;
    /// The name of a module, and so of a file.
    ModuleName: module_case, usize::MAX;
    /// The name of a private file of a module.
    FileName: file_case, usize::MAX;
    /// The name of a constant or static.
    ConstName: const_case, usize::MAX;
}

impl TypeName {
    /// What names that are made of this one begin with: itself, without what tells it apart from a name of the prelude.
    pub(crate) fn stem(&self) -> &str {
        self.0.strip_suffix(TAKEN).filter(|stem| TAKEN_TYPES.contains(stem)).unwrap_or(&self.0)
    }
}

/// The path of a type or trait that somebody else has written: `rust_decimal::Decimal`, `crate::money::Money`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RustPath(String);

impl RustPath {
    /// A path as the configuration gives it; `None` where it is none.
    pub fn new(path: &str) -> Option<Self> {
        let path = path.trim();
        let rooted =
            if path.starts_with("crate::") || !path.contains("::") { path.to_owned() } else { format!("::{path}") };
        match syn::parse_str::<syn::Type>(&rooted) {
            Ok(syn::Type::Path(parsed)) if parsed.qself.is_none() => Some(Self(rooted)),
            _ => None,
        }
    }

    /// The last word: what people call it.
    pub fn last(&self) -> &str {
        let plain = self.0.split_once('<').map_or(self.0.as_str(), |(plain, _)| plain);
        plain.rsplit("::").next().unwrap_or(plain).trim()
    }
}

impl fmt::Display for RustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for RustPath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.parse::<TokenStream>().expect("the path was read as Rust"));
    }
}

/// A name that can be told apart from another by a number.
pub trait Name: Clone + fmt::Display {
    /// This name with a number behind it.
    #[must_use]
    fn numbered(&self, number: usize) -> Self;
}

/// The names that are taken in one place: a module, an enum, a struct. Names that differ only in case count as equal,
/// because files and readers do not tell them apart.
#[derive(Clone, Debug, Default)]
pub struct Scope(BTreeSet<String>);

/// What [`Scope::claim`] gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The first choice.
    First,
    /// One of the offered spellings.
    Offered,
    /// A number had to be added: to be reported.
    Numbered,
}

impl Scope {
    /// A scope in which some names are taken from the start.
    pub fn with<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self(names.into_iter().map(str::to_lowercase).collect())
    }

    /// Takes the first free one of `choices`; if none is free, the first one with the first free number behind it.
    pub fn claim<N: Name>(&mut self, first: N, others: impl IntoIterator<Item = N>) -> (N, Claim) {
        if self.take(&first) {
            return (first, Claim::First);
        }
        if let Some(name) = others.into_iter().find(|name| self.take(name)) {
            return (name, Claim::Offered);
        }
        let numbered = (2..).map(|number| first.numbered(number)).find(|name| self.take(name));
        (numbered.expect("there are more numbers than names"), Claim::Numbered)
    }

    /// Takes a name if it is free.
    pub(crate) fn take(&mut self, name: &impl fmt::Display) -> bool {
        self.0.insert(name.to_string().to_lowercase())
    }
}

/// The types, traits and variants of the prelude: a type that is called so would hide it where callers import all of a module.
/// `M` and `T` are the parameters of the impls that a client has for its operations.
const TAKEN_TYPES: [&str; 46] = [
    "M",
    "T",
    "Option",
    "Vec",
    "String",
    "Box",
    "Result",
    "Some",
    "None",
    "Ok",
    "Err",
    "Self",
    "From",
    "Into",
    "Default",
    "ToString",
    "ToOwned",
    "TryFrom",
    "TryInto",
    "AsRef",
    "AsMut",
    "Clone",
    "Copy",
    "Drop",
    "Eq",
    "PartialEq",
    "Ord",
    "PartialOrd",
    "Fn",
    "FnMut",
    "FnOnce",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Future",
    "IntoFuture",
    "Iterator",
    "IntoIterator",
    "FromIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Extend",
    "Send",
    "Sync",
    "Sized",
    "Unpin",
];

/// What stands behind the name of a type that is one of them.
const TAKEN: &str = "Type";

fn type_case(wire: &str) -> String {
    let name = prefixed(whole(&spelled(wire), false).to_upper_camel_case(), "Type");
    if TAKEN_TYPES.contains(&name.as_str()) { name + TAKEN } else { name }
}

fn variant_case(wire: &str) -> String {
    let name = prefixed(whole(&spelled(wire), false).to_upper_camel_case(), "Value");
    if matches!(name.as_str(), "Self" | "Unknown") { name + "Value" } else { name }
}

fn snake_case(wire: &str) -> String {
    let name = prefixed(whole(&spelled(wire), true).to_snake_case(), "_");
    if matches!(name.as_str(), "self" | "super" | "crate") { name + "_" } else { name }
}

/// Modules that every generated crate has, or that name a file with a meaning of its own.
const TAKEN_MODULES: [&str; 27] = [
    "lib",
    "main",
    "mod",
    "runtime",
    "types",
    "failures",
    "headers",
    "blocking",
    "client",
    "self",
    "super",
    "crate",
    "datetime",
    "identifier",
    "webhook_signature",
    "foreign",
    "xml",
    "xml_tables",
    "std",
    "core",
    "alloc",
    "serde",
    "builder",
    "clone",
    "download",
    "pause",
    "tolerated",
];

fn module_case(wire: &str) -> String {
    let name = prefixed(whole(&spelled(wire), true).to_snake_case(), "_");
    if is_device(&name) || TAKEN_MODULES.contains(&name.as_str()) { name + "_api" } else { name }
}

/// How long the name of a file may be: folders above it and tools that pack it have limits of their own.
const LONGEST_FILE: usize = 80;

fn file_case(wire: &str) -> String {
    let name = snake_case(wire);
    let name: String = name.chars().take(LONGEST_FILE).collect();
    // `mod.rs` is the folder's own file; the others would hide what the file imports.
    let taken = is_device(&name) || matches!(name.as_str(), "mod" | "runtime" | "types");
    if taken { name + "_" } else { name }
}

/// Windows reserves these as file names, whatever their ending.
fn is_device(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt"))
}

fn const_case(wire: &str) -> String {
    prefixed(whole(&spelled(wire), true).to_shouty_snake_case(), "_")
}

fn prefixed(name: String, prefix: &str) -> String {
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("{prefix}{name}") } else { name }
}

/// How long a name may be that is put together; those of the document are as long as they are.
const LONGEST: usize = 60;

/// How much room is left for what tells two names apart that are shortened to one.
const ROOM: usize = 6;

/// A text without so many words in its middle that it makes a name of at most this length: its first and last words say most.
fn shortened(text: &str, longest: usize) -> String {
    let words = words(text);
    let mut left = longest.saturating_sub(ROOM);
    let (mut first, mut last) = (0, words.len());
    while first < last {
        // The end names what the type is of, so it comes first.
        let at_end = words.len() - last <= first;
        let word = &words[if at_end { last - 1 } else { first }];
        // Names of methods have `_` between words.
        let Some(rest) = left.checked_sub(word.len() + 1) else { break };
        left = rest;
        if at_end { last -= 1 } else { first += 1 }
    }
    let (before, behind) = (&words[..first], &words[last..]);
    match [before, behind].concat() {
        kept if kept.is_empty() => text.chars().take(longest).collect(),
        kept => kept.join(" "),
    }
}

/// The words of a text as names have them, in lower case.
pub(crate) fn words(wire: &str) -> Vec<String> {
    whole(&spelled(wire), true).to_snake_case().split('_').map(str::to_owned).collect()
}

/// Words with capitals inside, and how each stands in the name of a type; of two that begin alike the longer one is first.
const WORDS: [(&str, &str); 27] = [
    ("OAuth2", "OAuth2"),
    ("OAuth", "OAuth"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("iOS", "Ios"),
    ("iPadOS", "IpadOs"),
    ("iPhone", "Iphone"),
    ("iPad", "Ipad"),
    ("macOS", "MacOs"),
    ("tvOS", "TvOs"),
    ("watchOS", "WatchOs"),
    ("GitHub", "GitHub"),
    ("GitLab", "GitLab"),
    ("mTLS", "Mtls"),
    ("OpenAPI", "OpenApi"),
    ("GraphQL", "GraphQl"),
    ("JavaScript", "JavaScript"),
    ("TypeScript", "TypeScript"),
    ("LinkedIn", "LinkedIn"),
    ("PayPal", "PayPal"),
    ("YouTube", "YouTube"),
    ("ETag", "Etag"),
    ("OpenAI", "OpenAi"),
    ("MySQL", "MySql"),
    ("PostgreSQL", "PostgreSql"),
    ("WebSocket", "WebSocket"),
    ("WiFi", "Wifi"),
];

/// A text in which words with capitals inside, and plurals of acronyms, are one word each: for names with `_` in lower case.
fn whole(text: &str, lower: bool) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(first) = rest.chars().next() {
        let known = word_at(before, rest).or_else(|| plural_at(before, rest));
        let length = match known {
            Some((length, word)) => {
                whole.push(' ');
                whole.push_str(&if lower { word.to_lowercase() } else { word });
                whole.push(' ');
                length
            }
            None => {
                whole.push(first);
                first.len_utf8()
            }
        };
        let (taken, left) = rest.split_at(length);
        (before, rest) = (taken.chars().next_back(), left);
    }
    whole
}

/// The known word that a text begins with, and its length in the text: as it is written in the list, in lower case
/// (`oauth2`), or with its first letter as a capital (`Oauth2`).
fn word_at(before: Option<char>, text: &str) -> Option<(usize, String)> {
    let (known, word) = WORDS.iter().find(|(known, _)| {
        let Some(said) = text.get(..known.len()).filter(|said| said.eq_ignore_ascii_case(known)) else { return false };
        let is_plain = said.bytes().skip(1).all(|byte| !byte.is_ascii_uppercase());
        let goes_on = |next: char| {
            next.is_ascii_lowercase() || next.is_ascii_digit() && known.ends_with(|last: char| last.is_ascii_digit())
        };
        (said == *known || is_plain)
            && begins(before, said)
            && text.get(known.len()..).and_then(|rest| rest.chars().next()).is_none_or(|next| !goes_on(next))
    })?;
    Some((known.len(), (*word).to_owned()))
}

/// Whether a word can begin behind a letter: `fooGitHub`, but no `axiOS`. What begins in lower case begins where nothing of another
/// word is before it.
fn begins(before: Option<char>, word: &str) -> bool {
    before.is_none_or(|before| match word.starts_with(|first: char| first.is_ascii_lowercase()) {
        true => !before.is_ascii_alphanumeric(),
        false => !before.is_ascii_uppercase(),
    })
}

/// The plural of an acronym that a text begins with: `URLs`.
fn plural_at(before: Option<char>, text: &str) -> Option<(usize, String)> {
    if before.is_some_and(|before| before.is_ascii_uppercase()) {
        return None;
    }
    let acronym = text.find(|c: char| !c.is_ascii_uppercase()).filter(|length| *length > 1)?;
    let (acronym, rest) = text.split_at(acronym);
    let behind = rest.strip_prefix('s')?;
    let ends = !behind.starts_with(|c: char| c.is_ascii_lowercase());
    let mut letters = acronym.chars();
    let first = letters.next()?;
    ends.then(|| (acronym.len() + 1, format!("{first}{}s", letters.as_str().to_lowercase())))
}

/// ASCII words with signs spelled out where they carry the meaning; never empty.
fn spelled(wire: &str) -> String {
    let ascii = any_ascii(wire);
    let words: String = ascii.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    if !words.trim().is_empty() {
        return match sign_before_digit(&ascii) {
            Some(sign) => format!("{sign} {}", words.trim()),
            None => words,
        };
    }
    match ascii.trim() {
        "" if wire.is_empty() => "empty".to_owned(),
        "" if ascii.is_empty() => code_points(wire),
        "" => "blank".to_owned(),
        signs => signs.chars().take(8).map(sign).collect::<Vec<_>>().join(" "),
    }
}

/// The word for the signs that begin the text, where a digit follows them.
fn sign_before_digit(ascii: &str) -> Option<String> {
    let digits = ascii.find(|c: char| c.is_ascii_digit())?;
    let signs = &ascii[..digits];
    let all_signs = !signs.is_empty() && signs.len() <= 3 && signs.chars().all(|c| "+-<>=!~".contains(c));
    all_signs.then(|| signs.chars().map(sign).collect::<Vec<_>>().join(" "))
}

/// Text that no transliteration covers is named by its code points.
fn code_points(wire: &str) -> String {
    wire.chars().take(4).map(|c| format!("u{:x}", u32::from(c))).collect::<Vec<_>>().join(" ")
}

fn sign(c: char) -> &'static str {
    match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '<' => "less",
        '>' => "greater",
        '=' => "equals",
        '!' => "not",
        '~' => "tilde",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '#' => "hash",
        '$' => "dollar",
        '@' => "at",
        '_' => "underscore",
        '"' | '\'' | '`' => "quote",
        '(' | ')' => "parenthesis",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        _ => "sign",
    }
}

/// An identifier token; a keyword becomes a raw identifier.
fn identifier(name: &str) -> Ident {
    let identifier = if KEYWORDS.contains(&name) { Ident::new_raw } else { Ident::new };
    identifier(name, Span::call_site())
}

/// The words that are no identifiers, in some edition of Rust.
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
