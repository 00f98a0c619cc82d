//! A request as it arrived, taken apart.

/// A request: its first line, its headers and its body.
pub struct Wire<'a> {
    pub line: &'a str,
    headers: Vec<(String, &'a str)>,
    pub body: &'a str,
}

impl<'a> Wire<'a> {
    pub fn of(request: &'a str) -> Self {
        let (head, body) = request.split_once("\r\n\r\n").expect("the head has an end");
        let mut lines = head.split("\r\n");
        let line = lines.next().expect("there is a request line");
        let header = |line: &'a str| {
            let (name, value) = line.split_once(':').expect("a header has a colon");
            (name.to_ascii_lowercase(), value.trim())
        };
        Self { line, headers: lines.map(header).collect(), body }
    }

    /// The values of all headers of that name.
    pub fn header(&self, name: &str) -> Vec<&'a str> {
        self.headers.iter().filter(|(own, _)| own == name).map(|(_, value)| *value).collect()
    }

    /// The names of all headers, in order of the alphabet; without `accept-encoding`, which other packages of this workspace
    /// may switch on.
    pub fn names(&self) -> Vec<&str> {
        let names = self.headers.iter().map(|(name, _)| name.as_str());
        let mut names: Vec<&str> = names.filter(|name| *name != "accept-encoding").collect();
        names.sort_unstable();
        names
    }
}
