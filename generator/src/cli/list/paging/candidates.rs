//! The rules that the names of an operation suggest.

use super::Rule;
use super::places::{Places, Wanted, plain};
use super::words::{AROUND, CURSOR, LINK, MORE, NEXT, NEXT_OFFSET, OFFSET, PAGE, PAGES, SIZE, TOTAL};
use crate::ir::{Client, Content, Operation, Payload, Presence, Reply, Type};
use crate::pointer::Pointer;

/// The rules of an operation by its names, the most telling first.
pub(super) fn candidates(client: &Client, operation: &Operation) -> Vec<Rule> {
    let Some(named) = Named::of(client, operation) else { return Vec::new() };
    let links = if is_read(operation) { named.links(operation) } else { Vec::new() };
    let cursors = named.cursor().into_iter().chain(named.offset_told());
    cursors.chain(links).chain(named.page()).chain(named.offset()).collect()
}

/// What the names of an operation tell.
struct Named<'c> {
    client: &'c Client,
    response: Places<'c>,
    inputs: Vec<Input>,
    /// The list of items.
    items: String,
    /// The parameter for the size of a page.
    size: Option<String>,
    /// Whether there are more pages.
    more: Option<String>,
}

impl<'c> Named<'c> {
    fn of(client: &'c Client, operation: &'c Operation) -> Option<Self> {
        let mut replies = operation.success.iter().map(|success| &success.reply);
        let reply = replies.find_map(|reply| if let Reply::Json(ty) = reply { Some(ty) } else { None })?;
        let response = Places::of(client, reply);
        let items = response.items(operation)?;
        let inputs = inputs(client, operation);
        // What sends the items is no search for them.
        if items.strip_prefix('/').is_some_and(|items| inputs.iter().any(|input| input.wire == items)) {
            return None;
        }
        let more = response.find(MORE, Wanted::Flag);
        let size = input(&inputs, SIZE).map(|input| input.wire.clone());
        Some(Self { client, response, inputs, items, size, more })
    }

    /// A rule with the keys that have a value. The first key stands before `items`.
    fn rule(&self, kind: &str, keys: &[(&'static str, &Option<String>)]) -> Rule {
        let mut rule: Rule = vec![("kind", kind.to_owned())];
        rule.extend(keys.iter().filter_map(|(key, value)| Some((*key, (*value).clone()?))));
        rule.insert(rule.len().min(2), ("items", self.items.clone()));
        rule.extend(self.size.clone().map(|size| ("size", size)));
        rule
    }

    /// A text or number that leads to the next page; or the last item does.
    fn cursor(&self) -> Option<Rule> {
        let cursor = input(&self.inputs, CURSOR)?;
        let (from, at) = match self.response.find(NEXT, Wanted::like(self.client, &cursor.ty)) {
            Some(next) => ("next", next),
            None if self.more.is_some() && self.response.item_has_id(&self.items) => ("next-item", "/id".to_owned()),
            None => return None,
        };
        Some(self.asked("cursor", cursor, (from, Some(at))))
    }

    /// An offset that the response tells: to count what was read would be wrong there.
    fn offset_told(&self) -> Option<Rule> {
        let offset = input(&self.inputs, OFFSET)?;
        let next = self.response.find(NEXT_OFFSET, Wanted::like(self.client, &offset.ty))?;
        Some(self.asked("cursor", offset, ("next", Some(next))))
    }

    /// The URL of the next page, in the body or in the header `Link`.
    fn links(&self, operation: &Operation) -> Vec<Rule> {
        let next = self.response.find(LINK, Wanted::Url);
        let in_body = next.is_some().then(|| self.rule("link", &[("next", &next)]));
        let mut headers = operation.headers.iter().flat_map(|headers| &headers.fields);
        let has_header = headers.any(|header| header.wire.eq_ignore_ascii_case("link"));
        in_body.into_iter().chain(has_header.then(|| self.rule("link", &[]))).collect()
    }

    fn page(&self) -> Option<Rule> {
        let total = self.response.find(PAGES, Wanted::Scalar);
        Some(self.asked("page", input(&self.inputs, PAGE)?, ("total", total)))
    }

    fn offset(&self) -> Option<Rule> {
        let offset = input(&self.inputs, OFFSET).filter(|_| self.size.is_some())?;
        Some(self.asked("offset", offset, ("total", self.response.find(TOTAL, Wanted::Scalar))))
    }

    /// A rule of a parameter that asks for a page.
    fn asked(&self, kind: &str, parameter: &Input, (key, value): (&'static str, Option<String>)) -> Rule {
        let parameter = Some(parameter.wire.clone());
        self.rule(kind, &[("parameter", &parameter), (key, &value), ("more", &self.more)])
    }
}

/// The first of these names that there is.
fn input<'i>(inputs: &'i [Input], names: &[&str]) -> Option<&'i Input> {
    names.iter().find_map(|name| inputs.iter().find(|input| input.plain == *name))
}

/// What a page can be asked for with.
struct Input {
    plain: String,
    /// As rules name it.
    wire: String,
    ty: Type,
}

/// Whether a request only reads, by its method (RFC 9110, section 9.2.1): then it can be made for each page.
fn is_read(operation: &Operation) -> bool {
    matches!(operation.method.as_str(), "GET" | "HEAD" | "QUERY")
}

/// Optional parameters of what only reads, and fields of a JSON body, which is how a search says where it goes on.
fn inputs(client: &Client, operation: &Operation) -> Vec<Input> {
    let of = |wire: &str, ty: &Type| Input { plain: plain(wire), wire: wire.to_owned(), ty: ty.clone() };
    let params = operation.params.iter().filter(|param| is_read(operation) && param.presence == Presence::Optional);
    let mut inputs: Vec<_> = params.map(|param| of(&param.wire, &param.ty)).collect();
    let is_search = is_read(operation) || operation.method == "POST";
    let contents = operation.body.as_ref().filter(|_| is_search).map(|body| body.contents.as_slice());
    if let [Content { payload: Payload::Json(ty), .. }] = contents.unwrap_or_default() {
        let own = client.fields(ty);
        inputs.extend(own.iter().map(|field| of(&field.wire, &field.ty)));
        for outer in own.iter().filter(|field| AROUND.contains(&plain(&field.wire).as_str())) {
            inputs.extend(client.fields(&outer.ty).iter().map(|field| {
                let pointer = Pointer::root().join([&outer.wire, &field.wire]).to_string();
                Input { wire: pointer, ..of(&field.wire, &field.ty) }
            }));
        }
    }
    inputs
}
