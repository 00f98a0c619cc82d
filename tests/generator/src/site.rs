//! A documentation site on the loopback interface: what stands at each path, and which requests were made.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// What a site answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    status: &'static str,
    headers: String,
    body: String,
    /// How many bytes are announced beyond those that come.
    missing: usize,
}

impl Reply {
    /// A status with headers, each ending with a line break, and a body.
    pub fn new(status: &'static str, headers: &str, body: &str) -> Self {
        Self { status, headers: headers.to_owned(), body: body.to_owned(), missing: 0 }
    }

    /// A page of Markdown.
    pub fn page(body: &str) -> Self {
        Self::new("200 OK", "content-type: text/markdown; charset=utf-8\r\n", body)
    }

    /// A page of HTML.
    pub fn html(body: &str) -> Self {
        Self::new("200 OK", "content-type: text/html\r\n", body)
    }

    /// A redirect.
    pub fn to(location: &str) -> Self {
        Self::new("302 Found", &format!("location: {location}\r\n"), "")
    }

    /// Another header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// The same, cut off.
    #[must_use]
    pub fn cut(mut self) -> Self {
        self.missing = 100;
        self
    }

    fn header(&self, name: &str) -> Option<&str> {
        let of = |line: &'_ str| line.split_once(": ").is_some_and(|(known, _)| known.eq_ignore_ascii_case(name));
        self.headers.lines().find(|line| of(line)).and_then(|line| line.split_once(": ")).map(|(_, value)| value)
    }

    /// The bytes for a request: 304 where it knows this version.
    fn bytes(&self, head: &[String]) -> Vec<u8> {
        let asked = |name: &str| {
            head.iter().filter_map(|line| line.split_once(": ")).find(|(known, _)| known.eq_ignore_ascii_case(name))
        };
        let same = |request, response| asked(request).is_some_and(|(_, value)| self.header(response) == Some(value));
        if self.status == "200 OK" && (same("if-none-match", "etag") || same("if-modified-since", "last-modified")) {
            return b"HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n".to_vec();
        }
        let Self { status, headers, body, missing } = self;
        let length = body.len() + missing;
        format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}")
            .into_bytes()
    }
}

/// A site. What is not set is answered with 404.
#[derive(Clone)]
pub struct Site {
    origin: String,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    /// What is answered at each path: one after the other, the last for ever.
    replies: BTreeMap<String, Vec<Reply>>,
    requests: Vec<String>,
}

impl Site {
    /// A site without pages.
    ///
    /// # Panics
    /// The system has no port.
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Self { origin, shared: Arc::default() };
        let served = site.clone();
        std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| served.answer(stream)));
        site
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Puts something at a path.
    pub fn set(&self, path: &str, reply: Reply) {
        self.replies(path, vec![reply]);
    }

    /// Puts something at a path that changes with each request; the last stays.
    pub fn replies(&self, path: &str, replies: Vec<Reply>) {
        self.with(|shared| drop(shared.replies.insert(path.to_owned(), replies)));
    }

    /// Takes away what is at a path.
    pub fn remove(&self, path: &str) {
        self.with(|shared| drop(shared.replies.remove(path)));
    }

    /// The paths of the requests since the last call, each with ` 304?` where it names a version.
    pub fn requests(&self) -> Vec<String> {
        self.with(|shared| std::mem::take(&mut shared.requests))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Shared) -> T) -> T {
        act(&mut self.shared.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn answer(&self, mut stream: TcpStream) {
        let Ok(reader) = stream.try_clone() else { return };
        let lines = BufReader::new(reader).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
        let head: Vec<String> = lines.collect();
        let Some(path) = head.first().and_then(|line| line.split(' ').nth(1)) else { return };
        let conditional = head.iter().any(|line| {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            name == "if-none-match" || name == "if-modified-since"
        });
        let bytes = self.with(|shared| {
            shared.requests.push(format!("{path}{}", if conditional { " 304?" } else { "" }));
            let reply = shared.replies.get_mut(path).map(|replies| match replies.as_slice() {
                [_, _, ..] => replies.remove(0),
                _ => replies[0].clone(),
            });
            reply.unwrap_or_else(|| Reply::new("404 Not Found", "", "gone")).bytes(&head)
        });
        // A client that has gone away is no matter of the test.
        let _ = stream.write_all(&bytes);
    }
}

impl Default for Site {
    fn default() -> Self {
        Self::new()
    }
}

/// A page with one operation.
pub fn page(method: &str, path: &str, id: &str) -> String {
    let document = serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "Orchard", "version": "1"},
        "servers": [{"url": "https://api.orchard.example"}],
        "paths": {path: {method: {"operationId": id, "responses": {"200": {"description": "Fine"}}}}},
    });
    format!("# {id}\n\n```json\n{document}\n```\n")
}

/// A page that has a name for its version.
pub fn etagged(body: &str) -> Reply {
    Reply::page(body).with("etag", &format!("\"{}\"", body.len())).with("date", "Thu, 26 Nov 2026 08:00:00 GMT")
}

/// A site of three pages below `/docs`, listed by an index.
pub fn orchard() -> Site {
    let site = Site::new();
    let index = format!(
        "# Orchard\r\n\r\n> Trees.\r\n\r\n## API\r\n\r\n- [List trees]({}): All of them.\r\n- [Plant](trees/plant)\r\n\
         - [Fell](</docs/trees/fell/#now>)\r\n- [List trees again](trees/list.md#top)\r\n",
        site.url("/docs/trees/list.md")
    );
    site.set("/docs/llms.txt", Reply::page(&index));
    site.set("/docs/trees/list.md", etagged(&page("get", "/trees", "listTrees")));
    site.set("/docs/trees/plant.md", etagged(&page("post", "/trees", "plantTree")));
    let fell = Reply::page(&page("delete", "/trees", "fellTrees"));
    site.set("/docs/trees/fell/index.md", fell.with("last-modified", "Wed, 25 Nov 2026 08:00:00 GMT"));
    site
}
