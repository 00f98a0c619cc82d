//! `Box` exactly on the edge that closes a cycle of types held by value, and names that are cycles of names.

use std::collections::BTreeSet;

use crate::ir::{Client, Type, TypeId, TypeShape};

/// The deepest chain of types that rustc checks with its default `recursion_limit`, with room to spare.
const CHAIN: usize = 12;

/// Boxes the edges that close cycles, and computes the recursion limit.
pub(super) fn box_cycles(client: &mut Client) {
    name_alias_cycles(client);
    let closing = closing_edges(client);
    for (index, def) in client.types.iter_mut().enumerate() {
        let closes = |id: TypeId| closing.contains(&(index, id.0));
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
    for start in (0..client.types.len()).map(TypeId) {
        let mut seen = BTreeSet::from([start]);
        let mut queue = next(client, start);
        let mut cyclic = false;
        while let Some(id) = queue.pop() {
            cyclic |= id == start;
            if seen.insert(id) {
                queue.extend(next(client, id));
            }
        }
        let def = &mut client.types[start.0];
        if let (true, TypeShape::Alias(ty)) = (cyclic, &def.shape) {
            def.shape = TypeShape::Newtype(ty.clone());
        }
    }
}

/// The types that a type holds by value.
fn held(client: &Client, index: usize) -> Vec<usize> {
    let mut all = Vec::new();
    let mut hold = |ty: &Type| hold(ty, &mut all);
    match &client.types[index].shape {
        TypeShape::Struct(structure) => structure.fields.iter().for_each(|field| hold(&field.ty)),
        TypeShape::Union(union) => union.variants.iter().for_each(|variant| hold(&variant.ty)),
        TypeShape::Alias(ty) | TypeShape::Newtype(ty) => hold(ty),
        TypeShape::Enum(_) | TypeShape::Form(_) => {}
    }
    all
}

fn hold(ty: &Type, all: &mut Vec<usize>) {
    match ty {
        Type::Named(id) => all.push(id.0),
        Type::Nullable(inner) => hold(inner, all),
        Type::Tuple(items) => items.iter().for_each(|item| hold(item, all)),
        _ => {}
    }
}

/// The edges that close a cycle, found depth first without recursion.
fn closing_edges(client: &Client) -> Vec<(usize, usize)> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let edges: Vec<Vec<usize>> = (0..client.types.len()).map(|index| held(client, index)).collect();
    let mut states = vec![State::New; edges.len()];
    let mut closing = Vec::new();
    for root in 0..edges.len() {
        let mut stack = if states[root] == State::New { vec![(root, 0)] } else { Vec::new() };
        states[root] = if stack.is_empty() { states[root] } else { State::Open };
        while let Some((node, edge)) = stack.pop() {
            let Some(&to) = edges[node].get(edge) else {
                states[node] = State::Done;
                continue;
            };
            stack.push((node, edge + 1));
            match states[to] {
                State::New => {
                    states[to] = State::Open;
                    stack.push((to, 0));
                }
                State::Open => closing.push((node, to)),
                State::Done => {}
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
    let nested = client.types.iter().map(|def| match &def.shape {
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
    let edges: Vec<Vec<usize>> = (0..client.types.len()).map(|index| held(client, index)).collect();
    let mut lengths: Vec<Option<usize>> = vec![None; edges.len()];
    for root in 0..edges.len() {
        let mut stack = vec![(root, 0)];
        let mut open = std::collections::HashSet::from([root]);
        while let Some((node, edge)) = stack.pop() {
            match edges[node].get(edge) {
                Some(&to) => {
                    stack.push((node, edge + 1));
                    if lengths[to].is_none() && open.insert(to) {
                        stack.push((to, 0));
                    }
                }
                None => {
                    let below = edges[node].iter().filter_map(|&to| lengths[to]).max().unwrap_or(0);
                    lengths[node] = Some(below + 1);
                }
            }
        }
    }
    lengths.into_iter().flatten().max().unwrap_or(0)
}
