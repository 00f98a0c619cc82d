//! `host`, `basePath` and `schemes` → `servers`.

use super::Run;
use super::view::{View, list, object, placed};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::document::Document;

/// The servers of the document; `None` where it says nothing of them.
pub(super) fn of_document(run: &mut Run<'_>) -> Option<Document> {
    let schemes = run.root.get("schemes");
    let base = base_path(run);
    match (run.host.clone(), base.as_str()) {
        (Some(host), base) => {
            let place = run.root.get("host").map_or_else(|| run.root.place(), |host| host.place());
            if schemes.is_none() && host.scheme.is_none() {
                let message = "there are no `schemes`; `https` was taken";
                let told = Diagnostic::note("swagger::scheme", place.clone(), message);
                run.diags.push(told.help("say `schemes: [http]` if the server has no HTTPS"));
            }
            let names = names(run, schemes.as_ref(), host.scheme);
            Some(servers(&names, &format!("{}{base}", host.name), &place))
        }
        (None, "") => None,
        (None, base) => {
            let place = run.root.get("basePath").map_or_else(|| run.root.place(), |base| base.place());
            Some(list(place.clone(), [server(base, place)]))
        }
    }
}

/// The servers of an operation with schemes of its own.
pub(super) fn of_operation(run: &mut Run<'_>, schemes: &View<'_>) -> Option<Document> {
    let host = run.host.clone()?;
    let same = run.root.get("schemes").is_some_and(|known| known.value == schemes.value);
    if same || schemes.items().next().is_none() {
        return None;
    }
    let base = base_path(run);
    let names = names(run, Some(schemes), None);
    Some(servers(&names, &format!("{}{base}", host.name), &schemes.place()))
}

/// The host of a document.
#[derive(Clone)]
pub(super) struct Host {
    scheme: Option<&'static str>,
    name: String,
}

/// The host, without a scheme that does not belong there. One with a placeholder of the program that wrote it is none.
pub(super) fn host(root: &View<'_>, diags: &mut Diagnostics) -> Option<Host> {
    let host = root.get("host")?;
    let text = host.value.as_str()?.trim().trim_end_matches('/');
    let schemes = [("https://", Some("https")), ("http://", Some("http")), ("//", None)];
    let (scheme, name) = schemes
        .into_iter()
        .find_map(|(prefix, scheme)| Some((scheme, text.strip_prefix(prefix)?)))
        .unwrap_or((None, text));
    let is_host = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || "{}<>$%?#".contains(c));
    if name != text && is_host {
        let message = format!("`host` is a name without a scheme; `{text}` was read as `{name}`");
        diags.push(Diagnostic::warning("swagger::host", host.place(), message));
    }
    if !is_host && !text.is_empty() {
        let message = format!("`{text}` is no host, so the server of the document is relative");
        diags.push(Diagnostic::warning("swagger::host", host.place(), message));
    }
    is_host.then(|| Host { scheme, name: name.to_owned() })
}

/// The path before all paths, without the slash that they begin with.
fn base_path(run: &Run<'_>) -> String {
    let text = run.root.text("basePath").unwrap_or_default().trim().trim_end_matches('/');
    if text.is_empty() || text.starts_with('/') { text.to_owned() } else { format!("/{text}") }
}

/// The schemes, the safest first. A web socket is opened by a request with HTTP, and a client has no other requests.
fn names(run: &mut Run<'_>, schemes: Option<&View<'_>>, of_host: Option<&'static str>) -> Vec<&'static str> {
    let said: Vec<String> = schemes.iter().flat_map(|view| texts(view)).collect();
    let known = |names: [&'static str; 2]| -> Vec<&'static str> {
        let all = [("https", names[0]), ("http", names[1])];
        all.into_iter().filter(|(_, name)| said.iter().any(|one| one == name)).map(|(scheme, _)| scheme).collect()
    };
    let mut found = known(["https", "http"]);
    if found.is_empty() {
        found = known(["wss", "ws"]);
        if let (Some(scheme), Some(view)) = (found.first(), schemes) {
            let message = format!("a client sends requests with HTTP, and no other scheme; `{scheme}` was taken");
            run.diags.push(Diagnostic::warning("swagger::scheme", view.place(), message));
        }
    }
    if found.is_empty() {
        found.push(of_host.unwrap_or("https"));
    }
    found
}

fn texts(view: &View<'_>) -> Vec<String> {
    let all = view.value.as_array().map_or(std::slice::from_ref(view.value), Vec::as_slice);
    all.iter().filter_map(|text| Some(text.as_str()?.trim().to_ascii_lowercase())).collect()
}

fn servers(schemes: &[&str], rest: &str, place: &Place) -> Document {
    list(place.clone(), schemes.iter().map(|scheme| server(&format!("{scheme}://{rest}"), place.clone())))
}

fn server(url: &str, place: Place) -> Document {
    let mut made = object(place.clone());
    made.set("url", placed(url, place));
    made
}
