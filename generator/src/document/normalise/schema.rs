//! The rules for schemas, in the order in which they apply.

mod arrays;
mod bounds;
mod conditions;
mod content;
mod nulls;
mod objects;
mod references;
mod types;
mod unsupported;
mod values;

use crate::document::normalise::{Rule, definitions};

pub(super) const EARLY: &[Rule] = &[
    definitions::hoist,
    references::dynamic_reference,
    references::reference,
    references::drop_identifiers,
    references::siblings,
    nulls::untyped_nullable,
    types::type_name,
    types::type_list,
    types::idle_object,
    values::constant,
    values::enum_list,
    values::enum_null,
    values::example,
    nulls::vendor_nullable,
    nulls::null_branches,
    bounds::exclusive,
    bounds::counts,
    arrays::tuple,
    arrays::items,
    objects::properties,
    objects::required_flags,
    unsupported::keep_rules,
    conditions::conditional_properties,
    objects::unevaluated,
    objects::pattern_properties,
    objects::compositions,
    content::encoding,
    content::media_type,
    unsupported::note_keywords,
];

pub(super) const RULES: &[Rule] = &[bounds::whole_bounds, unsupported::drop_idle_keywords];

pub(super) const DISCRIMINATOR: &[Rule] = &[references::discriminator_mapping, references::default_mapping];
