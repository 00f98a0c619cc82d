//! The branches of a choice, each with what stands beside the choice.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::Names;
use super::branch::{Branch, Word, simple_word};
use crate::ir::reach::reached;
use crate::model::{Additional, Schema, SchemaId, SimpleType};
use crate::schema::{Group, Merged, common_types};

/// How many combinations of branches of several groups are spelled out.
const COMBINATIONS: usize = 64;

/// How many branches are followed in search of a choice that leads back to itself.
const STEPS: usize = 100_000;

/// How many schemas are made, in the whole document, of branches and what stands beside them: choices in choices in choices multiply.
const MADE: usize = 2_000;

impl Names<'_> {
    /// The branches of all groups, each with what stands beside the groups; `None`: too many.
    pub(in crate::lower) fn branches(
        &mut self,
        id: SchemaId,
        merged: &Merged,
        groups: &[Rc<Group>],
    ) -> Option<Vec<Branch>> {
        if groups.is_empty() {
            return Some(self.branches_by_type(id, merged));
        }
        let mut combined: Vec<Vec<SchemaId>> = vec![Vec::new()];
        for group in groups {
            if combined.len() * group.branches.len() > COMBINATIONS.max(group.branches.len()) {
                return None;
            }
            let with = |chosen: &Vec<SchemaId>| {
                let chosen = chosen.clone();
                group.branches.iter().map(move |&branch| chosen.iter().copied().chain([branch]).collect::<Vec<_>>())
            };
            combined = combined.iter().flat_map(with).collect();
        }
        let beside = merged.says_object() || !merged.required.is_empty() || merged.groups.len() > groups.len();
        if !beside && groups.len() == 1 {
            let branches: Vec<SchemaId> = combined.into_iter().flatten().collect();
            return Some(self.without_circles(id, &branches).into_iter().map(Branch::of).collect());
        }
        let mut lineage = self.lineages.get(&id).cloned().unwrap_or_default();
        lineage.extend(groups.iter().map(|group| group.owner));
        combined.retain(|chosen| !chosen.iter().any(|&one| self.leads_back(one, &lineage)));
        self.drop_empty(merged, &mut combined);
        if self.lineages.len() + combined.len() > MADE {
            return None;
        }
        let mut names = HashMap::new();
        for group in groups {
            let words = self.branch_words(&group.branches);
            names.extend(group.branches.iter().copied().zip(words));
        }
        let mut branches = Vec::new();
        for chosen in combined {
            match chosen.as_slice() {
                [one] if self.says_all_of(*one, merged) => branches.push(Branch::of(*one)),
                _ => branches.push(self.branch(id, merged, &lineage, chosen, &names)),
            }
        }
        Some(branches)
    }

    /// Whether a branch says itself what stands beside the choice, as one that extends the owner of the choice does.
    fn says_all_of(&mut self, branch: SchemaId, beside: &Merged) -> bool {
        let Ok(branch) = self.meanings.merged(branch) else { return false };
        let properties = beside.properties.iter().all(|(name, property)| branch.properties.get(name) == Some(property));
        let types = beside.types.is_none() || branch.types == beside.types || branch.one_type() == beside.one_type();
        let additional = beside.additional == Additional::Unsaid || branch.additional == beside.additional;
        properties && types && additional && beside.required.is_subset(&branch.required) && beside.groups.len() == 1
    }

    /// The branches of a choice. One that is, through choices alone, the same choice again adds no value but those of the other
    /// branches on the way, which stand in its place.
    fn without_circles(&mut self, id: SchemaId, branches: &[SchemaId]) -> Vec<SchemaId> {
        let ways = self.ways_from(branches);
        let circular = leading_to(id, &ways);
        if !branches.iter().any(|branch| circular.contains(branch)) {
            return branches.to_vec();
        }
        for &branch in branches.iter().filter(|branch| circular.contains(branch)) {
            let message = "this branch is the same choice again: it is no variant";
            self.meanings.note("lower::circular-branch", branch, message);
        }
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        let mut waiting: Vec<SchemaId> = branches.iter().rev().copied().collect();
        while let Some(at) = waiting.pop() {
            match seen.insert(at) {
                true if circular.contains(&at) => waiting.extend(ways.get(&at).into_iter().flatten().rev()),
                true => found.push(at),
                false => {}
            }
        }
        found
    }

    /// What the schemas that are nothing but choices, or other names, lead to, as far as these schemas lead; nothing where that is
    /// too much to follow.
    fn ways_from(&mut self, branches: &[SchemaId]) -> BTreeMap<SchemaId, Vec<SchemaId>> {
        let (mut ways, mut waiting, mut steps) = (BTreeMap::new(), branches.to_vec(), 0);
        while let Some(at) = waiting.pop() {
            if steps > STEPS {
                return BTreeMap::new();
            }
            if ways.contains_key(&at) {
                continue;
            }
            let inside = self.choice_alone(at);
            steps += inside.len();
            waiting.extend(&inside);
            ways.insert(at, inside);
        }
        ways
    }

    /// What a schema leads to that is only another name or a choice; nothing for others.
    fn choice_alone(&mut self, id: SchemaId) -> Vec<SchemaId> {
        if let Some(inner) = self.meanings.schemas.wrapped(id) {
            return vec![inner];
        }
        let Ok(merged) = self.meanings.merged(id) else { return Vec::new() };
        match self.meanings.groups(&merged).as_slice() {
            [one] if !merged.says_object() && merged.required.is_empty() && merged.groups.len() == 1 => {
                one.branches.clone()
            }
            _ => Vec::new(),
        }
    }

    /// Drops the branches that no value can be, for what stands beside them; all of them are one mistake, told as such.
    fn drop_empty(&mut self, merged: &Merged, combined: &mut Vec<Vec<SchemaId>>) {
        let Some(types) = merged.types.clone().or_else(|| merged.one_type().map(|one| vec![one])) else { return };
        let is_empty = |names: &Self, branch: SchemaId| {
            let said = names.meanings.schemas.said_types(branch);
            !said.is_empty() && common_types(&types, &said).is_empty()
        };
        let empty: Vec<SchemaId> =
            combined.iter().flatten().copied().filter(|&branch| is_empty(self, branch)).collect();
        let is_whole = |chosen: &Vec<SchemaId>| !chosen.iter().any(|branch| empty.contains(branch));
        if !combined.iter().any(is_whole) {
            return;
        }
        combined.retain(is_whole);
        for branch in empty.into_iter().collect::<BTreeSet<_>>() {
            let message = "no value can be of this branch and of what stands beside it: it is no variant";
            self.meanings.warn("lower::empty-branch", branch, message);
        }
    }

    /// Whether a branch is again one of the choices that it is a branch of: as such it says nothing.
    fn leads_back(&mut self, branch: SchemaId, lineage: &[SchemaId]) -> bool {
        self.meanings
            .merged(branch)
            .is_ok_and(|merged| merged.groups.iter().any(|group| lineage.contains(&group.owner)))
    }

    fn branch(
        &mut self,
        id: SchemaId,
        merged: &Merged,
        lineage: &[SchemaId],
        chosen: Vec<SchemaId>,
        names: &HashMap<SchemaId, String>,
    ) -> Branch {
        let mut words: Vec<String> = chosen.iter().filter_map(|&one| self.own_words(one)).collect();
        if words.is_empty() {
            words = chosen.iter().filter_map(|one| names.get(one).cloned()).collect();
        }
        let words = words.join(" ");
        let made_words = format!("{} {words}", self.words(id, ""));
        let common = self.beside(id, merged);
        let parts: Vec<SchemaId> = [id, common].into_iter().chain(chosen.iter().copied()).collect();
        let schema = self.make(parts, made_words, |schemas| Schema {
            all_of: [common].into_iter().chain(chosen).collect(),
            ..Schema::blank(schemas.schema(id).place.clone(), schemas.schema(id).pointer.clone(), None)
        });
        self.lineages.insert(schema, lineage.to_vec());
        Branch { schema, words: Some(Word::Name(words)), tag: None }
    }

    /// What a schema says beside its groups.
    fn beside(&mut self, id: SchemaId, merged: &Merged) -> SchemaId {
        let words = self.words(id, "");
        let merged = merged.clone();
        self.make(vec![id, id], words, |schemas| Schema {
            types: merged.types.unwrap_or_default(),
            properties: merged.properties,
            required: merged.required.into_iter().collect(),
            additional: merged.additional,
            ..Schema::blank(schemas.schema(id).place.clone(), schemas.schema(id).pointer.clone(), None)
        })
    }

    /// One branch per type of a schema with several.
    fn branches_by_type(&mut self, id: SchemaId, merged: &Merged) -> Vec<Branch> {
        let types = merged.types.clone().unwrap_or_default();
        let one = |names: &mut Self, (index, simple): (usize, SimpleType)| {
            let is_map = simple == SimpleType::Object && merged.properties.is_empty();
            let word = if is_map { "map" } else { simple_word(simple) };
            let words = format!("{} {word}", names.words(id, ""));
            let key = std::iter::repeat_n(id, index + 3).collect();
            let schema = names.make(key, words, |schemas| {
                let of_type = schemas.schema(id).clone();
                Schema {
                    component: None,
                    types: vec![simple],
                    nullable: false,
                    description: None,
                    title: None,
                    ..of_type
                }
            });
            Branch { schema, words: Some(Word::Said(word.to_owned())), tag: None }
        };
        types.into_iter().enumerate().map(|entry| one(self, entry)).collect()
    }
}

/// The schemas that lead to one, and that one.
fn leading_to(id: SchemaId, ways: &BTreeMap<SchemaId, Vec<SchemaId>>) -> BTreeSet<SchemaId> {
    let mut users: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for (at, inside) in ways {
        inside.iter().for_each(|inside| users.entry(*inside).or_default().push(*at));
    }
    reached(vec![id], |at| users.get(&at).cloned().unwrap_or_default())
}
