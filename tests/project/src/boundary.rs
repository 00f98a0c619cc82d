//! A client that is written by hand: what is emitted depends on the decided client alone, on no document.

use crategen::files::Files;
use crategen::ir::{
    Arguments, Client, Credential, CredentialKind, Docs, Enum, Field, Form, Int, Location, Operation, Package, Param,
    Presence, Reply, Repr, Resource, SecurityRequirement, Segment, Server, Status, Struct, Style, Success, Type,
    TypeDef, TypeId, TypeShape, Variant,
};
use crategen::names::{ConstName, FieldName, FileName, MethodName, ModuleName, TypeName, VariantName};
use crategen::{emit, format};

use generator_tests::pipeline::generate;

/// The files of its crate.
///
/// # Panics
/// Where the pipeline gives no crate whose runtime could be taken.
pub fn files() -> Files {
    let mut files = format::format(emit::emit(&client()));
    let least =
        generate([("least.yaml", "openapi: 3.0.3\ninfo: {title: Least, version: '1'}\npaths: {}\n")], None).expect();
    for (path, text) in least.files.iter().filter(|(path, _)| path.starts_with("src/runtime/")) {
        files.insert(path, text);
    }
    files
}

/// A client with one of each part.
pub fn client() -> Client {
    let package = Package { name: "boundary".to_owned(), version: "0.1.0".to_owned(), ..Package::default() };
    Client {
        package,
        docs: said("By hand."),
        servers: vec![Server { url: "https://example.com".to_owned(), description: String::new(), variables: vec![] }],
        auth: vec![Credential {
            id: "key".to_owned(),
            setter: MethodName::new("key"),
            docs: said("A key."),
            deprecated: false,
            used: true,
            kind: CredentialKind::ApiKey { location: Location::Header, name: "x-key".to_owned() },
        }],
        resources: vec![Resource {
            module: ModuleName::new("pets"),
            name: TypeName::new("Pets"),
            docs: said("Pets."),
            operations: vec![operation()],
            feature: None,
        }],
        types: [(TypeId(0), pet()), (TypeId(1), kind())].into(),
        ..Client::default()
    }
}

fn said(text: &str) -> Docs {
    Docs(vec![text.to_owned()])
}

fn operation() -> Operation {
    let param = |name: &str, ty, presence, location, form| Param {
        name: FieldName::new(name),
        wire: name.to_owned(),
        docs: Docs::default(),
        ty,
        presence,
        location,
        style: Style { form, explode: true, allow_reserved: false },
        example: None,
        deprecated: false,
    };
    Operation {
        file: None,
        name: MethodName::new("get"),
        marker: TypeName::new("Get"),
        constant: ConstName::new("Get"),
        origin: crategen::ir::OperationId::default(),
        id: "getPet".to_owned(),
        docs: said("Gets a pet."),
        deprecated: false,
        method: "GET".to_owned(),
        path: vec![Segment::Literal("/pets/".to_owned()), Segment::Param(0)],
        params: vec![
            param("id", Type::Int(Int::U64), Presence::Required, Location::Path, Form::Simple),
            param(
                "kinds",
                Type::List(Box::new(Type::Named(TypeId(1)))),
                Presence::Optional,
                Location::Query,
                Form::Form,
            ),
        ],
        arguments: Arguments::Positional,
        body: None,
        fields: Vec::new(),
        success: vec![Success {
            status: Status::Code(200),
            variant: VariantName::new("Ok"),
            docs: Docs::default(),
            reply: Reply::Json(Type::Named(TypeId(0))),
            example: None,
            representations: vec![],
        }],
        views: vec![],
        stream_end: None,
        output: None,
        failures: vec![],
        other_failure: None,
        failure: None,
        shared_failures: None,
        headers: None,
        accept: "application/json".to_owned(),
        auth: vec![vec![SecurityRequirement { scheme: 0, scopes: vec![] }]].into(),
        servers: vec![],
        paging: None,
        callbacks: Vec::new(),
        constants: vec![],
    }
}

fn pet() -> TypeDef {
    let field = |name: &str, ty, presence| Field {
        name: FieldName::new(name),
        wire: name.to_owned(),
        docs: said("A field."),
        ty,
        presence,
        deprecated: false,
        constant: None,
        only: None,
    };
    let fields = vec![
        field("type", Type::Named(TypeId(1)), Presence::Required),
        field("name", Type::String.nullable(), Presence::Required),
        field("age", Type::Int(Int::I32).nullable(), Presence::Optional),
        field("parents", Type::List(Box::new(Type::Named(TypeId(0)))), Presence::Optional),
    ];
    let shape = TypeShape::Struct(Struct { fields, rest: None });
    TypeDef {
        file: Some(FileName::new("pet")),
        module: None,
        component: None,
        name: TypeName::new("Pet"),
        docs: said("A pet."),
        deprecated: false,
        sent: true,
        received: true,
        test_default: None,
        required: None,
        derives: vec![],
        feature: None,
        shape,
    }
}

fn kind() -> TypeDef {
    let variant = |wire: &str| Variant { name: VariantName::new(wire), wire: wire.to_owned(), docs: Docs::default() };
    let shape = TypeShape::Enum(Enum { repr: Repr::Text, variants: vec![variant("cat"), variant("dog")] });
    TypeDef {
        file: Some(FileName::new("pet")),
        module: None,
        component: None,
        name: TypeName::new("Kind"),
        docs: said("A kind."),
        deprecated: false,
        sent: true,
        received: true,
        test_default: None,
        required: None,
        derives: vec![],
        feature: None,
        shape,
    }
}
