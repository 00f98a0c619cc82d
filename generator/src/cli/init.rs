//! `crategen init`: a project file for documents, with what can be proposed of them.

mod kept;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::{Exit, Failure};
use crate::cli::list::{self, paging};
use crate::cli::project::chain::Chain;
use crate::cli::subject::Subject;
use crate::cli::terminal::{self, Format};
use crate::diagnostic::{Proposal, Severity};
use crate::document::located::RELATIVE_SERVER;
use crate::files::{self, Mode};
use crate::ir::{self, Client, Field, Payload, Type};
use crate::lower::Lowered;
use crate::model::{Api, Operation};

/// Write a crategen.toml for documents; asks nothing, and replaces no file
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Init {
    #[command(flatten)]
    subject: Subject,
    /// The folder of the crate [default: the title of the document as the name of a crate]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = "crategen.toml")]
    file: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  crategen init openapi.yaml
  crategen init users.yaml orders.yaml --out client
  crategen init https://api.example.com/openapi.json     keeps the document, and compares it for drift

What is proposed (paging, names, tags) stands in comments: look at it, and remove the `#` of what is right.

Exit codes: 0 fine, 64 usage, 65 unreadable input, 74 the file is there already, or cannot be written; of a URL also 68 gone,
69 unavailable, 75 a server that asks to wait, 77 a login.";

/// Runs the command.
pub fn run(arguments: &Init) -> Exit {
    let refused = |failure: Failure| {
        terminal::tell(&Default::default(), &Default::default(), Some(&failure), Format::Text);
        failure.exit
    };
    if !arguments.subject.has_documents() {
        return refused(Failure::new(Exit::Usage, "no DOCUMENT is given").repair("crategen init openapi.yaml"));
    }
    if arguments.file.exists() {
        let message = format!("{} is there already", arguments.file.display());
        return refused(Failure::new(Exit::CannotWrite, message).repair("change it, or give another --file"));
    }
    let opened = match arguments.subject.open(Format::Text) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    opened.each(Format::Text, |chain| {
        let texts = chain.texts()?;
        let kept = kept::files(&arguments.file, &texts.documents)?;
        let (api, lowered) = list::decided(chain, &texts)?;
        let name = lowered.client.package.name.clone();
        let out = arguments.out.clone().unwrap_or_else(|| PathBuf::from(&name));
        let text = text(chain, &api, &lowered, arguments, &kept, &out);
        kept::keep(&kept, &texts.documents)?;
        files::sync_file(&arguments.file, &text, Mode::Write)?;
        let proposed = chain.diagnostics.iter().any(|one| matches!(one.proposal, Some(Proposal::Actions(_))));
        // They are told by the next command.
        chain.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        let written = kept.iter().chain([&arguments.file]).map(|path| format!("{} is written\n", path.display()));
        let site = if proposed { "crategen site shows what only the texts of the pages say\n" } else { "" };
        let said = format!("{}{site}next: crategen generate\n", written.collect::<String>());
        terminal::output(&said)?;
        Ok(Exit::Fine)
    })
}

/// The project file. Documents that were fetched are named by the files that they are kept in.
fn text(chain: &Chain<'_>, api: &Api, lowered: &Lowered, arguments: &Init, kept: &[PathBuf], out: &Path) -> String {
    let from = arguments.file.parent().unwrap_or(Path::new(""));
    let relative = |path: &str| quoted(&relative(from, path));
    let list = |paths: &[String]| paths.iter().map(|path| relative(path)).collect::<Vec<_>>().join(", ");
    let client = &lowered.client;
    let operations: usize = client.resources.iter().map(|resource| resource.operations.len()).sum();
    let mut text = format!(
        "# How crategen makes a client of this API. Paths are relative to this file; an unknown key is an error.\n# {}: \
         {operations} operations\n\n[[client]]\n",
        comment(&api.title),
    );
    let documents = &chain.member.documents;
    let files: Vec<String> = kept.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let _ = writeln!(text, "documents = [{}]", list(if kept.is_empty() { documents } else { &files }));
    match chain.member.overlays.as_slice() {
        [] => text += "# overlays = [\"overlay.yaml\"]   # corrections of the document: see `crategen help learn`\n",
        overlays => text += &format!("overlays = [{}]\n", list(overlays)),
    }
    let _ = writeln!(text, "out = {}", relative(&out.to_string_lossy()));
    // The file does not say where it was, which its relative servers need.
    let is_relative = chain.diagnostics.iter().any(|diagnostic| diagnostic.code == RELATIVE_SERVER);
    match client.all_servers().first() {
        Some(server) if is_relative && !server.contains('{') => {
            text += &format!("base-url = {}   # where the document was fetched\n", quoted(server));
        }
        Some(server) => {
            text += &format!("# base-url = {}   # in place of the first server of the document\n", quoted(server));
        }
        None => text += "# base-url = \"https://api.example.com\"   # the document names no server\n",
    }
    text += "# strict = true   # refuse to lose anything that can be sent or received\n";
    let _ = write!(
        text,
        "\n[package]\nname = {}\nversion = \"0.1.0\"\n# license = \"MIT OR Apache-2.0\"   # that of the crate, an SPDX expression\n\
         # repository = \"https://example.com/client\"\n",
        quoted(&client.package.name)
    );
    match kept {
        [] => text += DRIFT,
        _ => {
            let urls = documents.iter().map(|url| quoted(url)).collect::<Vec<_>>().join(", ");
            let _ = write!(
                text,
                "\n# `crategen drift` compares with these, and `--update` takes them in.\n[drift]\nurl = [{urls}]\n"
            );
        }
    }
    text += &filter(api);
    text += &names(api);
    let rules = paging::proposals(&chain.member.config, api, client);
    if !rules.is_empty() {
        text += "\n# These operations seem to give their results page by page. A rule gives their calls .items() and .pages().\n";
        text += &commented(&paging::text(&rules));
    }
    let switched = switched_streams(client);
    if !switched.is_empty() {
        text += "\n# A field of the request seems to switch these operations to a stream. With a rule the view of the stream sets it.\n";
        text += &commented(&switched);
    }
    text
}

/// Rules for operations that give a stream or one value, and whose body has a field that says which one.
fn switched_streams(client: &Client) -> String {
    let is_switch = |field: &Field| field.wire == SWITCH && field.ty.plain(&client.types) == Type::Bool;
    let has_switch = |operation: &&ir::Operation| {
        let mut contents = operation.body.iter().flat_map(|body| &body.contents);
        operation.views.iter().any(|view| view.reply.is_items() && view.switch.is_none())
            && contents.any(|one| matches!(&one.payload, Payload::Json(ty) if client.fields(ty).iter().any(is_switch)))
    };
    let operations = client.operations().filter(has_switch).map(|operation| operation.id.as_str());
    operations.map(|id| format!("[[streaming]]\noperation = {}\nfield = \"/{SWITCH}\"\n", quoted(id))).collect()
}

/// What APIs call the field that switches an operation to a stream.
const SWITCH: &str = "stream";

const DRIFT: &str = "
# Where the document is published: `crategen drift` compares with it, and `--update` takes it in.
# [drift]
# url = [\"https://api.example.com/openapi.json\"]
";

fn filter(api: &Api) -> String {
    let mut tags: Vec<&str> = api.operations.iter().flat_map(|one| &one.tags).map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    if tags.len() < 2 {
        return String::new();
    }
    let mut text = "\n# With rules like these, only what one of them takes becomes a part of the client:\n".to_owned();
    for tag in tags {
        let _ = writeln!(text, "# [[filter.include]]\n# tag = {}", quoted(tag));
    }
    text
}

/// FastAPI makes an operationId of the name of the function, the path with other characters as `_`, and the method.
fn names(api: &Api) -> String {
    let function = |operation: &Operation| {
        let word = |letter: char| if letter.is_alphanumeric() || letter == '_' { letter } else { '_' };
        let path: String = operation.path.chars().map(word).collect();
        let id = operation.id.as_deref()?;
        let name = id.strip_suffix(&format!("{path}_{}", operation.method.to_lowercase()))?;
        (!name.is_empty()).then(|| (id.to_owned(), name.to_owned()))
    };
    let Some(names) = api.operations.iter().map(function).collect::<Option<Vec<_>>>() else { return String::new() };
    if names.is_empty() {
        return String::new();
    }
    let mut text =
        "\n# The operationIds are those of FastAPI, which repeat the path and the method. The functions are called:\n"
            .to_owned();
    for (id, name) in names {
        let at = quoted(&format!("operations/{id}"));
        let _ = writeln!(text, "# [[names.rename]]\n# at = {at}\n# to = {}", quoted(&name));
    }
    text
}

fn commented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("# {line}\n") }).collect()
}

fn comment(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .filter(|letter| !letter.is_control())
        .take(80)
        .collect()
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A path of the command line as the project file names it.
fn relative(from: &Path, path: &str) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (here, there) = (absolute(&Path::new(".").join(from)), absolute(Path::new(path)));
    let (here, there): (Vec<_>, Vec<_>) = (here.components().collect(), there.components().collect());
    let same = here.iter().zip(&there).take_while(|(one, other)| one == other).count();
    let up = here.iter().skip(same).map(|_| "..".to_owned());
    let down = there.iter().skip(same).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}
