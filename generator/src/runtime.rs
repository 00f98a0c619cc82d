//! The client runtime: real Rust, kept in `generator/runtime` and copied into every client as it is.

mod reach;

use crate::files::Files;
use crate::ir::{Client, Library, OptionalRuntime};

macro_rules! texts {
    ($($path:literal)*) => { &[$(($path, include_str!(concat!("../runtime/", $path)))),*] };
}

/// Every file of the runtime. A test holds this list against the folder.
pub(crate) const FILES: &[(&str, &str)] = texts! {
    "auth.rs" "auth/authenticate.rs" "auth/credential.rs" "auth/grant.rs" "auth/secret.rs" "auth/single_flight.rs" "auth/token.rs"
    "auth/token_state.rs"
    "client.rs" "client/builder.rs" "client/call.rs" "client/download.rs" "client/handle.rs" "client/oauth.rs"
    "client/oauth/exchange.rs" "client/oauth/in_async.rs" "client/oauth/in_blocking.rs" "client/oauth/response.rs"
    "client/pages.rs" "client/reconnect.rs"
    "description.rs" "description/api.rs" "description/api_operation.rs" "description/body_fields.rs" "description/operation_info.rs" "description/paging.rs" "description/param.rs"
    "encoding.rs" "encoding/base64.rs" "encoding/charset.rs" "encoding/date_time_format.rs" "encoding/form.rs" "encoding/media_type.rs"
    "encoding/multipart.rs" "encoding/multipart/files.rs" "encoding/multipart/part.rs" "encoding/percent.rs"
    "encoding/retry_after.rs" "encoding/style.rs" "encoding/style/deep_object.rs" "encoding/style/flat.rs"
    "execute.rs" "execute/driver.rs" "execute/in_time.rs" "execute/prepare.rs" "execute/received.rs" "execute/retry.rs" "execute/shared.rs"
    "execute/state_machine.rs" "execute/trace.rs"
    "json.rs" "json/again.rs" "json/bridge.rs" "json/choice.rs" "json/containers.rs" "json/deviations.rs" "json/error.rs" "json/fields.rs" "json/foreign.rs"
    "json/free_form.rs" "json/kind.rs" "json/numbers.rs" "json/object.rs" "json/open_enums.rs" "json/pointer.rs" "json/problem.rs" "json/reader.rs" "json/scalars.rs" "json/strings.rs"
    "json/tolerance.rs" "json/tree.rs" "json/writer.rs"
    "mod.rs"
    "request.rs" "request/address.rs" "request/assemble.rs" "request/attempt.rs" "request/base_url.rs" "request/draft.rs" "request/headers.rs"
    "request/host.rs" "request/hooks.rs" "request/outgoing.rs" "request/page_input.rs" "request/reference.rs" "request/retry_rules.rs" "request/server_url.rs" "request/switch.rs" "request/url.rs"
    "response.rs" "response/byte_stream.rs" "response/error.rs" "response/error_message.rs" "response/event_parser.rs" "response/event_stream.rs" "response/headers.rs"
    "response/link_header.rs" "response/operation.rs" "response/page.rs" "response/reading.rs" "response/reply.rs"
    "testing.rs" "testing/example.rs" "testing/mock.rs" "testing/pieces.rs" "testing/recorded.rs" "testing/recorder.rs" "testing/replay.rs" "testing/reply.rs"
    "testing/rule.rs"
    "transport.rs" "transport/body.rs" "transport/body_chain.rs" "transport/boxed.rs" "transport/clock.rs"
    "transport/connect.rs" "transport/error.rs" "transport/idna.rs" "transport/mode.rs" "transport/reader_stream.rs" "transport/reqwest.rs"
    "transport/sleep.rs" "transport/timeouts.rs" "transport/timers.rs" "transport/tls.rs" "transport/tower.rs" "transport/traits.rs" "transport/ureq.rs"
};

/// The files that only some clients have; they stand beside the runtime.
const JIFF: &str = include_str!("../runtime/optional/datetime/jiff.rs");
const CHRONO: &str = include_str!("../runtime/optional/datetime/chrono.rs");
const TIME: &str = include_str!("../runtime/optional/datetime/time.rs");
const DATE_TRAITS: &str = include_str!("../runtime/optional/datetime/traits.rs");
const UUIDS: &str = include_str!("../runtime/optional/identifier.rs");
const SIGNATURES: &str = include_str!("../runtime/optional/webhook_signature.rs");
const XML: &[(&str, &str)] = texts! { "optional/xml/mod.rs" "optional/xml/read.rs" "optional/xml/write.rs" };

/// Adds the runtime to the files of a client, or the part of it that the files of a crate of types need. In a module its paths, which
/// all begin with `crate::runtime`, begin there.
pub(crate) fn copy_into(files: &mut Files, client: &Client) {
    let mut copied = Files::new();
    optional(&mut copied, &client.optional_runtime);
    if client.types_only {
        let code: Vec<&str> = files.iter().chain(copied.iter()).filter(is_rust).map(|(_, text)| text).collect();
        let part = reach::part(FILES, &code);
        part.into_iter().for_each(|(path, text)| copied.insert(format!("src/runtime/{path}"), text));
    } else {
        FILES.iter().for_each(|(path, text)| copied.insert(format!("src/runtime/{path}"), *text));
    }
    let Some(module) = &client.module else {
        return copied.iter().for_each(|(path, text)| files.insert(path, text));
    };
    let runtime = format!("{module}::runtime");
    for (path, text) in copied.iter() {
        files.insert(path.strip_prefix("src/").unwrap_or(path), text.replace("crate::runtime", &runtime));
    }
}

fn is_rust((path, _): &(&str, &str)) -> bool {
    path.ends_with(".rs")
}

/// The files that stand beside the runtime.
fn optional(files: &mut Files, optional: &[OptionalRuntime]) {
    for part in optional {
        match part {
            OptionalRuntime::Dates(library) => {
                let text = match library {
                    Library::Jiff => JIFF,
                    Library::Chrono => CHRONO,
                    Library::Time => TIME,
                };
                files.insert("src/datetime.rs", text);
                files.insert("src/datetime/traits.rs", DATE_TRAITS);
            }
            OptionalRuntime::Uuids => files.insert("src/identifier.rs", UUIDS),
            OptionalRuntime::Signatures => files.insert("src/webhook_signature.rs", SIGNATURES),
            OptionalRuntime::Xml => {
                for (path, text) in XML {
                    files.insert(path.replacen("optional", "src", 1), *text);
                }
            }
        }
    }
}
