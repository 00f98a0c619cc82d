//! Which public types a schema becomes, and which public items an operation: found by walking the document's meaning and the
//! client side by side, so that no rule of naming is repeated here.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::Shapes;
use super::{Part, Touch};
use crate::ir::reach::reached;
use crate::ir::{self, Client, Payload, Type, TypeId, TypeShape};
use crate::model::{self, Additional, SchemaId};
use crate::pointer::Pointer;

/// What became of the parts of a document.
#[derive(Debug, Default)]
pub(super) struct Owners {
    types: BTreeMap<SchemaId, Vec<TypeId>>,
    defs: BTreeMap<TypeId, Owned>,
    operations: BTreeMap<Pointer, Items>,
    params: BTreeMap<(Pointer, String), Vec<Touch>>,
    setters: BTreeMap<String, String>,
    reached: BTreeSet<SchemaId>,
}

/// The items of an operation, and the types that it names.
#[derive(Debug)]
struct Items {
    method: String,
    marker: String,
    call: String,
    output: Option<String>,
    failure: Option<String>,
    choice: Option<String>,
    headers: Option<String>,
    views: Vec<String>,
    types: Vec<TypeId>,
}

/// What is remembered of a type.
#[derive(Debug)]
struct Owned {
    path: String,
    /// The struct of its required fields.
    required: Option<String>,
    /// The call whose setters set its fields, with their names.
    setters: BTreeMap<String, Touch>,
    types: Vec<TypeId>,
    fields: BTreeMap<String, String>,
    values: Option<Vec<(String, String)>>,
}

impl Owners {
    /// Walks a document's meaning and its client side by side.
    pub(super) fn of(shapes: &Shapes<'_>, client: &Client) -> Self {
        let setters =
            client.auth.iter().map(|one| (one.id.clone(), format!("ClientBuilder::{}()", one.setter))).collect();
        let mut owners =
            Self { defs: client.types.iter().map(|(id, def)| (*id, owned(def))).collect(), setters, ..Self::default() };
        let mut walk = Walk { shapes, client, stack: Vec::new(), seen: BTreeSet::new() };
        for resource in &client.resources {
            for operation in &resource.operations {
                let Some(read) = shapes.api.operations.get(operation.origin.0) else { continue };
                owners.operation(resource, operation, read);
                walk.roots(operation, read);
                walk.headers(operation, read);
            }
        }
        walk.components();
        owners.reached = walk.finish(&mut owners.types);
        owners
    }

    /// The types of a schema.
    pub(super) fn of_schema(&self, id: SchemaId) -> Vec<Touch> {
        self.defs_of(id)
            .flat_map(|def| std::iter::once(&def.path).chain(&def.required))
            .map(|path| all_of(path))
            .collect()
    }

    /// What a property of a schema becomes in its types.
    pub(super) fn of_property(&self, id: SchemaId, property: &str) -> Vec<Touch> {
        let mut touches = Vec::new();
        for def in self.defs_of(id) {
            touches.extend(def.setters.get(property).cloned());
            let Some(member) = def.fields.get(property) else { continue };
            let required = def.required.iter().map(|owner| (owner, Part::Required(member.clone())));
            let own = std::iter::once((&def.path, Part::Member(member.clone())));
            touches.extend(own.chain(required).map(|(owner, part)| Touch { owner: owner.clone(), part }));
        }
        touches
    }

    /// The values of the enum that a schema becomes, each with its name.
    pub(super) fn values(&self, id: SchemaId) -> Option<&[(String, String)]> {
        self.defs_of(id).find_map(|def| def.values.as_deref())
    }

    /// Whether the client has anything of a schema: what belongs to an operation that is left out is not known.
    pub(super) fn reaches(&self, id: SchemaId) -> bool {
        self.reached.contains(&id)
    }

    /// What an operation becomes.
    pub(super) fn of_operation(&self, operation: &model::Operation) -> Vec<Touch> {
        let Some(items) = self.operations.get(&key(operation)) else { return Vec::new() };
        let Items { method, marker, call, output, failure, choice, headers, .. } = items;
        let own = [output, failure, choice, headers].into_iter().flatten();
        [method, marker, call].into_iter().chain(own).map(|owner| all_of(owner)).collect()
    }

    /// What the body of an operation becomes.
    pub(super) fn of_body(&self, operation: &model::Operation) -> Vec<Touch> {
        let Some(items) = self.operations.get(&key(operation)) else { return Vec::new() };
        let arguments = Touch { owner: items.marker.clone(), part: Part::Body };
        // A body that may be left out is set like an optional parameter.
        let setter = Touch { owner: items.call.clone(), part: Part::Member("body".to_owned()) };
        let own = [Some(&items.method), items.choice.as_ref()].into_iter().flatten();
        own.map(|owner| all_of(owner)).chain([arguments, setter]).collect()
    }

    /// What the answers of an operation become: those of success, or the others.
    pub(super) fn of_answer(&self, operation: &model::Operation, success: bool) -> Vec<Touch> {
        let Some(items) = self.operations.get(&key(operation)) else { return Vec::new() };
        let (part, own) = if success { (Part::Output, &items.output) } else { (Part::Failure, &items.failure) };
        let marker = Touch { owner: items.marker.clone(), part };
        let view = |name: &String| Touch { owner: items.call.clone(), part: Part::Member(name.clone()) };
        let views = items.views.iter().filter(|_| success).map(view);
        own.iter().map(|owner| all_of(owner)).chain([marker]).chain(views).collect()
    }

    /// What the headers of the answers of an operation become.
    pub(super) fn of_headers(&self, operation: &model::Operation) -> Vec<Touch> {
        let headers = self.operations.get(&key(operation)).and_then(|items| items.headers.as_ref());
        headers.into_iter().map(|owner| all_of(owner)).collect()
    }

    /// The types that only some operations need, by operation.
    pub(super) fn types_only_of(&self, operations: &[&model::Operation]) -> Vec<Vec<Touch>> {
        let some: BTreeSet<Pointer> = operations.iter().map(|one| key(one)).collect();
        let rest = self.operations.iter().filter(|(key, _)| !some.contains(*key));
        let needed = self.reach(rest.flat_map(|(_, items)| items.types.iter().copied()).collect());
        let only = |one: &&model::Operation| {
            let types = self.operations.get(&key(one)).map(|items| items.types.clone()).unwrap_or_default();
            let own = self.reach(types).into_iter().filter(|id| !needed.contains(id));
            own.filter_map(|id| self.defs.get(&id)).map(|def| all_of(&def.path)).collect()
        };
        operations.iter().map(only).collect()
    }

    /// Types with all that they hold.
    fn reach(&self, types: Vec<TypeId>) -> BTreeSet<TypeId> {
        reached(types, |id| self.defs.get(&id).map(|def| def.types.clone()).unwrap_or_default())
    }

    /// What a parameter becomes.
    pub(super) fn of_param(&self, operation: &model::Operation, wire: &str) -> Vec<Touch> {
        self.params.get(&(key(operation), wire.to_owned())).cloned().unwrap_or_default()
    }

    /// The setter of a security scheme.
    pub(super) fn of_scheme(&self, name: &str) -> Vec<Touch> {
        self.setters.get(name).map(|owner| all_of(owner)).into_iter().collect()
    }

    fn defs_of(&self, id: SchemaId) -> impl Iterator<Item = &Owned> {
        self.types.get(&id).into_iter().flatten().filter_map(|id| self.defs.get(id))
    }

    fn operation(&mut self, resource: &ir::Resource, operation: &ir::Operation, read: &model::Operation) {
        let module = &resource.module;
        let own = |name: Option<&dyn std::fmt::Display>| name.map(|name| format!("{module}::{name}"));
        let choice = operation.body.as_ref().and_then(|body| body.choice.as_ref());
        let items = Items {
            method: format!("{module}::{}::{}()", resource.name, operation.name),
            marker: format!("{module}::{}", operation.marker),
            call: format!("Call<{module}::{}>", operation.marker),
            output: own(operation.output.as_ref().map(|name| name as _)),
            failure: own(operation.failure.as_ref().map(|name| name as _)),
            choice: own(choice.map(|name| name as _)),
            headers: own(operation.headers.as_ref().map(|headers| &headers.name as _)),
            views: operation.views.iter().map(|view| view.name.to_string()).collect(),
            types: [operation.request_ids(), operation.reply_ids()].concat(),
        };
        for param in &operation.params {
            let member = |owner: &String| Touch { owner: owner.clone(), part: Part::Member(param.name.to_string()) };
            let touches = [&items.method, &items.marker, &items.call].map(member).to_vec();
            self.params.insert((key(read), param.wire.clone()), touches);
        }
        self.setters_of_fields(operation, &items.call);
        self.operations.insert(key(read), items);
    }

    /// The fields of a body that the call sets.
    fn setters_of_fields(&mut self, operation: &ir::Operation, call: &str) {
        let content = operation.body.as_ref().and_then(|body| body.contents.first());
        let Some(Payload::Json(Type::Named(id)) | Payload::Form(Type::Named(id), _)) = content.map(|one| &one.payload)
        else {
            return;
        };
        let Some(def) = self.defs.get_mut(id) else { return };
        for one in &operation.fields {
            let setter = Touch { owner: call.to_owned(), part: Part::Member(one.name.to_string()) };
            def.setters.insert(one.field.wire.clone(), setter);
        }
    }
}

fn all_of(owner: &str) -> Touch {
    Touch { owner: owner.to_owned(), part: Part::All }
}

/// What tells the operations of a document apart.
fn key(operation: &model::Operation) -> Pointer {
    operation.pointer.clone()
}

fn owned(def: &ir::TypeDef) -> Owned {
    let module = def.module.as_ref().map_or("types", |module| module.as_str());
    let fields = match &def.shape {
        TypeShape::Struct(structure) => {
            structure.fields.iter().map(|field| (field.wire.clone(), field.name.to_string())).collect()
        }
        TypeShape::Form(form) => form.fields.iter().map(|field| (field.wire.clone(), field.name.to_string())).collect(),
        TypeShape::Enum(_) | TypeShape::Union(_) | TypeShape::Alias(_) | TypeShape::Newtype(_) => BTreeMap::new(),
    };
    let values = match &def.shape {
        TypeShape::Enum(values) => {
            Some(values.variants.iter().map(|variant| (variant.wire.clone(), variant.name.to_string())).collect())
        }
        _ => None,
    };
    let path = |name| format!("{module}::{name}");
    let (path, required) = (path(&def.name), def.required.as_ref().map(path));
    Owned { path, required, setters: BTreeMap::new(), types: def.ids(), fields, values }
}

/// The walk: a stack in place of recursion, so that depth of a document costs none of ours.
struct Walk<'a> {
    shapes: &'a Shapes<'a>,
    client: &'a Client,
    stack: Vec<(SchemaId, &'a Type)>,
    seen: BTreeSet<(SchemaId, TypeId)>,
}

impl<'a> Walk<'a> {
    fn roots(&mut self, operation: &'a ir::Operation, read: &model::Operation) {
        for param in &operation.params {
            let read = read.parameters.iter().find(|read| read.name == param.wire);
            self.stack.extend(read.map(|read| (read.schema, &param.ty)));
        }
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        for content in contents {
            let media = read.body.as_ref().and_then(|body| body.content.get(&content.media_type));
            let Some(schema) = media.and_then(|media| media.schema) else { continue };
            match &content.payload {
                Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => self.stack.push((schema, ty)),
                Payload::Multipart(form) => self.named(schema, *form),
                Payload::AnyMultipart | Payload::Text | Payload::Bytes => {}
            }
        }
        let success = operation.success.iter().filter_map(|success| Some((success.status, success.reply.ty()?)));
        let failures = operation.failures.iter().filter_map(|failure| Some((failure.status, failure.reply.ty()?)));
        for (status, ty) in success.chain(failures) {
            let response = read.responses.iter().find(|(known, _)| same_status(**known, status));
            let schemas = response.into_iter().flat_map(|(_, response)| response.content.values());
            self.stack.extend(schemas.filter_map(|media| Some((media.schema?, ty))));
        }
    }

    /// The types of components that no operation of the client has.
    fn components(&mut self) {
        for (id, def) in &self.client.types {
            let component = def.component.as_ref().and_then(|name| self.shapes.api.components.get(name));
            if let Some(schema) = component {
                self.named(*schema, *id);
            }
        }
    }

    /// The headers of the answers.
    fn headers(&mut self, operation: &'a ir::Operation, read: &model::Operation) {
        for header in operation.headers.iter().flat_map(|headers| &headers.fields) {
            let named = read.responses.values().filter_map(|response| {
                response
                    .headers
                    .iter()
                    .find(|(name, _)| name.eq_ignore_ascii_case(&header.wire))
                    .map(|(_, known)| known)
            });
            self.stack.extend(named.map(|known| (known.schema, &header.ty)));
        }
    }

    fn finish(mut self, types: &mut BTreeMap<SchemaId, Vec<TypeId>>) -> BTreeSet<SchemaId> {
        let mut reached = BTreeSet::new();
        while let Some((schema, ty)) = self.stack.pop() {
            reached.insert(schema);
            self.step(schema, ty);
        }
        for (schema, ty) in self.seen {
            types.entry(schema).or_default().push(ty);
            let inner = self.shapes.of(schema).id;
            if let Some(inner) = inner.filter(|inner| *inner != schema) {
                types.entry(inner).or_default().push(ty);
            }
        }
        reached
    }

    fn step(&mut self, schema: SchemaId, ty: &'a Type) {
        match ty {
            Type::Named(id) | Type::Boxed(id) => self.named(schema, *id),
            Type::Nullable(inner) => self.stack.push((schema, inner)),
            // A text of values with commas is a list in the client and none in the document.
            Type::List(inner) => self.stack.push((self.shapes.of(schema).items.unwrap_or(schema), inner)),
            Type::Map(inner) => {
                if let Additional::Of(value) = self.shapes.of(schema).additional {
                    self.stack.push((value, inner));
                }
            }
            Type::Tuple(items) => self.stack.extend(self.shapes.of(schema).prefix_items.iter().copied().zip(items)),
            _ => {}
        }
    }

    fn named(&mut self, schema: SchemaId, id: TypeId) {
        if !self.seen.insert((schema, id)) {
            return;
        }
        let shape = self.shapes.of(schema);
        match &self.client.ty(id).shape {
            TypeShape::Struct(structure) => {
                let fields = structure.fields.iter().filter(|field| field.constant.is_none());
                let fields = fields.filter_map(|field| Some((*shape.properties.get(&field.wire)?, &field.ty)));
                self.stack.extend(fields);
                if let (Additional::Of(value), Some(rest)) = (shape.additional, &structure.rest) {
                    self.stack.push((value, &rest.ty));
                }
            }
            TypeShape::Union(union) if union.variants.len() == shape.branches.len() => {
                self.stack.extend(shape.branches.iter().copied().zip(union.variants.iter().map(|variant| &variant.ty)));
            }
            TypeShape::Alias(ty) | TypeShape::Newtype(ty) => self.stack.push((schema, ty)),
            TypeShape::Form(form) => {
                let fields = form
                    .fields
                    .iter()
                    .filter_map(|field| Some((*shape.properties.get(&field.wire)?, field.part.ty()?)));
                self.stack.extend(fields);
            }
            TypeShape::Union(_) | TypeShape::Enum(_) => {}
        }
    }
}

fn same_status(read: model::Status, status: ir::Status) -> bool {
    match (read, status) {
        (model::Status::Code(one), ir::Status::Code(other)) => one == other,
        (model::Status::Range(one), ir::Status::Range(other)) => one == other,
        (model::Status::Default, ir::Status::Default) => true,
        _ => false,
    }
}
