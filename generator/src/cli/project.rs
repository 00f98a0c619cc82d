//! The commands of a project: a file that says which clients are made of what, and where that is kept.

pub mod chain;
mod derived;
pub mod drift;
mod find;
mod layout;
pub mod show;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::{Exit, Failure};
use crate::cli::project::chain::{Chain, Published};
use crate::cli::project::derived::Derived;
use crate::cli::terminal::{self, Format};
use crate::config::{Member, Project};
use crate::diagnostic::Diagnostics;
use crate::files::{self, Mode};
use crate::report::Report;
use crate::source::Sources;
use crate::{Generated, Part};

pub use derived::{Say, Synced};
pub use find::find;
pub use layout::Layout;

/// How the commands of a project are called, for messages.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The program.
    pub name: &'static str,
    /// Its command that derives everything.
    pub generate: &'static str,
}

/// `crategen`.
pub const CRATEGEN: Program = Program { name: "crategen", generate: "generate" };

impl Program {
    /// `crategen generate`
    pub fn generate(self) -> String {
        self.command(self.generate)
    }

    fn command(self, rest: &str) -> String {
        format!("{} {rest}", self.name)
    }
}

/// Which project, and which of its clients.
#[derive(Args, Clone, Debug, Default)]
pub struct InProject {
    /// The project file [default: crategen.toml, or codegen.toml, in this folder or the nearest one above]
    #[arg(long, value_name = "FILE")]
    pub project: Option<PathBuf>,
    /// Only this client of the project; repeatable
    #[arg(long, value_name = "NAME")]
    pub client: Vec<String>,
}

impl InProject {
    /// Refuses a choice of a project beside what the command line names itself.
    ///
    /// # Errors
    /// There is one.
    pub fn refuse(&self, what: &str) -> Result<(), Failure> {
        if self.project.is_none() && self.client.is_empty() {
            return Ok(());
        }
        Err(Failure::new(Exit::Usage, format!("--project and --client are for a project file, and {what} is given"))
            .repair("leave one of them out"))
    }
}

/// A project that was opened.
#[derive(Debug)]
pub struct Opened {
    program: Program,
    layout: Layout,
    file: PathBuf,
    members: Vec<Member>,
    sources: Sources,
    diagnostics: Diagnostics,
}

impl Opened {
    /// Reads a project file; what is wrong is told.
    ///
    /// # Errors
    /// How to end.
    pub fn read(program: Program, layout: Layout, file: &Path, format: Format) -> Result<Self, Exit> {
        let members = Vec::new();
        let (file, sources, diagnostics) = (file.to_owned(), Sources::new(), Diagnostics::new());
        let mut opened = Self { program, layout, file, members, sources, diagnostics };
        opened.members().map_err(|failure| {
            terminal::tell(&opened.sources, &opened.diagnostics, Some(&failure), format);
            failure.exit
        })?;
        Ok(opened)
    }

    /// A project of one client that no file names.
    pub fn of(program: Program, layout: Layout, file: &Path, member: Member, sources: Sources) -> Self {
        Self { program, layout, file: file.to_owned(), members: vec![member], sources, diagnostics: Diagnostics::new() }
    }

    fn members(&mut self) -> Result<(), Failure> {
        let shown = self.layout.shown(&self.file);
        let text = files::read_text(&self.file).map_err(|error| chain::unreadable(&shown, &error))?;
        let file = self.sources.add(shown.clone(), text);
        let project = Project::parse(&self.sources, file).map_err(|mistakes| {
            self.diagnostics.extend(mistakes);
            Failure::new(Exit::Unreadable, format!("{shown} has mistakes"))
                .repair(format!("correct what is reported above, then run {}", self.program.generate()))
        })?;
        self.members = project.clients;
        Ok(())
    }

    /// Takes only these clients.
    ///
    /// # Errors
    /// One is not there.
    pub fn only(&mut self, names: &[String]) -> Result<(), Failure> {
        let known = || self.members.iter().map(|member| member.name.as_str());
        if let Some(missing) = names.iter().find(|name| known().all(|known| known != name.as_str())) {
            let known = known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            return Err(Failure::new(Exit::Usage, format!("no client of the project is named `{missing}`"))
                .repair(format!("give one of {known}")));
        }
        self.members.retain(|member| names.is_empty() || names.contains(&member.name));
        Ok(())
    }

    /// How many clients there are.
    pub fn clients(&self) -> usize {
        self.members.len()
    }

    /// Runs a command for each client, says what came of each, and how all of it ends: with the highest exit code.
    pub fn each(mut self, format: Format, mut command: impl FnMut(&mut Chain<'_>) -> Result<Exit, Failure>) -> Exit {
        let mut ends = Exit::Fine;
        let file = self.layout.shown(&self.file);
        for member in &self.members {
            let mut chain = Chain {
                program: self.program,
                layout: &self.layout,
                file: &file,
                member,
                sources: &mut self.sources,
                diagnostics: &mut self.diagnostics,
            };
            let outcome = command(&mut chain);
            terminal::tell(&self.sources, &self.diagnostics, outcome.as_ref().err(), format);
            self.diagnostics = Diagnostics::new();
            let end = outcome.unwrap_or_else(|failure| failure.exit);
            ends = if end.code() > ends.code() { end } else { ends };
        }
        ends
    }
}

/// Opens the project that is chosen, from where the user stands.
///
/// # Errors
/// How to end; why is told.
pub fn open(chosen: &InProject, format: Format) -> Result<Opened, Exit> {
    let told = |failure: Failure| {
        terminal::tell(&Sources::new(), &Diagnostics::new(), Some(&failure), format);
        failure.exit
    };
    let file = match &chosen.project {
        Some(file) => file.clone(),
        None => find(Path::new("")).map_err(told)?,
    };
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let mut opened = Opened::read(CRATEGEN, Layout::new("", folder), &file, format)?;
    opened.only(&chosen.client).map_err(told)?;
    Ok(opened)
}

/// Takes pages in, byte for byte, and cuts all pages into fragments.
///
/// # Errors
/// A page cannot be read or written, or has no fragment; the client has no pages.
pub fn ingest(chain: &mut Chain<'_>, new: &[PathBuf]) -> Result<(), Failure> {
    if chain.member.pages.is_none() {
        let message = format!("the client `{}` has no `pages` in {}", chain.member.name, chain.file);
        return Err(Failure::new(Exit::Usage, message).repair("give --out DIR, or name the folder of its pages there"));
    }
    let pages = chain.pages(new)?;
    let fragments = chain.fragments(&pages)?;
    derived::texts(chain.layout, &pages)?;
    let derived: Vec<_> = derived::fragments(chain, &fragments).into_iter().collect();
    let synced = derived::sync(chain.layout, &derived, Mode::Write);
    let next = format!("next: {}\n", chain.program.generate());
    synced?.tell(Mode::Write, terminal::print, &chain.program.command("ingest"), &next)
}

/// Merges the fragments that are kept, and corrects what they give.
///
/// # Errors
/// A fragment or overlay cannot be read; something cannot be written.
pub fn merge(chain: &mut Chain<'_>) -> Result<(), Failure> {
    let published = chain.published_on_disk()?;
    let document = chain.correct(published.clone())?;
    let derived = derived::documents(chain, &published, &document);
    let next = format!("next: {}\n", chain.program.generate());
    let synced = derived::sync(chain.layout, &derived, Mode::Write)?;
    synced.tell(Mode::Write, terminal::print, &chain.program.command("merge"), &next)
}

/// Derives everything, and brings the files up to date or compares them.
///
/// # Errors
/// A step of the chain fails; something cannot be written; in a comparison: something is not current.
pub fn generate(chain: &mut Chain<'_>, mode: Mode, say: Say) -> Result<(), Failure> {
    let made = made(chain, false)?;
    made.sync(chain, mode)?.tell(mode, say, &chain.program.generate(), &made.report.to_string())
}

/// What a run of the whole chain gives.
pub struct Made {
    derived: Vec<Derived>,
    /// The name of the crate.
    pub name: String,
    /// What a client that is a module needs of its crate.
    pub part: Option<Part>,
    /// What became of the document.
    pub report: Report,
}

impl Made {
    /// Brings the files up to date, or compares them.
    ///
    /// # Errors
    /// Something cannot be read or written.
    pub fn sync(&self, chain: &Chain<'_>, mode: Mode) -> Result<Synced, Failure> {
        derived::sync(chain.layout, &self.derived, mode)
    }
}

/// Derives everything, and writes nothing.
///
/// # Errors
/// A step of the chain fails.
pub fn made(chain: &mut Chain<'_>, strict: bool) -> Result<Made, Failure> {
    let texts = chain.texts()?;
    let Published { fragments, document: published } = chain.published(&texts)?;
    let document = chain.correct(published.clone())?;
    let mut all: Vec<_> = derived::fragments(chain, &fragments).into_iter().collect();
    all.extend(derived::documents(chain, &published, &document));
    let Generated { files, report, client, api, part } = chain.generate(&document, strict)?;
    all.extend(derived::surface(chain, &client));
    all.push(derived::generated(chain, files));
    let name = client.package.name.clone();
    // The end of the process frees them in no time, piece by piece takes long.
    std::mem::forget((api, client));
    Ok(Made { derived: all, name, part, report })
}
