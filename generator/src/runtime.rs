//! The client runtime: real Rust, kept in `generator/runtime` and copied into every client as it is.

use crate::files::Files;
use crate::ir::{Library, Part};

macro_rules! texts {
    ($($path:literal)*) => { &[$(($path, include_str!(concat!("../runtime/", $path)))),*] };
}

/// Every file of the runtime. A test holds this list against the folder.
pub(crate) const FILES: &[(&str, &str)] = texts! {
    "answer.rs" "api.rs" "auth.rs" "base_url.rs" "binary.rs" "body.rs" "builder.rs" "call.rs" "charset.rs" "client.rs" "clock.rs"
    "download.rs" "draft.rs" "drive.rs" "error.rs" "flow.rs" "form.rs" "frames.rs" "gate.rs" "headers.rs" "items.rs" "json.rs"
    "json/bridge.rs" "json/choice.rs" "json/containers.rs" "json/error.rs" "json/fields.rs" "json/foreign.rs"
    "json/free_form.rs" "json/kind.rs" "json/numbers.rs" "json/pointer.rs" "json/reader.rs" "json/scalars.rs" "json/strings.rs"
    "json/tree.rs" "json/writer.rs" "link.rs" "mock.rs" "mod.rs" "mode.rs" "multipart.rs" "oauth.rs" "op.rs" "pages.rs" "paging.rs" "percent.rs" "reconnect.rs" "reply.rs"
    "response_headers.rs" "retry.rs"
    "secret.rs" "stream.rs" "style.rs" "style/deep.rs" "style/flat.rs" "target.rs" "timing.rs" "token.rs" "trace.rs"
    "transport.rs" "transport/reqwest.rs" "transport/ureq.rs" "written.rs"
};

/// The parts that only some clients have.
const JIFF: &str = include_str!("../runtime/parts/datetime/jiff.rs");
const CHRONO: &str = include_str!("../runtime/parts/datetime/chrono.rs");
const TIME: &str = include_str!("../runtime/parts/datetime/time.rs");
const DATE_TRAITS: &str = include_str!("../runtime/parts/datetime/traits.rs");
const UUIDS: &str = include_str!("../runtime/parts/identifier.rs");
const XML: &[(&str, &str)] = texts! { "parts/xml/mod.rs" "parts/xml/read.rs" "parts/xml/write.rs" };

/// Adds the runtime to the files of a client.
pub(crate) fn copy_into(files: &mut Files, parts: &[Part]) {
    for (path, text) in FILES {
        files.insert(format!("src/runtime/{path}"), *text);
    }
    for part in parts {
        match part {
            Part::Dates(library) => {
                let text = match library {
                    Library::Jiff => JIFF,
                    Library::Chrono => CHRONO,
                    Library::Time => TIME,
                };
                files.insert("src/datetime.rs", text);
                files.insert("src/datetime/traits.rs", DATE_TRAITS);
            }
            Part::Uuids => files.insert("src/identifier.rs", UUIDS),
            Part::Xml => {
                for (path, text) in XML {
                    files.insert(path.replacen("parts", "src", 1), *text);
                }
            }
        }
    }
}
