//! Views of a schema that no operation uses where it uses another one.

use std::collections::{BTreeMap, HashSet};

use super::prune::needed;
use crate::ir::reach::reached;
use crate::ir::{Client, TypeDef, TypeId, TypeShape, Webhooks};
use crate::lower::View;
use crate::lower::types::{Defined, Draft};
use crate::model::SchemaId;
use crate::names::TypeName;

/// The views that no operation uses where it uses another one of the same schema: their plain name goes to the view that is left,
/// or to that of requests.
pub(super) fn unused_views(client: &Client, defined: &mut Defined) -> HashSet<TypeId> {
    let mut views: BTreeMap<SchemaId, BTreeMap<View, TypeId>> = BTreeMap::new();
    // A form is made for its operation, beside the views of its schema.
    let is_form = |draft: &Draft| matches!(draft.def.shape, TypeShape::Form(_));
    for (id, draft) in defined.types.iter().filter(|(_, draft)| !is_form(draft)) {
        views.entry(draft.schema).or_default().insert(draft.view, *id);
    }
    let def = |id: TypeId| defined.types.get(&id).map(|draft| &draft.def);
    let called = client.webhooks.iter().flat_map(Webhooks::ids);
    let held = |id: TypeId| def(id).map(TypeDef::ids).unwrap_or_default();
    let used = reached(client.operations().flat_map(needed).chain(called).collect(), held);
    let is_idle = |of: &BTreeMap<View, TypeId>| !of.values().any(|id| used.contains(id));
    let idle = views.values().filter(|of| is_idle(of)).filter_map(|of| of.get(&View::Read)).copied();
    let idle = idle.filter(|id| def(*id).is_some_and(|def| def.component.is_some())).collect();
    let needed = reached(idle, held);
    let mut unused = HashSet::new();
    for of in views.into_values() {
        let left = of.iter().filter(|(_, id)| used.contains(id) || needed.contains(id)).map(|(_, id)| *id);
        let (left, read) = (left.collect::<Vec<TypeId>>(), of.get(&View::Read).copied());
        if let (Some(read), Some(&first)) = (read, left.first())
            && first != read
        {
            unused.insert(read);
            rename(defined, first, read);
        }
    }
    unused
}

/// Gives a type the name of another one of its module.
fn rename(defined: &mut Defined, id: TypeId, other: TypeId) {
    let name = defined.types[&other].def.name.clone();
    let def = &mut defined.types.get_mut(&id).expect("a view has a type").def;
    let was = std::mem::replace(&mut def.name, name.clone());
    let module = def.module.clone();
    let renamed = |known: &mut TypeName| *known = if *known == was { name.clone() } else { known.clone() };
    defined.derives.iter_mut().filter(|(_, of, _)| *of == module).for_each(|(_, _, known)| renamed(known));
    if let Some(short) = defined.short.remove(&(module.clone(), was.clone())) {
        defined.short.insert((module, name), short);
    }
}
