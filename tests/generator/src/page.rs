//! Pages of HTML, read by an XML parser, and shown in a browser where there is one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How long a browser may take for one page.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a page has.
#[derive(Debug, Default)]
pub struct Page {
    /// The names of its elements.
    pub elements: BTreeSet<String>,
    /// Its attributes, as `class=finding`, with the name of their element in front: `details class=finding`.
    pub attributes: BTreeSet<String>,
    /// Its anchors.
    pub ids: Vec<String>,
    /// What a reader sees.
    pub text: String,
    /// Its style.
    pub style: String,
}

impl Page {
    /// Reads a page that is well-formed as XML, too.
    ///
    /// # Panics
    /// It is not.
    pub fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut reader = Reader::from_str(html);
        let mut open: Vec<String> = Vec::new();
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error} at {}", reader.error_position())) {
                Event::Start(start) => open.push(page.element(&start)),
                Event::Empty(start) => drop(page.element(&start)),
                Event::End(_) => drop(open.pop()),
                Event::Text(text) => {
                    let text = text.xml10_content();
                    if open.last().is_some_and(|name| name == "style") {
                        page.style += &text;
                    } else {
                        page.text += &text;
                    }
                }
                Event::GeneralRef(name) => {
                    let known = ["amp", "lt", "gt", "quot", "#39"].iter().position(|known| *known == &*name);
                    page.text.push(['&', '<', '>', '"', '\''][known.expect("a reference that we write")]);
                }
                Event::DocType(_) => {}
                Event::Eof => break,
                other => panic!("a page has no {other:?}"),
            }
        }
        assert_eq!(open, Vec::<String>::new(), "everything is closed");
        page
    }

    fn element(&mut self, start: &BytesStart<'_>) -> String {
        let name = start.name().as_ref().to_owned();
        for attribute in start.attributes() {
            let attribute = attribute.expect("an attribute");
            let key = attribute.key.as_ref().to_owned();
            let value = attribute.value.clone().into_owned();
            if key == "id" {
                self.ids.push(value.clone());
            }
            self.attributes.insert(format!("{name} {key}={value}"));
        }
        self.elements.insert(name.clone());
        name
    }
}

/// A browser of this machine, if it has one.
pub fn browser() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    let mut found = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    found.find(|path| path.is_file())
}

/// Runs a browser on a page that stands in a folder; what it prints. `None` where it does not work here.
pub fn browse(browser: &Path, folder: &Path, page: &str, more: &[&str]) -> Option<String> {
    let (profile, printed) = (folder.join("profile"), folder.join("printed"));
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]);
    command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
    command.arg(format!("--user-data-dir={}", profile.display())).args(more);
    command.arg(format!("file://{}", folder.join(page).display()));
    command.stdin(Stdio::null()).stderr(Stdio::null()).stdout(fs::File::create(&printed).ok()?);
    let mut child = command.spawn().ok()?;
    let until = Instant::now() + PATIENCE;
    loop {
        match child.try_wait().ok()? {
            Some(status) => return status.success().then(|| fs::read_to_string(printed).ok())?,
            None if Instant::now() < until => thread::sleep(Duration::from_millis(50)),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}
