//! Passes over a client whose types are known, each a function of it alone and of what the configuration says.

mod arguments;
mod body_fields;
mod cycles;
mod defaults;
mod definitions;
mod derives;
mod examples;
mod failures;
mod features;
mod files;
mod optional;
mod package;
mod paging;
mod prune;
mod received;
mod settled;
mod shared_responses;
mod sharing;
mod switches;
mod types_only;
mod unused;
mod users;

use super::rules::Rules;
use super::scopes::Scopes;
use super::types::{Asked, Defined, Short};
use crate::config::{Config, TagFeatures};
use crate::diagnostic::Diagnostics;
use crate::ir::Client;
use crate::model::Api;

pub(super) use package::package;

/// What is known of the types of a client beside their definitions.
pub(super) struct Known {
    scopes: Scopes,
    short: Short,
    derives: Vec<Asked>,
}

/// Gives a client with operations their types: those that something needs.
pub(super) fn define(client: &mut Client, mut defined: Defined) -> Known {
    let unused = unused::unused_views(client, &mut defined);
    let Defined { types, scopes, foreign, short, derives, .. } = defined;
    prune::prune(client, types, &unused);
    client.foreign = foreign;
    Known { scopes, short, derives }
}

/// Sets what rules of the configuration declare of operations, and what operations have in common.
pub(super) fn declare(
    client: &mut Client,
    known: &mut Known,
    config: &Config,
    api: &Api,
    rules: &Rules<'_>,
    diagnostics: &mut Diagnostics,
) {
    paging::declare(client, rules, &config.paging, diagnostics);
    switches::set(client, rules, config, api, diagnostics);
    failures::share(client, &mut known.scopes);
}

/// Decides what depends on all types and operations.
pub(super) fn finish(client: &mut Client, known: Known, config: &Config, diagnostics: &mut Diagnostics) {
    let Known { mut scopes, short, derives } = known;
    let (types_only, library) = (config.package.types_only, optional::library(config.types.library));
    if types_only {
        types_only::send_all(client);
    }
    received::join_absent_and_null(client);
    if config.types.share_inline {
        sharing::share(client, &short, scopes.of(None));
    }
    settled::settle(client);
    if types_only {
        types_only::strip(client);
    }
    cycles::box_cycles(client);
    // Not before: an alias that holds itself becomes a type of its own there.
    arguments::decide(client, &mut scopes);
    body_fields::decide(client);
    if config.types.share_inline {
        shared_responses::share(client);
    }
    users::describe(client);
    examples::fit(client);
    derives::derive(client, &config.derives, &derives, diagnostics);
    defaults::for_tests(client, library);
    files::split(client);
    features::add_features(client, if types_only { TagFeatures::Off } else { config.package.tag_features });
    optional::add_optional_runtime(client, library);
    optional::drop_known(client);
}
