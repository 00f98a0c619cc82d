//! What the recorder has to have seen: the target that a call tells, and the expectations of `wire.tsv`.

use crate::calls::Call;
use crate::recorder::Request;

/// An expectation: a line of `wire.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The scenario; `*`: every one.
    pub scenario: String,
    /// What is looked at.
    pub what: What,
    /// What it has to be.
    pub wanted: String,
}

/// What an expectation looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// `target`: the path and query, byte for byte.
    Target,
    /// `header NAME`
    Header(String),
    /// `absent NAME`: no such header.
    Absent(String),
    /// `body`: byte for byte.
    Body,
    /// `body-has`: a part of the body, in which `\r\n` is a line break.
    BodyHas,
}

/// Reads expectations: lines of `scenario TAB what TAB wanted`; lines that begin with `#` are comments.
///
/// # Errors
/// A line is none.
pub fn read(text: &str) -> Result<Vec<Expectation>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(index, line)| expectation(line).ok_or_else(|| format!("wire.tsv:{}: no expectation", index + 1)))
        .collect()
}

fn expectation(line: &str) -> Option<Expectation> {
    let mut columns = line.split('\t');
    let (scenario, what, wanted) = (columns.next()?, columns.next()?, columns.next().unwrap_or_default());
    let what = match what.split_once(' ') {
        None if what == "target" => What::Target,
        None if what == "body" => What::Body,
        None if what == "body-has" => What::BodyHas,
        Some(("header", name)) => What::Header(name.to_owned()),
        Some(("absent", name)) => What::Absent(name.to_owned()),
        _ => return None,
    };
    columns.next().is_none().then(|| Expectation { scenario: scenario.to_owned(), what, wanted: wanted.to_owned() })
}

/// What is wrong with the requests of a call.
pub fn compare(call: &Call, requests: &[Request], expectations: &[Expectation]) -> Vec<String> {
    let Some(first) = requests.first() else { return vec!["no request was sent".to_owned()] };
    let mut wrong = Vec::new();
    if !first.method.eq_ignore_ascii_case(&call.operation.method) {
        wrong.push(format!("the method {} instead of {}", first.method, call.operation.method));
    }
    let target = call.target.as_ref().filter(|target| comparable(target) != comparable(&first.target));
    wrong.extend(target.map(|target| format!("the target {} instead of {target}", first.target)));
    let mine = expectations.iter().filter(|of| of.scenario == "*" || of.scenario == call.scenario);
    wrong.extend(mine.filter_map(|expectation| expectation.unmet(first)));
    wrong
}

impl Expectation {
    fn unmet(&self, request: &Request) -> Option<String> {
        let wanted = &self.wanted;
        let body = String::from_utf8_lossy(&request.body);
        match &self.what {
            What::Target => {
                (request.target != *wanted).then(|| format!("the target {} instead of {wanted}", request.target))
            }
            What::Header(name) => {
                let found = request.header(name);
                (found != Some(wanted))
                    .then(|| format!("the header {name}: {} instead of {wanted}", found.unwrap_or("none")))
            }
            What::Absent(name) => {
                request.header(name).map(|found| format!("the header {name}: {found} instead of none"))
            }
            What::Body => (body != *wanted).then(|| format!("the body {body} instead of {wanted}")),
            What::BodyHas => {
                let wanted = wanted.replace("\\r\\n", "\r\n");
                (!body.contains(&wanted)).then(|| format!("the body {body:?} without {wanted:?}"))
            }
        }
    }
}

/// A target in one spelling, in which only differences remain that mean something: delimiters as they are against encoded ones,
/// `%20` against `+`. Characters without a meaning there may be encoded or not (RFC 3986, section 2.4).
fn comparable(target: &str) -> String {
    const MEANS: &str = " ,&=+|;/?#%";
    let mut spelled = String::new();
    let mut rest = target;
    while let Some(first) = rest.chars().next() {
        let encoded =
            rest.strip_prefix('%').and_then(|after| after.get(..2)).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let length = if encoded.is_some() { 3 } else { first.len_utf8() };
        match encoded {
            Some(byte) if byte.is_ascii() && !MEANS.contains(char::from(byte)) => spelled.push(char::from(byte)),
            Some(byte) => spelled.push_str(&format!("%{byte:02X}")),
            None if first.is_ascii() => spelled.push(first),
            None => rest[..length].bytes().for_each(|byte| spelled.push_str(&format!("%{byte:02X}"))),
        }
        rest = &rest[length..];
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::{What, comparable, read};

    #[test]
    fn delimiters_have_to_be_as_they_are() {
        assert_eq!(comparable("/a?%24filter=it%27s"), comparable("/a?$filter=it's"));
        assert_ne!(comparable("/a?c=1,2"), comparable("/a?c=1%2C2"));
        assert_ne!(comparable("/a?c=1%202"), comparable("/a?c=1+2"));
        assert_ne!(comparable("/a%2Fb"), comparable("/a/b"));
        assert_eq!(comparable("/%c3%a4"), comparable("/ä"));
    }

    #[test]
    fn expectations_are_lines() {
        let read = read("# a comment\nX_y\theader accept\tapplication/json\n*\tabsent cookie\n").expect("they are");
        assert_eq!((read[0].wanted.as_str(), &read[1].what), ("application/json", &What::Absent("cookie".to_owned())));
        assert!(super::read("X_y\tcolour\tred\n").is_err());
    }
}
