//! The registry of codes: each code of the sources stands in it, is explained, and is shown by a fixture or test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crategen::diagnostic::codes::{self, Code, STAGES};
use crategen::diagnostic::{Diagnostic, Diagnostics, Severity};
use generator_tests::{files_below, workspace};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// Files that show codes without anything that reports them.
const MADE_UP: &[&str] = &[
    "/diagnostics/main.rs",
    "/diagnostics/codes.rs",
    "/diagnostics/explain.rs",
    "/diagnostics__diagnostics_plain.snap",
];

#[test]
fn each_code_of_the_sources_stands_in_the_registry_and_each_of_the_registry_in_the_sources() {
    let written: BTreeSet<String> =
        sources().iter().flat_map(|path| literals(path)).filter(|text| is_code(text)).collect();
    let known: BTreeSet<String> = codes::all().map(|code| code.name.to_owned()).collect();
    let missing: Vec<_> = written.difference(&known).collect();
    assert_eq!(missing, Vec::<&String>::new(), "explain them in generator/src/diagnostic/codes/");
    let idle: Vec<_> = known.difference(&written).collect();
    assert_eq!(idle, Vec::<&String>::new(), "nothing reports them: remove them from generator/src/diagnostic/codes/");
}

#[test]
fn each_code_is_explained_once_in_whole_sentences() {
    let mut seen = BTreeSet::new();
    for code in codes::all() {
        assert!(seen.insert(code.name), "{} is explained twice", code.name);
        for text in [code.meaning, code.action] {
            let sentence = text.trim() == text && text.len() > 7 && (text.ends_with('.') || text.ends_with(".)"));
            assert!(sentence && !text.contains("  "), "{}: {text:?} is no sentence", code.name);
        }
        assert!(code.severities.is_sorted() && !code.severities.is_empty(), "{}: its severities", code.name);
        assert!(!code.of_rule || code.severities.contains(&Severity::Error), "{}: only errors are of rules", code.name);
    }
    let mut stages: Vec<&str> = codes::all().map(Code::stage).collect();
    stages.dedup();
    assert_eq!(
        stages,
        STAGES.iter().map(|(stage, _)| *stage).collect::<Vec<_>>(),
        "one group for each stage, in order"
    );
}

#[test]
fn each_code_is_shown_by_a_fixture_or_a_test() {
    let shown = shown();
    let missing: Vec<_> = codes::all().map(|code| code.name).filter(|name| !shown.contains_key(*name)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "a fixture (tests/fixtures/bad) or a test has to show them");
}

#[test]
fn codes_have_the_severities_that_snapshots_show() {
    for (name, severities) in shown() {
        let Some(code) = codes::find(&name) else { panic!("{name} is shown, but is no code") };
        for severity in severities {
            let known = code.severities.iter().any(|known| known.as_str() == severity);
            assert!(known, "{name}: a snapshot shows it as {severity}");
        }
    }
}

#[test]
fn an_error_knows_whether_a_rule_no_longer_applies() {
    let of_rule: Vec<&str> = codes::all().filter(|code| code.of_rule).map(|code| code.name).collect();
    let expected = [
        "config::unfit-rule",
        "config::unused-rule",
        "merge::unused-rule",
        "overlay::no-match",
        "names::operation-clash",
        "drift::unused-rule",
    ];
    assert_eq!(of_rule, expected);
    let gone = Diagnostic::error("names::operation-clash", None, "by a rule");
    assert!(gone.is_of_rule() && Diagnostics::from(gone).has_errors_of_rules());
    let note = Diagnostic::note("names::operation-clash", None, "by itself");
    assert!(!note.is_of_rule() && !Diagnostic::error("source::json", None, "").is_of_rule());
    assert!(!Diagnostics::from(note).has_errors_of_rules());
}

#[test]
fn near_codes_are_found() {
    assert_eq!(codes::near("lower::allof-conflict").first(), Some(&"lower::all-of-conflict"));
    assert_eq!(codes::near("unused-rule"), ["drift::unused-rule", "merge::unused-rule", "config::unused-rule"]);
    assert_eq!(codes::near("SOURCE::JSON").first(), Some(&"source::json"));
    assert!(codes::near("entirely-different-from-all").is_empty() && codes::near(&"x".repeat(9_999)).is_empty());
}

/// The sources of the generator, without the registry.
fn sources() -> Vec<PathBuf> {
    let registry = |path: &Path| path.to_string_lossy().replace('\\', "/").contains("/diagnostic/codes");
    let found = files_below(&workspace().join("generator/src"), &["rs"]);
    let found: Vec<_> = found.into_iter().filter(|path| !registry(path)).collect();
    assert!(found.len() > 100, "the sources are not where they are looked for");
    found
}

/// The texts in the code of a file, without those of its documentation.
fn literals(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("sources are text");
    let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut literals = Literals(Vec::new());
    literals.visit_file(&file);
    literals.0
}

struct Literals(Vec<String>);

impl Literals {
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    self.0.extend(syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|text| text.value()));
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Literals {
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.0.push(text.value());
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}

/// Whether a text has the form of a code: `stage::problem`.
fn is_code(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.chars().all(is_letter) && word.starts_with(|a: char| a.is_ascii_lowercase())
    };
    text.split_once("::").is_some_and(|(stage, problem)| stage != "crate" && word(stage) && word(problem))
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-'
}

/// The codes in snapshots and in what tests expect, each with the severities that it is shown with.
fn shown() -> BTreeMap<String, BTreeSet<String>> {
    let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files_below(&workspace().join("tests"), &["rs", "snap"]) {
        let name = path.to_string_lossy().replace('\\', "/");
        if MADE_UP.iter().any(|made_up| name.ends_with(made_up)) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("tests are text");
        for (at, _) in text.match_indices("::") {
            let (before, behind) = text.split_at(at);
            let stage = before.rsplit(|letter| !is_letter(letter)).next().unwrap_or_default();
            let problem = behind[2..].split(|letter| !is_letter(letter)).next().unwrap_or_default();
            let code = format!("{stage}::{problem}");
            if codes::find(&code).is_some() {
                let before = before.strip_suffix(stage).and_then(|before| before.strip_suffix('['));
                let word = before.and_then(|before| before.rsplit(|letter| !is_letter(letter)).next());
                let severity = word.filter(|word| ["error", "warning", "note"].contains(word)).map(str::to_owned);
                shown.entry(code).or_default().extend(severity);
            }
        }
    }
    shown
}
