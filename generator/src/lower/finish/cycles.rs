//! `Box` exactly on the edge that closes a cycle of types held by value, and names that are cycles of names.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Client, Type, TypeDef, TypeId, TypeShape};

/// The deepest chain of types that rustc checks with its default `recursion_limit`, with room to spare.
const CHAIN: usize = 12;

/// Boxes the edges that close cycles, and computes the recursion limit.
pub(super) fn box_cycles(client: &mut Client) {
    name_alias_cycles(client);
    let closing = closing_edges(client);
    for (id, def) in &mut client.types {
        let closes = |to: TypeId| closing.contains(&(*id, to));
        match &mut def.shape {
            TypeShape::Struct(structure) => {
                structure.fields.iter_mut().for_each(|field| boxed(&mut field.ty, &closes));
            }
            TypeShape::Union(union) => union.variants.iter_mut().for_each(|variant| boxed(&mut variant.ty, &closes)),
            TypeShape::Alias(ty) | TypeShape::Newtype(ty) => boxed(ty, &closes),
            TypeShape::Enum(_) | TypeShape::Form(_) => {}
        }
    }
    client.recursion_limit = recursion_limit(client);
}

/// An alias that leads back to itself through lists and maps is a type of its own: an alias cannot be recursive.
fn name_alias_cycles(client: &mut Client) {
    let next = |client: &Client, id: TypeId| match client.ty(id) {
        def if matches!(def.shape, TypeShape::Alias(_)) => def.ids(),
        _ => Vec::new(),
    };
    let all: Vec<TypeId> = client.types.keys().copied().collect();
    for start in all {
        let mut seen = BTreeSet::from([start]);
        let mut queue = next(client, start);
        let mut cyclic = false;
        while let Some(id) = queue.pop() {
            cyclic |= id == start;
            if seen.insert(id) {
                queue.extend(next(client, id));
            }
        }
        let def = client.types.get_mut(&start).filter(|_| cyclic);
        if let Some(def) = def
            && let TypeShape::Alias(ty) = &def.shape
        {
            def.shape = TypeShape::Newtype(ty.clone());
        }
    }
}

/// The types that each type holds by value.
fn edges(client: &Client) -> BTreeMap<TypeId, Vec<TypeId>> {
    client.types.iter().map(|(id, def)| (*id, held(def))).collect()
}

fn held(def: &TypeDef) -> Vec<TypeId> {
    let mut all = Vec::new();
    let mut hold = |ty: &Type| hold(ty, &mut all);
    match &def.shape {
        TypeShape::Struct(structure) => structure.fields.iter().for_each(|field| hold(&field.ty)),
        TypeShape::Union(union) => union.variants.iter().for_each(|variant| hold(&variant.ty)),
        TypeShape::Alias(ty) | TypeShape::Newtype(ty) => hold(ty),
        TypeShape::Enum(_) | TypeShape::Form(_) => {}
    }
    all
}

fn hold(ty: &Type, all: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => all.push(*id),
        Type::Nullable(inner) => hold(inner, all),
        Type::Tuple(items) => items.iter().for_each(|item| hold(item, all)),
        _ => {}
    }
}

/// The edges that close a cycle, found depth first without recursion.
fn closing_edges(client: &Client) -> BTreeSet<(TypeId, TypeId)> {
    let edges = edges(client);
    // What is on the way from the root, and what is done.
    let (mut open, mut done) = (BTreeSet::new(), BTreeSet::new());
    let mut closing = BTreeSet::new();
    for root in edges.keys() {
        let mut stack = vec![(*root, 0)];
        while let Some((node, edge)) = stack.pop() {
            if done.contains(&node) {
                continue;
            }
            open.insert(node);
            let Some(&to) = edges[&node].get(edge) else {
                open.remove(&node);
                done.insert(node);
                continue;
            };
            stack.push((node, edge + 1));
            if open.contains(&to) {
                closing.insert((node, to));
            } else {
                stack.push((to, 0));
            }
        }
    }
    closing
}

fn boxed(ty: &mut Type, closes: &impl Fn(TypeId) -> bool) {
    match ty {
        Type::Named(id) if closes(*id) => *ty = Type::Boxed(*id),
        Type::Nullable(inner) => boxed(inner, closes),
        Type::Tuple(items) => items.iter_mut().for_each(|item| boxed(item, closes)),
        _ => {}
    }
}

/// rustc walks chains of types for auto traits and drops; deep ones need more than its default limit of 128.
fn recursion_limit(client: &Client) -> Option<usize> {
    let depth = |ty: &Type| nesting(ty);
    let nested = client.types.values().map(|def| match &def.shape {
        TypeShape::Struct(structure) => structure.fields.iter().map(|field| depth(&field.ty)).max().unwrap_or(0),
        TypeShape::Union(union) => union.variants.iter().map(|variant| depth(&variant.ty)).max().unwrap_or(0),
        TypeShape::Alias(ty) | TypeShape::Newtype(ty) => depth(ty),
        TypeShape::Enum(_) | TypeShape::Form(_) => 0,
    });
    let deepest = nested.max().unwrap_or(0) + longest_chain(client);
    (deepest > CHAIN).then(|| (128 + deepest * 8).next_multiple_of(128))
}

fn nesting(ty: &Type) -> usize {
    match ty {
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => 1 + nesting(inner),
        Type::Tuple(items) => 1 + items.iter().map(nesting).max().unwrap_or(0),
        _ => 1,
    }
}

/// The longest chain of types in which each is reached from the one before, every type once.
fn longest_chain(client: &Client) -> usize {
    let edges = edges(client);
    let mut lengths: BTreeMap<TypeId, usize> = BTreeMap::new();
    for root in edges.keys() {
        let mut stack = vec![(*root, 0)];
        let mut open = BTreeSet::from([*root]);
        while let Some((node, edge)) = stack.pop() {
            match edges[&node].get(edge) {
                Some(&to) => {
                    stack.push((node, edge + 1));
                    if !lengths.contains_key(&to) && open.insert(to) {
                        stack.push((to, 0));
                    }
                }
                None => {
                    let below = edges[&node].iter().filter_map(|to| lengths.get(to)).max().unwrap_or(&0);
                    lengths.insert(node, below + 1);
                }
            }
        }
    }
    lengths.into_values().max().unwrap_or(0)
}
