//! Values that the schemas of the outside corpus allow are sent: every parameter, every field of a form and every part of a
//! multipart body is refused at generation, or written by the runtime. What the runtime refuses was promised and cannot be sent.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crategen::Generated;
use crategen::ir::{self, FieldEncoding, Form, FormPart, Payload, TypeShape};
use crategen::model::{self, SchemaId};
use crategen::pointer::Pointer;
use generator_tests::corpus;
use generator_tests::numbers::Numbers;
use project_tests::instances::Instances;
use runtime_tests::blocking;
use runtime_tests::runtime::mock::{Mock, MockReply};
use runtime_tests::runtime::{self, Blocking, Call, Location, Mode, Multipart, OperationInfo, Param, Retry, Style};
use serde_json::Value;

/// How many values are made of each schema.
const EACH: usize = 10;

/// Documents beyond this say the same things more often.
const LARGE: u64 = 400_000;

const STYLES: [Style; 9] = [
    Style::Matrix,
    Style::Label,
    Style::Simple,
    Style::Form,
    Style::SpaceDelimited,
    Style::PipeDelimited,
    Style::DeepObject,
    Style::DeepObjectEmptyBrackets,
    Style::Cookie,
];
const LOCATIONS: [Location; 4] = [Location::Path, Location::Query, Location::Header, Location::Cookie];

/// A parameter of every location and style, with and without `explode`.
static PARAMS: [Param; 72] = params();

const fn params() -> [Param; 72] {
    let mut params = [Param::query("p"); 72];
    let mut at = 0;
    while at < 72 {
        let param = &mut params[at];
        param.location = LOCATIONS[at / 18];
        param.style = STYLES[at / 2 % 9];
        param.explode = at % 2 == 1;
        at += 1;
    }
    params
}

/// An operation with all of [`PARAMS`].
struct Try;

static INFO: OperationInfo = OperationInfo {
    id: "try",
    name: "try",
    method: runtime::Method::POST,
    path: &[runtime::Segment::Literal("/p")],
    params: &PARAMS,
    servers: &[],
    security: &[],
    accept: "",
    success: &[],
    streamed: &[],
    fields: None,
    retry: Retry::Idempotent,
};

impl<M: Mode> runtime::Operation<M> for Try {
    const INFO: &'static OperationInfo = &INFO;
    type Output = ();

    fn decode(_: runtime::Reply<M>) -> Result<(), runtime::Error> {
        Ok(())
    }
}

/// What was tried, and what became of it.
#[derive(Default)]
struct Tried {
    parameters: usize,
    fields: usize,
    failures: BTreeMap<String, String>,
}

fn main() -> ExitCode {
    harness::run([
        harness::tests!["corpus": enough_is_tried],
        harness::each_outside("sent", 100, "corpus", documents, what_is_generated_can_be_sent),
    ])
}

fn documents(corpus: &Path) -> Vec<corpus::Named> {
    let small = |(_, path): &corpus::Named| path.metadata().is_ok_and(|metadata| metadata.len() < LARGE);
    corpus::documents(corpus).into_iter().filter(small).collect()
}

fn what_is_generated_can_be_sent(name: &str, path: PathBuf) {
    let Tried { failures, .. } = try_document(name, &path);
    let failures: Vec<String> = failures.iter().map(|(what, why)| format!("{what}: {why}")).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn enough_is_tried(corpus: &Path) {
    let (mut parameters, mut fields) = (0, 0);
    for (name, path) in documents(corpus) {
        let tried = try_document(&name, &path);
        (parameters, fields) = (parameters + tried.parameters, fields + tried.fields);
        if parameters > 1000 && fields > 50 {
            return;
        }
    }
    panic!("only {parameters} parameters and {fields} fields are tried");
}

/// Nothing is tried of a document that nothing is generated from.
fn try_document(name: &str, path: &Path) -> Tried {
    let mut tried = Tried::default();
    if let Some((document, generated)) = corpus::read(path, "tried") {
        document_requests(name, &document, &generated, &mut tried);
    }
    tried
}

fn document_requests(label: &str, document: &Value, generated: &Generated, tried: &mut Tried) {
    let instances = Instances::of(document);
    for operation in generated.client.operations() {
        let Some(read) = generated.api.operations.get(operation.origin.0) else { continue };
        for param in &operation.params {
            let same = |one: &&std::sync::Arc<model::Parameter>| {
                one.name == param.wire && format!("{:?}", one.location) == format!("{:?}", param.location)
            };
            let Some(parameter) = read.parameters.iter().find(same) else { continue };
            let Some(schema) = schema_of(document, generated, parameter.schema) else { continue };
            let Some(index) = index(param) else { continue };
            tried.parameters += 1;
            let name = format!("{label} {} parameter {}", operation.id, param.wire);
            let plain = matches!(param.location, ir::Location::Header | ir::Location::Cookie);
            // What no header can hold is a mistake of the caller, which the schema does not tell.
            let fits = |value: &Value| !plain || value.to_string().bytes().all(|byte| matches!(byte, b' '..=b'~'));
            // Of any JSON the caller decides how deep it is, and a call that its style has no text for is refused.
            let free = is_free(&generated.client, &param.ty);
            let fits = |value: &Value| fits(value) && !(free && is_deep(value));
            let fits = |value: &Value| fits(value) && !(plain && value.to_string().contains('\\'));
            // Headers and cookies have no escapes: what would arrive as another value is refused.
            let fits = |value: &Value| fits(value) && !(plain && is_changed(value, false));
            each(&instances, schema, tried, &name, fits, &|value| call(|call| call.param(index, value)));
        }
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            let media = read
                .body
                .iter()
                .flat_map(|body| &body.content)
                .find(|(media_type, _)| **media_type == content.media_type);
            let Some(schema) = media.and_then(|(_, media)| media.schema) else { continue };
            let Some(schema) = schema_of(document, generated, schema) else { continue };
            let name = format!("{label} {} body", operation.id);
            match &content.payload {
                Payload::Form(_, encodings) => {
                    tried.fields += schema.get("properties").and_then(Value::as_object).map_or(1, |all| all.len());
                    let encodings: Vec<_> = encodings.iter().map(encoding).collect();
                    let send = |value: &Value| {
                        call(|call| call.form_body("application/x-www-form-urlencoded", value, &encodings))
                    };
                    each(&instances, schema, tried, &name, |_| true, &send);
                }
                Payload::Multipart(form) => parts(&instances, schema, generated, *form, &name, tried),
                _ => {}
            }
        }
    }
}

fn parts(
    instances: &Instances<'_>,
    schema: &Value,
    generated: &Generated,
    form: ir::TypeId,
    name: &str,
    tried: &mut Tried,
) {
    let TypeShape::Form(form) = &generated.client.ty(form).shape else { return };
    for field in &form.fields {
        let (FormPart::Value(_, said) | FormPart::FilesOr(_, _, said)) = &field.part else { continue };
        let Some(schema) = schema.get("properties").and_then(|all| all.get(&field.wire)) else { continue };
        tried.fields += 1;
        let said = said.as_ref().map(encoding);
        let send = |value: &Value| call(|call| call.multipart(Multipart::new().field("f", value, said.as_ref())));
        each(instances, schema, tried, &format!("{name} part {}", field.wire), |_| true, &send);
    }
}

/// Sends values of a schema.
fn each(
    instances: &Instances<'_>,
    schema: &Value,
    tried: &mut Tried,
    name: &str,
    fits: impl Fn(&Value) -> bool,
    send: &dyn Fn(&Value) -> Result<(), String>,
) {
    let mut numbers = Numbers::new(u64::try_from(name.len()).unwrap_or_default());
    let values: Vec<Value> = (0..EACH).filter_map(|_| instances.of_schema(schema, &mut numbers).ok()).collect();
    for value in values.iter().filter(|value| !value.is_null() && fits(value)) {
        if let Err(why) = send(value) {
            tried.failures.entry(name.to_owned()).or_insert(format!("{why}: {value}"));
        }
    }
}

fn call(prepare: impl FnOnce(Call<Try, Blocking>) -> Call<Try, Blocking>) -> Result<(), String> {
    let mock = Mock::new().reply(MockReply::status(204));
    let client = blocking::Client::builder().base_url("https://h").transport(mock).build().expect("builds");
    prepare(Call::new(&client)).send().map_err(|error| error.to_string())
}

/// Whether the document says nothing of a value, or of what is in it.
fn is_free(client: &ir::Client, ty: &ir::Type) -> bool {
    match ty {
        ir::Type::Json | ir::Type::JsonObject => true,
        ir::Type::List(of) | ir::Type::Map(of) | ir::Type::Nullable(of) => is_free(client, of),
        ir::Type::Named(id) | ir::Type::Boxed(id) => match &client.ty(*id).shape {
            TypeShape::Struct(one) => one.rest.as_ref().is_some_and(|rest| rest.ty == ir::Type::Json),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a text has blanks at its ends, or, inside of a list or object, a character that delimits its items.
fn is_changed(value: &Value, inside: bool) -> bool {
    let changed = |text: &str| text.trim() != text || inside && text.contains([',', '=']);
    match value {
        Value::String(text) => changed(text),
        Value::Array(items) => items.iter().any(|item| is_changed(item, true)),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| key.trim() != key || key.contains([',', '=']) || is_changed(value, true))
        }
        _ => false,
    }
}

/// Whether a list or object has lists or objects in it.
fn is_deep(value: &Value) -> bool {
    let has_parts = |value: &Value| value.is_array() || value.is_object();
    match value {
        Value::Array(items) => items.iter().any(has_parts),
        Value::Object(fields) => fields.values().any(has_parts),
        _ => false,
    }
}

fn schema_of<'d>(document: &'d Value, generated: &Generated, id: SchemaId) -> Option<&'d Value> {
    let pointer: &Pointer = &generated.api.schemas.get(id.0)?.pointer;
    document.pointer(&pointer.to_string())
}

/// The parameter of [`PARAMS`] that is sent as one of a client; `None`: as JSON text, which holds any value.
fn index(param: &ir::Param) -> Option<usize> {
    let style = style(&param.style.form)?;
    let location = format!("{:?}", param.location);
    let same = |one: &Param| {
        format!("{:?}", one.location) == location && one.style == style && one.explode == param.style.explode
    };
    PARAMS.iter().position(same)
}

fn style(form: &Form) -> Option<Style> {
    Some(match form {
        Form::Simple => Style::Simple,
        Form::Label => Style::Label,
        Form::Matrix => Style::Matrix,
        Form::Form => Style::Form,
        Form::SpaceDelimited => Style::SpaceDelimited,
        Form::PipeDelimited => Style::PipeDelimited,
        Form::DeepObject => Style::DeepObject,
        Form::DeepObjectEmptyBrackets => Style::DeepObjectEmptyBrackets,
        Form::Cookie => Style::Cookie,
        Form::Content(_) => return None,
    })
}

/// How a field is sent; its name lives as long as the test.
fn encoding(said: &FieldEncoding) -> runtime::FieldEncoding {
    let mut encoding = runtime::FieldEncoding::new(Box::leak(said.wire.clone().into_boxed_str()));
    encoding.content_type = said.content_type.clone().map(|text| &*Box::leak(text.into_boxed_str()));
    if let Some(one) = &said.style {
        encoding.style = style(&one.form);
        encoding.explode = one.explode;
        encoding.allow_reserved = one.allow_reserved;
    }
    encoding
}
