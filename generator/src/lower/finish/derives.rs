//! What types derive: `Eq` and `Hash` where all that they hold has them, and what the configuration requests.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{DeriveRule, Derived, unfit_rule, unused_rule};
use crate::diagnostic::Diagnostics;
use crate::ir::{Client, Enum, Presence, Repr, Struct, Type, TypeDef, TypeId, TypeShape};
use crate::lower::types::Asked;
use crate::names::RustPath;

/// Traits of the standard library that can be derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trait {
    Copy,
    Default,
    Eq,
    Hash,
    Ord,
    PartialOrd,
}

/// What each type derives.
type Sets = BTreeMap<TypeId, BTreeSet<Trait>>;

/// Why a type cannot have a trait.
type Reasons = BTreeMap<(TypeId, Trait), String>;

const TRAITS: [(&str, Trait); 6] = [
    ("Copy", Trait::Copy),
    ("Default", Trait::Default),
    ("Eq", Trait::Eq),
    ("Hash", Trait::Hash),
    ("Ord", Trait::Ord),
    ("PartialOrd", Trait::PartialOrd),
];

/// Gives the types of a finished client `Eq` and `Hash`, and the derives that the rules request.
pub(super) fn derive(client: &mut Client, rules: &[DeriveRule], asked: &[Asked], diagnostics: &mut Diagnostics) {
    let concerned: Vec<Vec<TypeId>> =
        rules.iter().enumerate().map(|(index, rule)| of_rule(client, index, rule, asked)).collect();
    let mut sets: Sets = client.types.iter().map(|(id, def)| (*id, &own(def) | &natural(client, def))).collect();
    for (rule, types) in rules.iter().zip(&concerned) {
        for id in types {
            sets.entry(*id).or_default().extend(standard(rule));
        }
    }
    let reasons = narrow(client, &mut sets);
    for (rule, types) in rules.iter().zip(&concerned) {
        report(client, rule, types, &sets, &reasons, diagnostics);
    }
    let others = |rule: &DeriveRule| -> Vec<RustPath> {
        let foreign = rule.derive.iter().filter(|name| name.contains("::"));
        foreign.filter_map(|name| RustPath::new(name)).collect()
    };
    for (id, def) in &mut client.types {
        let had = own(def);
        let new = TRAITS.iter().filter(|(_, wanted)| sets[id].contains(wanted) && !had.contains(wanted));
        def.derives = new.filter_map(|(name, _)| RustPath::new(name)).collect();
        let rules = rules.iter().zip(&concerned).filter(|(_, types)| types.contains(id));
        for path in rules.flat_map(|(rule, _)| others(rule)) {
            if !def.derives.contains(&path) {
                def.derives.push(path);
            }
        }
    }
}

/// The types that a rule is about.
fn of_rule(client: &Client, index: usize, rule: &DeriveRule, asked: &[Asked]) -> Vec<TypeId> {
    let is = |def: &TypeDef| match &rule.which {
        Derived::Pattern(pattern) => is_defined(def) && pattern.is_match(def.name.as_str()),
        Derived::At(_) => {
            asked.iter().any(|(asked, module, name)| *asked == index && *module == def.module && *name == def.name)
        }
    };
    client.types.iter().filter(|(_, def)| is(def)).map(|(id, _)| *id).collect()
}

/// Whether a type has a definition that can derive something.
fn is_defined(def: &TypeDef) -> bool {
    !matches!(def.shape, TypeShape::Alias(_) | TypeShape::Form(_))
}

fn standard(rule: &DeriveRule) -> impl Iterator<Item = Trait> + '_ {
    rule.derive.iter().filter_map(|name| TRAITS.iter().find(|(known, _)| known == name)).map(|(_, wanted)| *wanted)
}

/// What a type has by itself.
fn own(def: &TypeDef) -> BTreeSet<Trait> {
    match &def.shape {
        TypeShape::Enum(_) => [Trait::Eq, Trait::Hash, Trait::Ord, Trait::PartialOrd].into(),
        TypeShape::Struct(structure) if structure.can_default() => [Trait::Default].into(),
        _ => BTreeSet::new(),
    }
}

/// What a type derives without a rule, where all that it holds has the trait. What a type of another crate has is not known.
fn natural(client: &Client, def: &TypeDef) -> BTreeSet<Trait> {
    let known = match &def.shape {
        TypeShape::Struct(Struct { fields, rest }) => {
            let rest = rest.as_ref().is_none_or(|rest| is_known(client, &rest.ty));
            rest && fields.iter().all(|field| is_known(client, &field.ty))
        }
        TypeShape::Union(union) => union.variants.iter().all(|variant| is_known(client, &variant.ty)),
        TypeShape::Newtype(ty) => is_known(client, ty),
        TypeShape::Enum(_) | TypeShape::Alias(_) | TypeShape::Form(_) => false,
    };
    if known { BTreeSet::from([Trait::Eq, Trait::Hash]) } else { BTreeSet::new() }
}

/// Whether no type of another crate is in a type.
fn is_known(client: &Client, ty: &Type) -> bool {
    match ty {
        Type::Foreign(_) => false,
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => is_known(client, inner),
        Type::Tuple(items) => items.iter().all(|item| is_known(client, item)),
        Type::Named(id) => match &client.ty(*id).shape {
            TypeShape::Alias(inner) => is_known(client, inner),
            _ => true,
        },
        _ => true,
    }
}

/// Takes away what a type cannot have because of what it holds, until nothing changes; gives why.
fn narrow(client: &Client, sets: &mut Sets) -> Reasons {
    let mut reasons = Reasons::new();
    loop {
        let mut changed = false;
        for (id, def) in &client.types {
            let had = own(def);
            for (_, wanted) in TRAITS.iter().filter(|(_, wanted)| !had.contains(wanted)) {
                if sets[id].contains(wanted)
                    && let Some(reason) = obstacle(client, def, *wanted, sets, *id)
                {
                    sets.entry(*id).or_default().remove(wanted);
                    reasons.insert((*id, *wanted), reason);
                    changed = true;
                }
            }
        }
        if !changed {
            return reasons;
        }
    }
}

/// Why a type cannot have a trait, if it cannot.
fn obstacle(client: &Client, def: &TypeDef, wanted: Trait, sets: &Sets, id: TypeId) -> Option<String> {
    let needed: &[Trait] = if wanted == Trait::Ord { &[Trait::Eq, Trait::PartialOrd] } else { &[] };
    if let Some(missing) = needed.iter().find(|needed| !sets[&id].contains(needed)) {
        return Some(format!("it needs `{missing:?}` beside it"));
    }
    let holds = |name: &str, ty: &Type| {
        let what = lacking(client, ty, wanted, sets)?;
        Some(format!("its `{name}` holds {what}, which is not `{wanted:?}`"))
    };
    match &def.shape {
        TypeShape::Struct(Struct { fields, rest }) => {
            let fields = fields.iter().filter(|field| field.constant.is_none());
            let absent = |presence| wanted == Trait::Default && presence == Presence::Optional;
            let mut fields = fields.filter(|field| !absent(field.presence));
            let rest = rest.as_ref().map(|rest| (rest.name.as_str(), Type::Map(Box::new(rest.ty.clone()))));
            fields
                .find_map(|field| holds(field.name.as_str(), &field.ty))
                .or_else(|| rest.and_then(|(name, ty)| holds(name, &ty)))
        }
        TypeShape::Enum(Enum { repr, .. }) => match (wanted, repr) {
            (Trait::Default, _) => Some("no value of it is the first choice".to_owned()),
            (Trait::Copy, Repr::Integer) => None,
            (Trait::Copy, _) => Some("it keeps unknown values as text".to_owned()),
            _ => None,
        },
        TypeShape::Union(union) => match wanted {
            Trait::Default => Some("no variant of it is the first choice".to_owned()),
            _ => {
                let variant = |name: &str, ty: &Type| holds(name, ty);
                let known = union.variants.iter().find_map(|one| variant(one.name.as_str(), &one.ty));
                known.or_else(|| variant("Unknown", &Type::Json))
            }
        },
        TypeShape::Newtype(ty) => holds("0", ty),
        TypeShape::Alias(_) => Some("it is only another name of a type".to_owned()),
        TypeShape::Form(_) => Some("it is a form with streams".to_owned()),
    }
}

/// What in a type does not have a trait.
fn lacking(client: &Client, ty: &Type, wanted: Trait, sets: &Sets) -> Option<String> {
    let inner = |ty: &Type| lacking(client, ty, wanted, sets);
    let unless = |has: bool, what: &str| (!has).then(|| what.to_owned());
    match ty {
        // What other crates have only the compiler knows.
        Type::Null | Type::Bool | Type::Int(_) | Type::Uuid | Type::Foreign(_) => None,
        Type::Float(_) => {
            unless(matches!(wanted, Trait::Copy | Trait::Default | Trait::PartialOrd), "a floating-point number")
        }
        Type::String => unless(wanted != Trait::Copy, "a text"),
        Type::Secret => unless(wanted == Trait::Eq, "a secret"),
        Type::Base64 | Type::Base64Url => unless(matches!(wanted, Trait::Default | Trait::Eq | Trait::Hash), "bytes"),
        Type::DateTime | Type::Date | Type::Time => unless(wanted != Trait::Default, "a date or time"),
        Type::Duration => unless(matches!(wanted, Trait::Copy | Trait::Eq | Trait::Hash), "a duration"),
        Type::Json | Type::JsonObject => unless(matches!(wanted, Trait::Default | Trait::Eq | Trait::Hash), "any JSON"),
        Type::Map(value) => match wanted {
            Trait::Default => None,
            Trait::Eq => inner(value),
            _ => Some("a map".to_owned()),
        },
        Type::List(item) => match wanted {
            Trait::Default => None,
            Trait::Copy => Some("a list".to_owned()),
            _ => inner(item),
        },
        Type::Nullable(inside) => {
            if wanted == Trait::Default {
                None
            } else {
                inner(inside)
            }
        }
        Type::Tuple(items) => items.iter().find_map(inner),
        Type::Boxed(_) if wanted == Trait::Copy => Some("a box".to_owned()),
        Type::Named(id) | Type::Boxed(id) => {
            let def = client.ty(*id);
            match &def.shape {
                TypeShape::Alias(ty) => inner(ty),
                _ => unless(sets.get(id).is_some_and(|set| set.contains(&wanted)), &format!("a `{}`", def.name)),
            }
        }
    }
}

/// Tells what a rule asks for in vain: of the one type that it names, or of all types that it matches.
fn report(
    client: &Client,
    rule: &DeriveRule,
    types: &[TypeId],
    sets: &Sets,
    reasons: &Reasons,
    diagnostics: &mut Diagnostics,
) {
    if types.is_empty() {
        diagnostics.push(unused_rule(&rule.place));
    }
    for wanted in standard(rule).filter(|_| !types.is_empty()) {
        let mut without = types.iter().filter(|id| !sets[id].contains(&wanted));
        let all = without.clone().count() == types.len();
        let Some(&id) = without.next().filter(|_| all || matches!(rule.which, Derived::At(_))) else { continue };
        let reason = reasons.get(&(id, wanted)).map_or("", String::as_str);
        let name = &client.ty(id).name;
        let message = format!("`{name}` cannot be `{wanted:?}`: {reason}");
        diagnostics.push(unfit_rule(&rule.place, message).help("take it out of the rule, or ask for it there, too"));
    }
}
