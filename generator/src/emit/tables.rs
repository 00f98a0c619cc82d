//! Statics of the runtime's tables: servers, credentials, operations.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::ir::{
    Client, Credential, CredentialKind, FieldEncoding, FlowKind, Form, Location, OAuthFlow, Operation, Param, Presence,
    SecurityRequirement, Segment, Server, ServerVariable, Status, Style, XmlId,
};

/// `&[runtime::Server { … }]`
pub(super) fn servers(servers: &[Server]) -> TokenStream {
    let servers = servers.iter().map(|Server { url, description, variables }| {
        let variables = variables.iter().map(|ServerVariable { name, default, allowed }| {
            quote!(runtime::ServerVariable { name: #name, default: #default, allowed: &[#(#allowed),*] })
        });
        quote!(runtime::Server { url: #url, description: #description, variables: &[#(#variables),*] })
    });
    quote!(&[#(#servers),*])
}

/// `&[runtime::Scheme { … }]`
pub(super) fn schemes(auth: &[Credential]) -> TokenStream {
    let schemes = auth.iter().map(|Credential { id, kind, .. }| {
        let kind = match kind {
            CredentialKind::ApiKey { location: place, name } => {
                let place = location(*place);
                quote!(ApiKey { location: #place, name: #name })
            }
            CredentialKind::Basic => quote!(Basic),
            CredentialKind::Bearer => quote!(Bearer),
            CredentialKind::Http { scheme } => quote!(Http { scheme: #scheme }),
            CredentialKind::OAuth2(all) => flows(all),
            CredentialKind::OpenIdConnect { url } => quote!(OpenIdConnect { url: #url }),
            CredentialKind::MutualTls => quote!(MutualTls),
        };
        quote!(runtime::Scheme { id: #id, kind: runtime::SchemeKind::#kind })
    });
    quote!(&[#(#schemes),*])
}

fn flows(flows: &[OAuthFlow]) -> TokenStream {
    let flows = flows.iter().map(|OAuthFlow { kind, authorization_url, token_url, refresh_url, scopes }| {
        let kind = match kind {
            FlowKind::Implicit => quote!(Implicit),
            FlowKind::Password => quote!(Password),
            FlowKind::ClientCredentials => quote!(ClientCredentials),
            FlowKind::AuthorizationCode => quote!(AuthorizationCode),
        };
        let authorization_url = option(authorization_url.as_deref());
        let (token_url, refresh_url) = (option(token_url.as_deref()), option(refresh_url.as_deref()));
        quote!(runtime::OAuthFlow {
            kind: runtime::FlowKind::#kind,
            authorization_url: #authorization_url,
            token_url: #token_url,
            refresh_url: #refresh_url,
            scopes: &[#(#scopes),*],
        })
    });
    quote!(OAuth2 { flows: &[#(#flows),*] })
}

/// `Some("…")` or `None`
pub(super) fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

/// `static GET_PET: runtime::OperationInfo = …`
pub(super) fn operation(module: &str, operation: &Operation) -> TokenStream {
    let Operation { constant, id, method, accept, success, .. } = operation;
    let name = format!("{module}.{}", operation.name);
    let method = Ident::new(method, Span::call_site());
    let path = operation.path.iter().map(|segment| match segment {
        Segment::Literal(text) => quote!(runtime::Segment::Literal(#text)),
        Segment::Param(index) => {
            let index = index_literal(*index);
            quote!(runtime::Segment::Param(#index))
        }
        Segment::Query(piece) => quote!(runtime::Segment::Query(#piece)),
    });
    let params = operation.params.iter().map(param);
    let servers = servers(&operation.servers);
    let security = operation.auth.iter().map(|needs| {
        let needs = needs.iter().map(|SecurityRequirement { scheme, scopes }| {
            let scheme = index_literal(*scheme);
            quote!(runtime::SecurityRequirement { scheme: #scheme, scopes: &[#(#scopes),*] })
        });
        quote!(&[#(#needs),*])
    });
    let statuses = success.iter().map(|success| status(success.status));
    let streamed = success.iter().filter(|success| success.reply.is_streamed()).map(|success| status(success.status));
    let retry = match method.to_string().as_str() {
        "POST" | "PATCH" => quote!(NotIdempotent),
        _ => quote!(Idempotent),
    };
    quote! {
        static #constant: runtime::OperationInfo = runtime::OperationInfo {
            id: #id,
            name: #name,
            method: runtime::Method::#method,
            path: &[#(#path),*],
            params: &[#(#params),*],
            servers: #servers,
            security: &[#(#security),*],
            accept: #accept,
            success: &[#(#statuses),*],
            streamed: &[#(#streamed),*],
            retry: runtime::Retry::#retry,
        };
    }
}

fn param(param: &Param) -> TokenStream {
    let Param { wire, presence, location: place, style: Style { form, explode, allow_reserved }, .. } = param;
    let place = location(*place);
    let required = *presence == Presence::Required;
    let content = match form {
        Form::Content(media_type) => Some(media_type.as_str()),
        _ => None,
    };
    let (style, content) = (style(form), option(content));
    quote!(runtime::Param {
        name: #wire,
        location: #place,
        style: #style,
        explode: #explode,
        required: #required,
        allow_reserved: #allow_reserved,
        content: #content,
    })
}

/// The runtime's name of a style.
pub(super) fn style(form: &Form) -> TokenStream {
    match form {
        Form::Simple => quote!(runtime::Style::Simple),
        Form::Label => quote!(runtime::Style::Label),
        Form::Matrix => quote!(runtime::Style::Matrix),
        Form::Form | Form::Content(_) => quote!(runtime::Style::Form),
        Form::SpaceDelimited => quote!(runtime::Style::SpaceDelimited),
        Form::PipeDelimited => quote!(runtime::Style::PipeDelimited),
        Form::DeepObject => quote!(runtime::Style::DeepObject),
        Form::Cookie => quote!(runtime::Style::Cookie),
    }
}

/// How the properties of a form are sent that the document says something about.
pub(super) fn field_encodings(encodings: &[FieldEncoding]) -> TokenStream {
    let encodings = encodings.iter().map(field_encoding);
    quote!(&[#(#encodings),*])
}

/// `runtime::FieldEncoding { … }`
pub(super) fn field_encoding(encoding: &FieldEncoding) -> TokenStream {
    let FieldEncoding { wire, content_type, style: said } = encoding;
    let content_type = option(content_type.as_deref());
    let (explode, allow_reserved) = said.as_ref().map_or((false, false), |style| (style.explode, style.allow_reserved));
    let style = match said {
        Some(Style { form, .. }) => {
            let style = style(form);
            quote!(Some(#style))
        }
        None => quote!(None),
    };
    quote!(runtime::FieldEncoding {
        name: #wire, content_type: #content_type, style: #style, explode: #explode, allow_reserved: #allow_reserved,
    })
}

/// `&crate::xml_tables::PET_ROOT`
pub(super) fn xml(client: &Client, root: XmlId) -> TokenStream {
    let name = &client.xml(root).name;
    quote!(&crate::xml_tables::#name)
}

fn location(location: Location) -> TokenStream {
    match location {
        Location::Path => quote!(runtime::Location::Path),
        Location::Query => quote!(runtime::Location::Query),
        Location::Header => quote!(runtime::Location::Header),
        Location::Cookie => quote!(runtime::Location::Cookie),
    }
}

fn status(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(runtime::Status::Code(#code))
        }
        Status::Range(class) => {
            let class = Literal::u8_unsuffixed(class);
            quote!(runtime::Status::Range(#class))
        }
        Status::Default => quote!(runtime::Status::Default),
    }
}

/// An index without its type.
pub(super) fn index_literal(index: usize) -> Literal {
    Literal::usize_unsuffixed(index)
}
