//! Any text: reading, locating, extracting, merging and overlaying end, and say something that can be shown.

use std::time::Duration;
use std::time::Instant;

use crategen::config::Merge;
use crategen::diagnostic::Diagnostics;
use crategen::diagnostic::Spot;
use crategen::document::Document;
use crategen::document::Origins;
use crategen::document::merge::Part;
use crategen::document::merge::merge;
use crategen::document::overlay::apply;
use crategen::document::page::extract;
use crategen::document::page::fragment_paths;
use crategen::source::Sources;
use crategen::source::locate;
use crategen::source::parse;

/// Texts that are changed at random.
const SEEDS: [&str; 9] = [
    "{\"openapi\": \"3.0.0\", \"paths\": {\"/a\": {\"get\": {\"tags\": [\"x\"], \"security\": [{}, {}]}}}, \"a\\u00e9\": [1, -2.5e3, null]}",
    "openapi: 3.0.0\npaths:\n  /a: &x\n    get: {tags: [x], 'y': \"z\\n\"}\n  /b: *x\n  <<: [*x]\nt: |-\n  text\n   more\n200: >+\n  f\n\n",
    "a: !!str 1\nb: ! x\n? c\n: d\n- e\n---\nf: [g, {h: i}]\n...\n%YAML 1.2\n",
    "# T\n\n> ```json\n> {\"openapi\": \"3.0.0\", \"paths\": {\"/a\": {\"get\": {\"summary\": \"T\"}}}}\n> ```\n\n- ~~~ yaml\n  openapi: 3.0.0\n  ~~~\n",
    "overlay: 1.1.0\ninfo: {title: t, version: v}\nactions:\n  - target: $.paths['/a'].get..tags[?@ == 'x']\n    remove: true\n  - target: $..*\n    update: {a: 1}\n  - {target: $.a, copy: $.b}\n",
    "\u{feff}{\"a\": \"\u{202e}ä漢💥\"}\r\n",
    "- - - a\n- ? - b\n  : c\n-\n  - d\n",
    "a: 'b''c\n  d'\ne: \"f\\\n  g\\x41\\u263a\"\nh: i # j\n#k\n",
    "[{\"a\":[[[[{}]]]]},\"\\\"\\\\\",true,false]",
];
const PIECES: [&str; 40] = [
    "{", "}", "[", "]", ",", ":", "\"", "'", "\n", "\r\n", "\t", " ", "  ", "-", "- ", "? ", "&a ", "*a", "!",
    "!!int ", "|", ">", "#", "%", "@", "`", "```\n", "~~~", "---\n", "...\n", "<<: ", "\\", "\0", "\u{85}", "\u{2028}",
    "\u{feff}", "ä", "💥", "1e9", "\\ud800",
];

/// A small generator of numbers: the same on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).expect("small")).expect("small")
    }
}

fn mutated(numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = SEEDS[numbers.below(SEEDS.len())].as_bytes().to_vec();
    for _ in 0..=numbers.below(5) {
        let at = numbers.below(bytes.len() + 1);
        match numbers.below(5) {
            0 => drop(bytes.drain(at..(at + numbers.below(8)).min(bytes.len()))),
            1 => bytes.insert(at, u8::try_from(numbers.below(256)).expect("a byte")),
            2 => {
                let from = numbers.below(bytes.len() + 1);
                let part = bytes[from..(from + numbers.below(40)).min(bytes.len())].to_vec();
                drop(bytes.splice(at..at, part));
            }
            3 => bytes.truncate(at.max(1)),
            _ => {
                let piece = PIECES[numbers.below(PIECES.len())].repeat(1 + numbers.below(3));
                drop(bytes.splice(at..at, piece.into_bytes()));
            }
        }
    }
    bytes
}

#[test]
fn any_text_is_read_or_refused() {
    let rounds = std::env::var("ROBUST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(2500);
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let (mut read, mut refused) = (0, 0);
    for round in 0..rounds {
        let bytes = mutated(&mut numbers);
        let mut sources = Sources::new();
        let file = sources.add_bytes(["a.json", "a.yaml", "a"][round % 3], bytes.clone());
        let result = std::panic::catch_unwind(move || {
            let mut sources = sources;
            let pointer = ["", "/paths/~1a/get/tags/0", "/b", "/0/0/0", "/200"][round % 5].parse().expect("a pointer");
            let span = locate(sources.text(file), &Spot::Pointer(pointer));
            assert!(sources.text(file).get(span.bytes).is_some());
            if let Ok((fragments, said)) = extract(&mut sources, file).map_err(|said| said.render(&sources, true)) {
                assert_eq!(fragment_paths(&fragments).len(), fragments.len());
                let parts = fragments.into_iter().map(|fragment| Part::new("a", fragment.into_document())).collect();
                let mut about = Diagnostics::new();
                merge(parts, &Merge::default(), &mut about);
                about.render(&sources, true);
                said.to_json(&sources);
            }
            match parse(&sources, file) {
                Ok(value) => {
                    let document = Document::new(value, Origins::of(file));
                    let applied = apply(&sources, file, document);
                    applied.map_or_else(|said| said.render(&sources, true), |(_, said)| said.render(&sources, true));
                    true
                }
                Err(said) => {
                    assert!(said.has_errors() && !said.render(&sources, false).is_empty());
                    said.to_json(&sources);
                    false
                }
            }
        });
        match result {
            Ok(true) => read += 1,
            Ok(false) => refused += 1,
            Err(_) => panic!("{:?}", String::from_utf8_lossy(&bytes)),
        }
    }
    assert!(read > rounds / 20 && refused > rounds / 20, "{read} read, {refused} refused");
}

/// Texts that cost more than they weigh.
#[test]
fn bombs_end_soon() {
    let laughs: String = (1..40)
        .map(|level| format!("l{level}: &l{level} [{}]\n", vec![format!("*l{}", level - 1); 9].join(", ")))
        .collect();
    let merges: String = (1..30)
        .map(|level| {
            format!("m{level}: &m{level} {{<<: [{}], k{level}: 1}}\n", vec![format!("*m{}", level - 1); 9].join(", "))
        })
        .collect();
    let anchors: String = (0..250).map(|level| format!("{}a: &a{level}\n", " ".repeat(level))).collect();
    let texts = [
        ("a.yaml", format!("l0: &l0 lol\n{laughs}")),
        ("a.yaml", format!("m0: &m0 {{k0: 1}}\n{merges}")),
        ("a.yaml", format!("{anchors}{}x: {}\n", " ".repeat(250), "y".repeat(1 << 20))),
        ("a.yaml", "[".repeat(1_000_000)),
        ("a.yaml", "- ".repeat(300_000)),
        ("a.yaml", "{a: ".repeat(300_000)),
        ("a.yaml", "? ".repeat(300_000)),
        ("a.yaml", format!("a: {}", "&a ".repeat(100_000))),
        ("a.yaml", "!".repeat(300_000)),
        ("a.yaml", format!("\"{}", "\\".repeat(300_000))),
        ("a.yaml", "a:\n".repeat(100_000)),
        ("a.yaml", "#".repeat(1_000_000)),
        ("a.yaml", format!("a: |\n{}", " \n".repeat(300_000))),
        ("a.yaml", format!("a: {}", " x\n".repeat(200_000))),
        ("a.json", "[".repeat(1_000_000)),
        ("a.json", "{\"a\":".repeat(300_000)),
        ("a.json", format!("[{}0]", "0,".repeat(5_000_000))),
        ("a.json", format!("{{{}\"a\":0}}", "\"a\":0,".repeat(500_000))),
        ("a.md", "> ".repeat(100_000)),
        ("a.md", "- ".repeat(50_000)),
        ("a.md", "```\n".repeat(50_000)),
        ("a.md", "[".repeat(100_000)),
        ("a.md", "*a_ ".repeat(50_000)),
        ("a.md", "`".repeat(200_000)),
        ("a.md", "# \n".repeat(100_000)),
        ("a.md", "<a ".repeat(100_000)),
    ];
    for (name, text) in texts {
        let start = Instant::now();
        let beginning: String = text.chars().take(40).collect();
        let mut sources = Sources::new();
        let file = sources.add(name, text);
        let said = if name == "a.md" { extract(&mut sources, file).err() } else { parse(&sources, file).err() };
        if let Some(said) = said {
            assert!(said.render(&sources, false).len() < 100_000, "{beginning}");
        }
        let took = start.elapsed();
        eprintln!("{took:?} {name} {beginning:?}");
        assert!(took < Duration::from_secs(30), "{beginning} took {took:?}");
    }
}

/// A thousand fragments, as a large API's pages have them, and then an overlay that touches each operation.
#[test]
fn many_fragments_are_merged_soon() {
    let start = Instant::now();
    let mut sources = Sources::new();
    let mut parts = Vec::new();
    for index in 0..1000 {
        let schemas: String =
            (0..10).map(|own| format!("\"S{}\": {{\"type\": \"string\"}},", (index * 3 + own) % 1500)).collect();
        let text = format!(
            "{{\"openapi\": \"3.0.0\", \"info\": {{}}, \"tags\": [{{\"name\": \"t\"}}], \"paths\": {{\"/r{index}\": {{\"get\": {{\"operationId\": \"o{index}\",
             \"x-list\": [1, 2, 3, 4]}}}}}}, \"components\": {{\"schemas\": {{{schemas} \"Z\": {{}}}}}}}}"
        );
        let file = sources.add(format!("{index}.json"), text);
        let value = parse(&sources, file).expect("JSON");
        parts.push(Part::new(format!("{index}.json"), Document::new(value, Origins::of(file))));
    }
    let merged = merge(parts, &Merge::default(), &mut Diagnostics::new()).expect("fragments");
    assert_eq!(merged.value["paths"].as_object().map(serde_json::Map::len), Some(1000));
    eprintln!("merged after {:?}", start.elapsed());
    let overlay = sources.add(
        "overlay.yaml",
        "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $..['x-list'][?@ > 2]\n  remove: true\n- target: $.paths.*.get\n  update: {summary: x}\n",
    );
    let (after, _) = apply(&sources, overlay, merged).expect("it applies");
    assert_eq!(after.value["paths"]["/r7"]["get"]["x-list"].as_array().map(Vec::len), Some(2));
    let took = start.elapsed();
    eprintln!("all after {took:?}");
    assert!(took < Duration::from_secs(30));
}

/// Documents as deep as they may be go through every stage on the stack of a test thread.
#[test]
fn deep_documents_go_through() {
    let mut sources = Sources::new();
    let mut part = |name: &str, inner: &str| {
        let deep = format!("{}{inner}{}", "{\"properties\":{\"a\":".repeat(120), "}}".repeat(120));
        let text = format!("{{\"openapi\": \"3.0.0\", \"components\": {{\"schemas\": {{\"S\": {deep}}}}}}}");
        let file = sources.add(name, text);
        let value = parse(&sources, file).unwrap_or_else(|said| panic!("{}", said.render(&sources, false)));
        Part::new(name, Document::new(value, Origins::of(file)))
    };
    let (a, b) = (part("a", "{\"type\": \"string\"}"), part("b", "{\"type\": \"number\"}"));
    let mut said = Diagnostics::new();
    let merged = merge(vec![a.clone(), b], &Merge::default(), &mut said).expect("both");
    assert_eq!(merged.value["components"]["schemas"].as_object().map(serde_json::Map::len), Some(2));
    assert_eq!(said.summary(), "1 warning");
    assert!(said.render(&sources, false).contains("properties/a/type"));
    let overlay = sources.add(
        "o.yaml",
        "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $..[?@.type]\n  update: {x: 1}\n- target: $..x\n  remove: true\n",
    );
    let before = a.document.value.clone();
    let (after, said) = apply(&sources, overlay, a.document).expect("it applies");
    assert!(said.is_empty());
    assert_eq!(after.value, before);
}
