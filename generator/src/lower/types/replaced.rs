//! Types that stand in place of what the generator would make, by the rules of the configuration.

use super::Types;
use crate::config::{self, Replacement, unfit_rule};
use crate::ir::{Conversion, Float, Foreign, Int, Type};
use crate::lower::rules::can;
use crate::model::{SchemaId, SimpleType};
use crate::names::RustPath;

impl Types<'_> {
    /// The type that a rule puts in place of one schema.
    pub(super) fn replaced(&mut self, id: SchemaId) -> Option<Type> {
        if self.config.types.replace.is_empty() {
            return None;
        }
        let schema = self.schema(id);
        let (component, pointer, place) = (schema.component.clone(), schema.pointer.clone(), schema.place.clone());
        let rule = self.names.meanings.rules.replaced(component.as_deref(), &pointer)?;
        let any = matches!(rule.by, config::Conversion::Serde | config::Conversion::Own);
        // A schema that takes anything need not even be readable.
        let simple = if any { None } else { self.merged(id).ok().and_then(|merged| merged.one_type()) };
        if let Some(simple) = simple.filter(|&simple| !can(rule.by, simple)) {
            let kind = format!("{simple:?}").to_lowercase();
            let message = format!("the rule reads and writes text or numbers, but this schema is of the type `{kind}`");
            let told = unfit_rule(&rule.place, message).related(place, "the schema");
            self.report(told.help("say `as = \"serde\"`, or remove the rule"));
        }
        Some(self.foreign(rule))
    }

    /// The type that a rule puts in place of all schemas of a format.
    pub(super) fn replaced_format(&mut self, format: Option<&str>, simple: Option<SimpleType>) -> Option<Type> {
        let rule = self.names.meanings.rules.replaced_format(format?, simple?)?;
        Some(self.foreign(rule))
    }

    fn foreign(&mut self, rule: &Replacement) -> Type {
        let path = RustPath::new(&rule.path).expect("the configuration has checked this path");
        if let Some(ty) = built_in(&path, self.config.types.library).filter(|_| rule.by != config::Conversion::Own) {
            if !is_read_by(&ty, rule.by) {
                let message = format!(
                    "the client reads and writes `{}` already, and not as this rule says",
                    path.to_string().trim_start_matches("::")
                );
                let told = unfit_rule(&rule.place, message);
                self.report(told.help("name a type of your own that wraps it"));
            }
            return ty;
        }
        let by = match rule.by {
            config::Conversion::Serde => Some(Conversion::Serde),
            config::Conversion::Text => Some(Conversion::Text),
            config::Conversion::Number => Some(Conversion::Number),
            config::Conversion::Own => None,
        };
        let foreign = &mut self.notes.foreign;
        if let Some(by) = by.filter(|_| !foreign.iter().any(|known| known.path == path)) {
            foreign.push(Foreign { path: path.clone(), by });
            foreign.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Type::Foreign(path)
    }
}

/// The type of the client that a path names: the runtime reads and writes it, so that nothing else may.
fn built_in(path: &RustPath, library: config::Library) -> Option<Type> {
    let path = path.to_string();
    let path = path.trim_start_matches("::");
    let plain = match path {
        "String" | "std::string::String" | "alloc::string::String" => Type::String,
        "bool" => Type::Bool,
        "f32" => Type::Float(Float::F32),
        "f64" => Type::Float(Float::F64),
        "i8" => Type::Int(Int::I8),
        "i16" => Type::Int(Int::I16),
        "i32" => Type::Int(Int::I32),
        "i64" => Type::Int(Int::I64),
        "u8" => Type::Int(Int::U8),
        "u16" => Type::Int(Int::U16),
        "u32" => Type::Int(Int::U32),
        "u64" => Type::Int(Int::U64),
        "uuid::Uuid" => Type::Uuid,
        _ => {
            let of_library = match library {
                config::Library::Jiff => [("jiff::civil::Date", Type::Date), ("jiff::civil::Time", Type::Time)],
                config::Library::Chrono => [("chrono::NaiveDate", Type::Date), ("chrono::NaiveTime", Type::Time)],
                config::Library::Time => [("time::Date", Type::Date), ("time::Time", Type::Time)],
            };
            return of_library.into_iter().find(|(name, _)| *name == path).map(|(_, ty)| ty);
        }
    };
    Some(plain)
}

/// Whether a built-in type is read and written as a rule says.
fn is_read_by(ty: &Type, by: config::Conversion) -> bool {
    let number = matches!(ty, Type::Int(_) | Type::Float(_));
    match by {
        config::Conversion::Number => number,
        config::Conversion::Text => !number && *ty != Type::Bool,
        config::Conversion::Serde | config::Conversion::Own => true,
    }
}
