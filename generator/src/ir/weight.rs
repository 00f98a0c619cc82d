//! How much a part of the client is: names, texts and types that are printed. What is printed of a part is in proportion to its
//! weight, so that lowering can bound the client before a token of it is made.

use super::{
    Callback, Docs, Event, FormField, HeaderShape, Headers, Looks, Operation, Server, Struct, Type, TypeDef, TypeShape,
    Union, UnionVariant,
};

/// So many bytes of text weigh as much as a name.
const TEXT: usize = 64;

fn text(text: &str) -> usize {
    text.len() / TEXT
}

fn texts<'t>(texts: impl IntoIterator<Item = &'t String>) -> usize {
    texts.into_iter().map(|one| 1 + text(one)).sum()
}

impl Docs {
    fn weight(&self) -> usize {
        self.0.len() / 4 + self.0.iter().map(|line| text(line)).sum::<usize>()
    }
}

impl Type {
    fn weight(&self) -> usize {
        match self {
            Self::Nullable(inner) | Self::List(inner) | Self::Map(inner) => 1 + inner.weight(),
            Self::Tuple(items) => 1 + items.iter().map(Self::weight).sum::<usize>(),
            _ => 1,
        }
    }
}

impl TypeDef {
    /// What its definition and what is implemented for it weigh.
    pub fn weight(&self) -> usize {
        let shape = match &self.shape {
            TypeShape::Struct(one) => one.weight(),
            TypeShape::Enum(one) => {
                one.variants.iter().map(|variant| 1 + text(&variant.wire) + variant.docs.weight()).sum()
            }
            TypeShape::Union(one) => one.weight(),
            TypeShape::Alias(ty) | TypeShape::Newtype(ty) => ty.weight(),
            TypeShape::Form(form) => form.fields.iter().map(FormField::weight).sum(),
        };
        1 + self.docs.weight() + shape
    }
}

impl Struct {
    fn weight(&self) -> usize {
        let field = |field: &super::Field| {
            let constant = field.constant.as_ref().map_or(0, |value| text(&value.to_string()));
            text(&field.wire) + field.ty.weight() + field.docs.weight() + constant
        };
        self.fields.iter().map(field).sum::<usize>() + self.rest.as_ref().map_or(0, |rest| rest.ty.weight())
    }
}

impl FormField {
    fn weight(&self) -> usize {
        1 + text(&self.wire) + self.docs.weight() + self.part.ty().map_or(0, Type::weight)
    }
}

impl Union {
    fn weight(&self) -> usize {
        self.variants.iter().map(UnionVariant::weight).sum()
    }
}

impl UnionVariant {
    /// What it weighs, with what its values look like.
    pub fn weight(&self) -> usize {
        1 + self.ty.weight() + self.docs.weight() + self.looks.weight()
    }
}

impl Looks {
    fn weight(&self) -> usize {
        let required = self.required.iter().map(|(key, values)| 1 + text(key) + texts(values));
        let known = self.known.iter().flatten();
        (required.sum::<usize>() + texts(known) + texts(&self.values)) / 2
    }
}

impl Operation {
    /// What its call, its table and the types beside it weigh.
    pub fn weight(&self) -> usize {
        let params = self.params.iter().map(|param| 1 + text(&param.wire) + param.ty.weight() + param.docs.weight());
        let contents = self.body.iter().flat_map(|body| &body.contents).map(|content| 1 + text(&content.media_type));
        let body = self.body.as_ref().map_or(0, |body| body.docs.weight());
        let success = self.success.iter().map(|one| 1 + one.docs.weight() + one.reply.ty().map_or(0, Type::weight));
        let failures = self.failures.iter().map(|one| 1 + one.docs.weight() + one.reply.ty().map_or(0, Type::weight));
        let views = self.views.iter().map(|view| 1 + text(&view.accept) + view.reply.ty().map_or(0, Type::weight));
        let lists = [
            params.sum::<usize>(),
            contents.sum(),
            success.sum(),
            failures.sum(),
            views.sum(),
            self.servers.iter().map(Server::weight).sum(),
            self.callbacks.iter().map(Callback::weight).sum(),
            self.headers.as_ref().map_or(0, Headers::weight),
        ];
        1 + self.docs.weight() + self.path.len() + text(&self.accept) + body + lists.iter().sum::<usize>()
    }
}

impl Event {
    /// What its variant and the arms that make it weigh.
    pub fn weight(&self) -> usize {
        1 + text(&self.name) + self.docs.weight() + self.body.ty().map_or(0, Type::weight)
    }
}

impl Callback {
    fn weight(&self) -> usize {
        1 + text(&self.route) + self.docs.weight() + self.body.ty().map_or(0, Type::weight)
    }
}

impl Server {
    fn weight(&self) -> usize {
        let variables = self.variables.iter().map(|one| 1 + text(&one.default) + texts(&one.allowed));
        1 + text(&self.url) + text(&self.description) + variables.sum::<usize>()
    }
}

impl Headers {
    fn weight(&self) -> usize {
        let inside = |shape: &HeaderShape| match shape {
            HeaderShape::Pairs { fields, .. } => fields.len(),
            HeaderShape::One(_) | HeaderShape::List(_) | HeaderShape::Json => 0,
        };
        self.fields.iter().map(|field| field.ty.weight() + field.docs.weight() + inside(&field.shape)).sum()
    }
}
