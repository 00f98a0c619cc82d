//! Unions: which branch belongs to which, and what a type became that was one of several or is.

use std::collections::BTreeSet;

use super::kinds::Kind;
use super::pair::Look;
use super::same::is_same;
use super::shape::{Shape, Shapes};
use crate::model::{Discriminator, SchemaId};

/// Compares the branches of a pair.
pub(super) fn compare(look: &mut Look<'_>) {
    let (old, new) = (look.old, look.new);
    let plain = old.plain_types(look.sides.old).is_some() && new.plain_types(look.sides.new).is_some();
    match (old.branches.is_empty(), new.branches.is_empty()) {
        (true, true) => discriminator(look),
        // One of them is a list of types, and was compared as that.
        (true, false) | (false, true) if plain => {}
        (true, false) => wrapped(look),
        (false, true) => unwrapped(look),
        (false, false) => {
            pairs(look);
            discriminator(look);
        }
    }
}

/// One type became several.
fn wrapped(look: &mut Look<'_>) {
    let (old, new) = (look.old, look.new);
    let Some(before) = old.id else { return };
    match new.branches.iter().find(|now| belongs(look, before, **now)) {
        Some(kept) => {
            look.edge((before, *kept), look.label.to_owned());
            for there in new.branches.iter().filter(|now| *now != kept) {
                look.tell(Kind::BranchAdded, (None, Some(name(look.sides.new, *there))));
            }
        }
        // What stands beside the branches still holds: they only restrict it.
        None if new.says_itself() => look.tell(Kind::RuleAdded, (None, Some(names(look.sides.new, new)))),
        None => look.tell(Kind::UnionChanged, (Some(old.type_words()), Some(names(look.sides.new, new)))),
    }
}

/// Several types became one.
fn unwrapped(look: &mut Look<'_>) {
    let (old, new) = (look.old, look.new);
    let Some(now) = new.id else { return };
    match old.branches.iter().find(|before| belongs(look, **before, now)) {
        Some(kept) => {
            look.edge((*kept, now), look.label.to_owned());
            for gone in old.branches.iter().filter(|before| *before != kept) {
                look.tell(Kind::BranchRemoved, (Some(name(look.sides.old, *gone)), None));
            }
        }
        None if old.says_itself() => look.tell(Kind::RuleRemoved, (Some(names(look.sides.old, old)), None)),
        None => look.tell(Kind::UnionChanged, (Some(names(look.sides.old, old)), Some(new.type_words()))),
    }
}

/// Whether two schemas are the same thing: the same component, or the same content.
fn belongs(look: &Look<'_>, old: SchemaId, new: SchemaId) -> bool {
    let component = |shapes: &Shapes<'_>, id: SchemaId| shapes.schema(id).component.clone();
    let named = component(look.sides.old, old).filter(|name| Some(name) == component(look.sides.new, new).as_ref());
    named.is_some() || is_same((look.sides.old, old), (look.sides.new, new))
}

fn pairs(look: &mut Look<'_>) {
    let (old, new) = (look.sides.old, look.sides.new);
    let mut left: Vec<(String, SchemaId)> = look.old.branches.iter().map(|id| (name(old, *id), *id)).collect();
    let mut added = Vec::new();
    for now in &look.new.branches {
        let wanted = name(new, *now);
        match left.iter().position(|(name, _)| *name == wanted) {
            Some(index) => {
                let (_, before) = left.remove(index);
                look.edge((before, *now), format!("{} ({wanted})", look.label));
            }
            None => added.push((wanted, *now)),
        }
    }
    // What has another name only, such as an inline schema that became a component, is no other branch.
    added.retain(|(wanted, now)| match left.iter().position(|(_, before)| is_same((old, *before), (new, *now))) {
        Some(index) => {
            let (_, before) = left.remove(index);
            look.edge((before, *now), format!("{} ({wanted})", look.label));
            false
        }
        None => true,
    });
    for gone in whole_groups(&mut left, &look.old.groups, look.new.groups.len()) {
        look.tell(Kind::RuleRemoved, (Some(gone), None));
    }
    for there in whole_groups(&mut added, &look.new.groups, look.old.groups.len()) {
        look.tell(Kind::RuleAdded, (None, Some(there)));
    }
    // One inline branch that became another one is a change of it.
    if let ([(_, before)], [(wanted, now)]) = (left.as_slice(), added.as_slice())
        && old.schema(*before).component.is_none()
        && new.schema(*now).component.is_none()
    {
        return look.edge((*before, *now), format!("{} ({wanted})", look.label));
    }
    for (gone, _) in left {
        look.tell(Kind::BranchRemoved, (Some(gone), None));
    }
    for (there, _) in added {
        look.tell(Kind::BranchAdded, (None, Some(there)));
    }
}

/// Takes the groups out of what is left that one side has beside those of the other: they restrict values once more.
fn whole_groups(left: &mut Vec<(String, SchemaId)>, groups: &[Vec<SchemaId>], others: usize) -> Vec<String> {
    let mut all = Vec::new();
    for group in groups.iter().rev().filter(|group| !group.is_empty()) {
        let is_left = group.iter().all(|id| left.iter().any(|(_, known)| known == id));
        if all.len() < groups.len().saturating_sub(others) && is_left {
            let (of_group, rest) = std::mem::take(left).into_iter().partition(|(_, id)| group.contains(id));
            *left = rest;
            let names: Vec<(String, SchemaId)> = of_group;
            all.push(names.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(" or "));
        }
    }
    all
}

fn discriminator(look: &mut Look<'_>) {
    let words = |discriminator: &Option<Discriminator>| {
        let discriminator = discriminator.as_ref()?;
        let values: BTreeSet<&str> = discriminator.mapping.keys().map(String::as_str).collect();
        Some(format!("{} ({})", discriminator.property, values.into_iter().collect::<Vec<_>>().join(", ")))
    };
    let (old, new) = (&look.old.discriminator, &look.new.discriminator);
    let told = (words(old), words(new));
    match (old, new) {
        (None, None) => {}
        (None, Some(_)) => look.tell(Kind::DiscriminatorAdded, told),
        (Some(_), None) => look.tell(Kind::DiscriminatorRemoved, told),
        (Some(before), Some(now)) => {
            let goes = |key: &String| before.mapping.contains_key(key) && !now.mapping.contains_key(key);
            // Values that come with a new branch, or go with one, belong to it.
            let of_gone = |key: &String| {
                if look.old.branches.is_empty() {
                    return false;
                }
                let target = before.mapping.get(key).map(|id| name(look.sides.old, *id));
                target.is_some_and(|target| !look.new.branches.iter().any(|id| name(look.sides.new, *id) == target))
            };
            let gone = before.mapping.keys().any(|key| goes(key) && !of_gone(key));
            let other = before.mapping.iter().any(|(key, id)| {
                now.mapping.get(key).is_some_and(|to| name(look.sides.old, *id) != name(look.sides.new, *to))
            });
            let of_new = |id: SchemaId| {
                let target = name(look.sides.new, id);
                !look.new.branches.is_empty() && !look.old.branches.iter().any(|id| name(look.sides.old, *id) == target)
            };
            let mut added =
                now.mapping.iter().filter(|(key, id)| !before.mapping.contains_key(*key) && !of_new(**id)).peekable();
            if before.property != now.property || gone || other {
                look.tell(Kind::DiscriminatorChanged, told);
            } else if added.peek().is_some() {
                let values = added.map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(", ");
                look.tell(Kind::DiscriminatorValueAdded, (None, Some(values)));
            }
        }
    }
}

/// What a branch is called: by its component or title, or what it looks like.
fn name(shapes: &Shapes<'_>, id: SchemaId) -> String {
    let schema = shapes.schema(id);
    schema.component.clone().or_else(|| schema.title.clone()).unwrap_or_else(|| outline(shapes.of(id)))
}

fn names(shapes: &Shapes<'_>, shape: &Shape) -> String {
    shape.branches.iter().map(|id| name(shapes, *id)).collect::<Vec<_>>().join(" or ")
}

/// What a branch without a name looks like.
fn outline(shape: &Shape) -> String {
    if shape.properties.is_empty() {
        return shape.type_words();
    }
    format!("{{{}}}", shape.properties.keys().map(String::as_str).collect::<Vec<_>>().join(", "))
}
