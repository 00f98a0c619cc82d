//! Which optional files of the runtime a client has.

use crate::config;
use crate::ir::{Client, Library, Operation, OptionalRuntime, Type};

/// The optional files of the runtime that the client needs.
pub(super) fn add_optional_runtime(client: &mut Client, library: Library) {
    let mut optional = Vec::new();
    if client.operations().any(Operation::has_xml) {
        optional.push(OptionalRuntime::Xml);
    }
    client.each_type_mut(&mut |ty| add(ty, library, &mut optional));
    if client.webhooks.is_some() && !client.types_only {
        optional.push(OptionalRuntime::Signatures);
    }
    optional.sort_unstable();
    optional.dedup();
    client.optional_runtime = optional;
}

fn add(ty: &Type, library: Library, optional: &mut Vec<OptionalRuntime>) {
    match ty {
        Type::DateTime | Type::Date | Type::Time | Type::Duration => optional.push(OptionalRuntime::Dates(library)),
        Type::Uuid => optional.push(OptionalRuntime::Uuids),
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => add(inner, library, optional),
        Type::Tuple(items) => items.iter().for_each(|item| add(item, library, optional)),
        _ => {}
    }
}

/// Drops the types that the runtime reads and writes already, because the client has date-times.
pub(super) fn drop_known(client: &mut Client) {
    if client.optional_runtime.contains(&OptionalRuntime::Dates(Library::Jiff)) {
        let known = ["::jiff::Timestamp", "::jiff::SignedDuration"];
        client.foreign.retain(|foreign| !known.contains(&foreign.path.to_string().as_str()));
    }
}

/// The library of dates and times.
pub(super) fn library(library: config::Library) -> Library {
    match library {
        config::Library::Jiff => Library::Jiff,
        config::Library::Chrono => Library::Chrono,
        config::Library::Time => Library::Time,
    }
}
