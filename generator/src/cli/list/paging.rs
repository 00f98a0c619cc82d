//! Which operations seem to give their results page by page: by the names of parameters and properties that APIs commonly use.
//! A rule is proposed only if the generator would take it.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::rows::all;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::{Client, Content, Field, Operation, Payload, Presence, Reply, Segment, Type, TypeShape};
use crate::lower;
use crate::model::Api;
use crate::pointer::Pointer;
use crate::source::Sources;

/// A rule and the operations that it fits.
pub type Proposals = IndexMap<Rule, Vec<String>>;

/// What a `[[paging]]` says beside the operation: keys and texts, in order.
pub type Rule = Vec<(&'static str, String)>;

const CURSOR: &[&str] = &[
    "cursor",
    "after",
    "startingafter",
    "pagetoken",
    "nexttoken",
    "nextpagetoken",
    "nextcursor",
    "continuationtoken",
    "continuation",
    "marker",
    "startcursor",
    "afterid",
    "pageafter",
    "pagecursor",
    "paginationtoken",
    "paginationkey",
    "scrollid",
    "startafter",
    "pagestate",
    "bookmark",
    "lastkey",
    "exclusivestartkey",
];
const PAGE: &[&str] = &["page", "pagenumber", "pagenum", "pageno", "pageindex", "currentpage"];
const OFFSET: &[&str] = &["offset", "skip", "startat", "startindex", "pageoffset", "start", "from"];
const SIZE: &[&str] = &[
    "limit",
    "perpage",
    "pagesize",
    "pagelimit",
    "first",
    "maxresults",
    "size",
    "top",
    "resultsperpage",
    "maxitems",
    "itemsperpage",
    "count",
    "take",
];
const NEXT: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextpage",
    "nextmarker",
    "endcursor",
    "continuationtoken",
    "after",
    "next",
    "cursor",
    "paginationtoken",
    "scrollid",
    "nextafter",
    "lastid",
    "pagetoken",
    "nextpagecursor",
    "bookmark",
    "lastevaluatedkey",
];
/// Where the next page begins, in a parameter that is called an offset or a page, but is told by the response.
const NEXT_OFFSET: &[&str] =
    &["nextpageoffset", "nextoffset", "nextstart", "nextstartindex", "nextskip", "nextfrom", "offsetnext"];
const LINK: &[&str] =
    &["next", "nexturl", "nextlink", "nextpageurl", "odatanextlink", "nextpagelink", "nexthref", "href", "nextpage"];
const MORE: &[&str] = &["hasmore", "hasnextpage", "hasnext", "more", "hasmorepages", "morepages", "istruncated"];
const PAGES: &[&str] = &["totalpages", "pagecount", "lastpage", "pages", "totalpage"];
const TOTAL: &[&str] = &["total", "totalcount", "totalitems", "totalresults", "totalrecords"];
const ITEMS: &[&str] = &[
    "data",
    "items",
    "results",
    "records",
    "entries",
    "values",
    "value",
    "content",
    "rows",
    "list",
    "objects",
    "hits",
    "documents",
    "resources",
    "elements",
    "members",
    "nodes",
];
const AROUND: &[&str] = &[
    "meta",
    "metadata",
    "pagination",
    "paging",
    "pageinfo",
    "responsemetadata",
    "links",
    "cursors",
    "page",
    "result",
    "data",
    "response",
    "next",
    "hits",
    "search",
];

/// The rules that fit operations without paging.
pub fn proposals(config: &Config, api: &Api, client: &Client) -> Proposals {
    let unpaged = all(client).filter(|(_, operation)| operation.paging.is_none());
    let mut candidates: IndexMap<String, Vec<Rule>> = IndexMap::new();
    for (_, operation) in unpaged {
        let rules = candidates_of(client, operation);
        if !rules.is_empty() {
            candidates.insert(operation.id.clone(), rules);
        }
    }
    let mut proposals = Proposals::new();
    for round in 0.. {
        let tried: Vec<(&String, &Rule)> =
            candidates.iter().filter_map(|(id, rules)| Some((id, rules.get(round)?))).collect();
        if tried.is_empty() {
            break;
        }
        let taken = taken(config, api, &tried);
        for (id, rule) in tried.iter().filter(|(id, _)| taken.contains(*id)) {
            proposals.entry((*rule).clone()).or_default().push((*id).clone());
        }
        candidates.retain(|id, _| !taken.contains(id));
    }
    proposals
}

/// The operations that the generator pages by these rules.
fn taken(config: &Config, api: &Api, tried: &[(&String, &Rule)]) -> Vec<String> {
    let text: String = tried.iter().map(|(id, rule)| rule_text(&format!("operation = {}", quoted(id)), rule)).collect();
    let mut sources = Sources::new();
    let file = sources.add("proposals", text);
    let Ok(proposed) = Config::parse(&sources, file) else { return Vec::new() };
    let config = Config { paging: [config.paging.clone(), proposed.paging].concat(), ..config.clone() };
    let lowered = lower::lower(&config, api, &mut Diagnostics::new());
    let tried = |operation: &&Operation| tried.iter().any(|(id, _)| **id == operation.id);
    let paged = all(&lowered.client).map(|(_, operation)| operation).filter(|one| one.paging.is_some());
    paged.filter(tried).map(|operation| operation.id.clone()).collect()
}

/// The rules of an operation by its names, the most telling first.
fn candidates_of(client: &Client, operation: &Operation) -> Vec<Rule> {
    let Some(reply) = operation.success.iter().find_map(|success| match &success.reply {
        Reply::Json(ty) => Some(ty),
        _ => None,
    }) else {
        return Vec::new();
    };
    let response = Places::of(client, reply);
    let Some(items) = response.items(operation) else { return Vec::new() };
    let inputs = inputs(client, operation);
    // What sends the items is no search for them.
    if items.strip_prefix('/').is_some_and(|items| inputs.iter().any(|input| input.wire == items)) {
        return Vec::new();
    }
    let found = |names: &[&str]| names.iter().find_map(|name| inputs.iter().find(|input| input.plain == *name));
    let input = |names: &[&str]| found(names).map(|input| input.wire.clone());
    let size = input(SIZE).map(|size| ("size", size));
    let rule = |kind: &str, keys: Vec<(&'static str, Option<String>)>| {
        let keys = keys.into_iter().filter_map(|(key, value)| Some((key, value?)));
        let mut rule: Rule = vec![("kind", kind.to_owned())];
        rule.extend(keys);
        rule.insert(rule.len().min(2), ("items", items.clone()));
        rule.extend(size.clone());
        rule
    };
    let more = response.find(MORE, Wanted::Flag);
    let mut rules = Vec::new();
    if let Some(Input { wire: cursor, ty, .. }) = found(CURSOR) {
        let cursor = cursor.clone();
        match response.find(NEXT, Wanted::like(client, ty)) {
            Some(next) => rules
                .push(rule("cursor", vec![("parameter", Some(cursor)), ("next", Some(next)), ("more", more.clone())])),
            None if more.is_some() && response.item_has_id(&items) => rules.push(rule(
                "cursor",
                vec![("parameter", Some(cursor)), ("next-item", Some("/id".to_owned())), ("more", more.clone())],
            )),
            None => {}
        }
    }
    if let Some(Input { wire: offset, ty, .. }) = found(OFFSET)
        && let Some(next) = response.find(NEXT_OFFSET, Wanted::like(client, ty))
    {
        // Counting what was read would be wrong where the response says where to go on.
        let parameter = Some(offset.clone());
        rules.push(rule("cursor", vec![("parameter", parameter), ("next", Some(next)), ("more", more.clone())]));
    }
    if is_read(operation) {
        rules.extend(response.find(LINK, Wanted::Url).map(|next| rule("link", vec![("next", Some(next))])));
        let mut headers = operation.headers.iter().flat_map(|headers| &headers.fields);
        rules.extend(headers.any(|header| header.wire.eq_ignore_ascii_case("link")).then(|| rule("link", vec![])));
    }
    if let Some(page) = input(PAGE) {
        let total = response.find(PAGES, Wanted::Scalar);
        rules.push(rule("page", vec![("parameter", Some(page)), ("total", total), ("more", more.clone())]));
    }
    if let Some(offset) = input(OFFSET).filter(|_| size.is_some()) {
        let total = response.find(TOTAL, Wanted::Scalar);
        rules.push(rule("offset", vec![("parameter", Some(offset)), ("total", total), ("more", more)]));
    }
    rules
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
        for (outer, ty) in fields(client, ty) {
            inputs.push(of(&outer, &ty));
            for (wire, ty) in fields(client, &ty).into_iter().filter(|_| AROUND.contains(&plain(&outer).as_str())) {
                let pointer = Pointer::root().join([&outer, &wire]).to_string();
                inputs.push(Input { wire: pointer, ..of(&wire, &ty) });
            }
        }
    }
    inputs
}

/// What a place has to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Scalar,
    Number,
    Url,
    Flag,
}

impl Wanted {
    /// What a parameter of a type can be given.
    fn like(client: &Client, ty: &Type) -> Self {
        match stripped(client, ty) {
            Type::Int(_) | Type::Float(_) => Self::Number,
            _ => Self::Scalar,
        }
    }
}

/// Places of a response: pointers with their names and types, those of the response itself first.
struct Places<'c> {
    client: &'c Client,
    root: Type,
    all: Vec<(String, String, Type)>,
    /// Those whose descriptions say that they are URLs.
    urls: BTreeSet<String>,
}

impl<'c> Places<'c> {
    fn of(client: &'c Client, reply: &Type) -> Self {
        let mut all: Vec<(String, String, Type)> = Vec::new();
        let mut urls = BTreeSet::new();
        let mut level = vec![(String::new(), reply.clone())];
        for _ in 0..3 {
            let mut below = Vec::new();
            for (at, ty) in level {
                for field in structure(client, &ty) {
                    let (wire, ty) = (&field.wire, &field.ty);
                    let pointer = format!("{at}{}", Pointer::root().child(wire));
                    if AROUND.contains(&plain(wire).as_str()) {
                        below.push((pointer.clone(), ty.clone()));
                    }
                    let name = plain(wire);
                    if is_url(field) {
                        urls.insert(pointer.clone());
                    }
                    all.push((pointer, name, ty.clone()));
                }
            }
            level = below;
        }
        Self { client, root: stripped(client, reply), all, urls }
    }

    fn find(&self, names: &[&str], wanted: Wanted) -> Option<String> {
        let fits = |ty: &Type| match (wanted, stripped(self.client, ty)) {
            (Wanted::Flag, ty) => matches!(ty, Type::Bool),
            (Wanted::Url, ty) => matches!(ty, Type::String),
            (Wanted::Number, ty) => matches!(ty, Type::Int(_) | Type::Float(_)),
            (Wanted::Scalar, ty) => {
                !matches!(ty, Type::Bool | Type::List(_) | Type::Map(_) | Type::JsonObject)
                    && fields(self.client, &ty).is_empty()
            }
        };
        let is_other = |at: &String| wanted == Wanted::Scalar && self.urls.contains(at);
        let named = |name: &&str| self.all.iter().find(|(at, plain, ty)| plain == name && fits(ty) && !is_other(at));
        names.iter().find_map(named).map(|(pointer, ..)| pointer.clone())
    }

    /// The list: the response itself, a property that is called as the path ends or in a usual way, or the only one.
    fn items(&self, operation: &Operation) -> Option<String> {
        let is_list = |ty: &Type| matches!(stripped(self.client, ty), Type::List(_));
        if is_list(&self.root) {
            return Some(String::new());
        }
        let lists: Vec<_> = self.all.iter().filter(|(_, _, ty)| is_list(ty)).collect();
        let mut literals = operation.path.iter().filter_map(|segment| match segment {
            Segment::Literal(text) => text.rsplit('/').find(|part| !part.is_empty()),
            _ => None,
        });
        let mut names = literals.next_back().map(plain).into_iter().chain(ITEMS.iter().map(|name| (*name).to_owned()));
        let named = names.find_map(|name| lists.iter().find(|(_, plain, _)| *plain == name));
        let only = || lists.first().filter(|_| lists.len() == 1);
        named.or_else(only).map(|(pointer, ..)| pointer.clone())
    }

    fn item_has_id(&self, items: &str) -> bool {
        let list = self.all.iter().find(|(pointer, ..)| pointer == items).map_or(&self.root, |(_, _, ty)| ty);
        match stripped(self.client, list) {
            Type::List(item) => fields(self.client, &item).iter().any(|(wire, _)| wire == "id"),
            _ => false,
        }
    }
}

/// Whether a description says that a value is a URL.
fn is_url(field: &Field) -> bool {
    let words = field.docs.0.iter().flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
    words.into_iter().any(|word| matches!(word.to_ascii_lowercase().as_str(), "url" | "uri" | "link"))
}

/// The fields of an object, on the wire.
fn fields(client: &Client, ty: &Type) -> Vec<(String, Type)> {
    structure(client, ty).iter().map(|field| (field.wire.clone(), field.ty.clone())).collect()
}

fn structure<'c>(client: &'c Client, ty: &Type) -> &'c [Field] {
    let Type::Named(id) = stripped(client, ty) else { return &[] };
    match client.types.get(&id).map(|def| &def.shape) {
        Some(TypeShape::Struct(of)) => &of.fields,
        _ => &[],
    }
}

/// A type without null, box and other names.
fn stripped(client: &Client, ty: &Type) -> Type {
    let mut stripped = ty.clone();
    // As many steps as there are types: names may lead in a circle.
    for _ in 0..=client.types.len() {
        stripped = match stripped {
            Type::Nullable(inner) => *inner,
            Type::Boxed(id) => Type::Named(id),
            Type::Named(id) => match client.types.get(&id).map(|def| &def.shape) {
                Some(TypeShape::Alias(inner) | TypeShape::Newtype(inner)) => inner.clone(),
                _ => return Type::Named(id),
            },
            other => return other,
        };
    }
    stripped
}

/// A name without case and marks: `page[after]` and `pageAfter` are one.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Rules to paste.
pub fn text(rules: &Proposals) -> String {
    if rules.is_empty() {
        return "# no operation has names of parameters and properties that are common for pages\n".to_owned();
    }
    rules.iter().map(|(rule, operations)| rule_text(&which(operations), rule)).collect::<Vec<_>>().join("\n")
}

/// `[{operations: […], rule: {kind, …}}]`
pub fn json(rules: &Proposals) -> Value {
    let of = |(rule, operations): (&Rule, &Vec<String>)| {
        let rule: serde_json::Map<String, Value> =
            rule.iter().map(|(key, value)| ((*key).to_owned(), value.as_str().into())).collect();
        json!({ "operations": operations, "rule": rule })
    };
    rules.iter().map(of).collect()
}

/// One operation by its name, several by a pattern.
fn which(operations: &[String]) -> String {
    match operations {
        [only] => format!("operation = {}", quoted(only)),
        several => {
            let escaped: Vec<String> = several.iter().map(|id| regex_lite::escape(id)).collect();
            format!("pattern = {}", quoted(&format!("^({})$", escaped.join("|"))))
        }
    }
}

fn rule_text(which: &str, rule: &Rule) -> String {
    let keys: String = rule.iter().map(|(key, value)| format!("{key} = {}\n", quoted(value))).collect();
    format!("[[paging]]\n{which}\n{keys}")
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
