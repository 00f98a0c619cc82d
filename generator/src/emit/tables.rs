//! Statics of the runtime's tables: servers, credentials, operations.

use std::sync::Arc;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::ir::{
    Client, Credential, CredentialKind, FieldEncoding, FlowKind, Form, Location, OAuthFlow, Operation, Param, Payload,
    Presence, SecurityRequirement, Segment, Server, ServerVariable, Status, Style, XmlId,
};

/// `&[runtime::Server::new("https://api.example.com", "Production")]`
pub(super) fn servers(servers: &[Server]) -> TokenStream {
    let servers = servers.iter().map(|Server { url, description, variables }| {
        let variables = variables.iter().map(|ServerVariable { name, default, allowed }| {
            let allowed = unless_empty(allowed, quote!(allowed), quote!(#(#allowed),*));
            quote!(runtime::ServerVariable::new(#name, #default) #allowed)
        });
        let variables: Vec<TokenStream> = variables.collect();
        let variables = unless_empty(&variables, quote!(variables), quote!(#(#variables),*));
        quote!(runtime::Server::new(#url, #description) #variables)
    });
    quote!(&[#(#servers),*])
}

/// `&[runtime::Scheme::bearer("token")]`
pub(super) fn schemes(auth: &[Credential]) -> TokenStream {
    let schemes = auth.iter().map(|Credential { id, kind, used, .. }| {
        let scheme = match kind {
            CredentialKind::ApiKey { location, name } => {
                let location = self::location(*location);
                quote!(api_key(#id, #location, #name))
            }
            CredentialKind::Basic => quote!(basic(#id)),
            CredentialKind::Bearer => quote!(bearer(#id)),
            CredentialKind::Http { scheme } => quote!(http(#id, #scheme)),
            CredentialKind::OAuth2(all) => {
                let flows = all.iter().map(flow);
                quote!(oauth2(#id, &[#(#flows),*]))
            }
            CredentialKind::OpenIdConnect { url } => quote!(open_id_connect(#id, #url)),
            CredentialKind::MutualTls => quote!(mutual_tls(#id)),
        };
        let unused = (!used).then(|| quote!(.unused()));
        quote!(runtime::Scheme::#scheme #unused)
    });
    quote!(&[#(#schemes),*])
}

/// `runtime::OAuthFlow::new(runtime::FlowKind::ClientCredentials).token_url("https://api.example.com/token")`
fn flow(flow: &OAuthFlow) -> TokenStream {
    let OAuthFlow { kind, authorization_url, device_authorization_url, token_url, refresh_url, scopes } = flow;
    let kind = match kind {
        FlowKind::Implicit => quote!(Implicit),
        FlowKind::Password => quote!(Password),
        FlowKind::ClientCredentials => quote!(ClientCredentials),
        FlowKind::AuthorizationCode => quote!(AuthorizationCode),
        FlowKind::DeviceAuthorization => quote!(DeviceAuthorization),
    };
    let authorization_url = authorization_url.iter().map(|url| quote!(.authorization_url(#url)));
    let device_url = device_authorization_url.iter().map(|url| quote!(.device_authorization_url(#url)));
    let token_url = token_url.iter().map(|url| quote!(.token_url(#url)));
    let refresh_url = refresh_url.iter().map(|url| quote!(.refresh_url(#url)));
    let urls = authorization_url.chain(device_url).chain(token_url).chain(refresh_url);
    let scopes = unless_empty(scopes, quote!(scopes), quote!(#(#scopes),*));
    quote!(runtime::OAuthFlow::new(runtime::FlowKind::#kind) #(#urls)* #scopes)
}

/// `.scopes(&["read"])`, where there is something to say.
fn unless_empty<T>(items: &[T], setter: TokenStream, list: TokenStream) -> Option<TokenStream> {
    (!items.is_empty()).then(|| quote!(.#setter(&[#list])))
}

/// `Some("…")` or `None`
pub(super) fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

/// ```text
/// static GET_PET: runtime::OperationInfo = runtime::OperationInfo::get("getPet", "pets.get", &[…]).params(&[…]);
/// ```
/// Only what differs from the standard's defaults is said.
pub(super) fn operation(client: &Client, module: &str, operation: &Operation) -> TokenStream {
    let Operation { constant, id, method, accept, success, .. } = operation;
    let name = format!("{module}.{}", operation.name);
    let method = Ident::new(&method.to_lowercase(), Span::call_site());
    let path = operation.path.iter().map(|segment| match segment {
        Segment::Literal(text) => quote!(runtime::Segment::Literal(#text)),
        Segment::Param(index) => {
            let index = index_literal(*index);
            quote!(runtime::Segment::Param(#index))
        }
        Segment::Query(piece) => quote!(runtime::Segment::Query(#piece)),
    });
    let params = operation.params.iter().map(param);
    let params = unless_empty(&operation.params, quote!(params), quote!(#(#params),*));
    let servers = (!operation.servers.is_empty()).then(|| {
        let servers = servers(&operation.servers);
        quote!(.servers(#servers))
    });
    let is_shared = client.security.as_ref().is_some_and(|shared| Arc::ptr_eq(shared, &operation.auth));
    let security = match is_shared {
        true => Some(quote!(.security(crate::SECURITY))),
        false => unless_empty(&operation.auth, quote!(security), alternatives(&operation.auth)),
    };
    let fields = fields(operation);
    let accept = (!accept.is_empty()).then(|| quote!(.accept(#accept)));
    let statuses = success.iter().map(|success| status(success.status));
    let streamed = success.iter().filter(|success| success.reply.is_streamed()).map(|success| status(success.status));
    let streamed: Vec<TokenStream> = streamed.collect();
    let streamed = unless_empty(&streamed, quote!(streamed), quote!(#(#streamed),*));
    let success = unless_empty(success, quote!(success), quote!(#(#statuses),*));
    quote! {
        static #constant: runtime::OperationInfo =
            runtime::OperationInfo::#method(#id, #name, &[#(#path),*])
                #params #servers #security #accept #success #streamed #fields;
    }
}

/// `.fields("application/json", &[])`, where calls set fields of the body.
fn fields(operation: &Operation) -> Option<TokenStream> {
    operation.fields.first()?;
    let content = operation.body.as_ref()?.contents.first()?;
    let media_type = &content.media_type;
    let encodings = match &content.payload {
        Payload::Form(_, encodings) => field_encodings(encodings),
        _ => quote!(&[]),
    };
    Some(quote!(.fields(#media_type, #encodings)))
}

/// `&[runtime::SecurityRequirement::scheme(0)], &[…]`: one list for each alternative.
fn alternatives(all: &[Vec<SecurityRequirement>]) -> TokenStream {
    let all = all.iter().map(|needs| {
        let needs = needs.iter().map(|SecurityRequirement { scheme, scopes }| {
            let scheme = index_literal(*scheme);
            let scopes = unless_empty(scopes, quote!(scopes), quote!(#(#scopes),*));
            quote!(runtime::SecurityRequirement::scheme(#scheme) #scopes)
        });
        quote!(&[#(#needs),*])
    });
    quote!(#(#all),*)
}

/// `static SECURITY: &[&[runtime::SecurityRequirement]] = &[…];`, which many operations share.
pub(super) fn security(client: &Client) -> Option<TokenStream> {
    let all = alternatives(client.security.as_ref()?);
    Some(quote!(pub(crate) static SECURITY: &[&[runtime::SecurityRequirement]] = &[#all];))
}

/// `runtime::Param::query("limit")`
fn param(param: &Param) -> TokenStream {
    let Param { wire, presence, location, style: said, .. } = param;
    let (place, usual) = match location {
        Location::Path => (quote!(path), Form::Simple),
        Location::Query => (quote!(query), Form::Form),
        Location::Header => (quote!(header), Form::Simple),
        Location::Cookie => (quote!(cookie), Form::Form),
    };
    let required = *presence == Presence::Required && *location != Location::Path;
    let required = required.then(|| quote!(.required()));
    let style = match &said.form {
        Form::Content(media_type) => quote!(.content(#media_type)),
        form if *form == usual => setters(said, None),
        form => setters(said, Some(style(form))),
    };
    quote!(runtime::Param::#place(#wire) #required #style)
}

/// `.style(runtime::Style::Label).explode(true)`: what is not the default of a style.
fn setters(said: &Style, style: Option<TokenStream>) -> TokenStream {
    let Style { form, explode, allow_reserved } = said;
    let style = style.map(|style| quote!(.style(#style)));
    let usual = matches!(form, Form::Form | Form::Cookie) || form.is_deep_object();
    let explode = (*explode != usual).then(|| quote!(.explode(#explode)));
    let allow_reserved = allow_reserved.then(|| quote!(.allow_reserved()));
    quote!(#style #explode #allow_reserved)
}

/// The runtime's name of a style.
fn style(form: &Form) -> TokenStream {
    match form {
        Form::Simple => quote!(runtime::Style::Simple),
        Form::Label => quote!(runtime::Style::Label),
        Form::Matrix => quote!(runtime::Style::Matrix),
        Form::Form | Form::Content(_) => quote!(runtime::Style::Form),
        Form::SpaceDelimited => quote!(runtime::Style::SpaceDelimited),
        Form::PipeDelimited => quote!(runtime::Style::PipeDelimited),
        Form::DeepObject => quote!(runtime::Style::DeepObject),
        Form::DeepObjectEmptyBrackets => quote!(runtime::Style::DeepObjectEmptyBrackets),
        Form::Cookie => quote!(runtime::Style::Cookie),
    }
}

/// How the properties of a form are sent: the list that stands in the table of the operation, where it does.
pub(super) fn encodings_of(operation: &Operation, encodings: &[FieldEncoding]) -> TokenStream {
    if operation.fields.is_empty() || encodings.is_empty() {
        return field_encodings(encodings);
    }
    let constant = &operation.constant;
    quote!(#constant.encodings())
}

/// How the properties of a form are sent that the document says something about.
fn field_encodings(encodings: &[FieldEncoding]) -> TokenStream {
    let encodings = encodings.iter().map(field_encoding);
    quote!(&[#(#encodings),*])
}

/// `runtime::FieldEncoding::new("tags").content_type("application/json")`
pub(super) fn field_encoding(encoding: &FieldEncoding) -> TokenStream {
    let FieldEncoding { wire, content_type, style: said } = encoding;
    let content_type = content_type.iter().map(|media_type| quote!(.content_type(#media_type)));
    let style = said.iter().map(|said| setters(said, Some(style(&said.form))));
    quote!(runtime::FieldEncoding::new(#wire) #(#content_type)* #(#style)*)
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
