//! The optional fields of a body that are setters of the call. Decided when all types are known.

use super::definitions::Definitions;
use crate::ir::{BodyField, Client, Field, Operation, Payload, Presence, Struct, Type, TypeShape};
use crate::lower::operations::{CALL, PAGED_CALL};
use crate::names::{FieldName, Scope};

/// Decides for all operations.
pub(super) fn decide(client: &mut Client) {
    let types = Definitions(&client.types);
    for operation in client.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        operation.fields = fields(operation, types);
    }
}

fn fields(operation: &Operation, types: Definitions<'_>) -> Vec<BodyField> {
    let Some(structure) = inline(operation, types) else { return Vec::new() };
    let params = operation.params.iter().map(|param| &param.name);
    let taken = params.chain(operation.body.as_ref().map(|body| &body.name)).map(FieldName::as_str);
    let views = operation.views.iter().map(|view| view.name.as_str());
    let mut scope = Scope::with(CALL.into_iter().chain(PAGED_CALL).chain(taken).chain(views));
    let optional = structure.fields.iter().filter(|field| field.presence == Presence::Optional);
    let settable: Vec<&Field> = optional.filter(|field| field.constant.is_none()).collect();
    let names: Vec<FieldName> = settable.iter().map(|field| claim(&mut scope, field.name.as_str())).collect();
    let named = settable.into_iter().zip(names).map(|(field, name)| {
        let null = matches!(types.resolved(&field.ty), Type::Nullable(_))
            .then(|| claim(&mut scope, &format!("{} null", name.as_str())));
        BodyField { name, null, field: field.clone() }
    });
    named.collect()
}

/// A setter that neither the call nor a parameter has.
fn claim(scope: &mut Scope, name: &str) -> FieldName {
    scope.claim(FieldName::new(name), [FieldName::of(&["body", name])]).0
}

/// The struct of a body of one media type, JSON or a form, that only this operation has. One that need not be there must have
/// nothing that it always has: a setter alone would send it without that.
fn inline<'t>(operation: &Operation, types: Definitions<'t>) -> Option<&'t Struct> {
    let body = operation.body.as_ref()?;
    let [content] = body.contents.as_slice() else { return None };
    let (Payload::Json(Type::Named(id)) | Payload::Form(Type::Named(id), _)) = &content.payload else { return None };
    let def = types.0.get(id).filter(|def| def.component.is_none() && !content.is_range())?;
    let TypeShape::Struct(structure) = &def.shape else { return None };
    let is_free = |field: &Field| field.presence == Presence::Optional && field.constant.is_none();
    let is_whole = body.presence == Presence::Required || structure.fields.iter().all(is_free);
    is_whole.then_some(structure)
}
