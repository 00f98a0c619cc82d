//! An export of statistics from its start to the file: starts the job, asks for its status with growing pauses until a
//! deadline, and streams what it made. Written by hand; the generator keeps this file.
//!
//! The API does not publish the values of `status`, so none is assumed here: a job is done when its status has a
//! `downloadUrl`, and failed when it has an `error`, or a `status` that [`Export::failing_status`] names.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//!
//! use chatcaptain::statistics::ExportStats;
//!
//! let client = chatcaptain::Client::builder().api_key(std::env::var("CHATCAPTAIN_KEY")?).build()?;
//! let arguments = ExportStats {
//!     chatbot_id: "bot_1".into(),
//!     from: "2025-01-04T23:00:00.000Z".parse()?,
//!     to: "2025-02-01T22:59:59.999Z".parse()?,
//! };
//! let export = client.start_export(arguments).await?.deadline(Duration::from_secs(600));
//! println!("the job {} was started", export.id());
//! let bytes = export.save("statistics.csv").await?;
//! println!("{bytes} bytes were saved");
//! # Ok(())
//! # }
//! ```
//!
//! With the blocking client the calls are the same, without `.await`.

use std::fmt;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
#[cfg(not(target_arch = "wasm32"))]
use std::time::Instant;
#[cfg(target_arch = "wasm32")]
use web_time::Instant;

use crate::runtime::Async;
use crate::runtime::Blocking;
use crate::runtime::ByteStream;
use crate::runtime::Client;
use crate::runtime::Error;
use crate::runtime::Mode;
use crate::statistics::ExportStats;
use crate::statistics::GetStatsExportStatus;
use crate::types::GetStatsExportStatusResponseDto;
use crate::types::StatsExportResponseDto;

/// An export job, and how it is waited for. It can be given up and taken up again: [`Export::id`] is all that is needed.
#[derive(Clone, Debug)]
#[must_use = "a job is waited for by `wait`, `download`, `write_to` or `save`"]
pub struct Export<M: Mode> {
    client: Client<M>,
    chatbot_id: String,
    id: String,
    rules: Rules,
}

/// Why there is no file.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExportError {
    /// A call failed.
    Call(Error),
    /// The job failed, as its answer says.
    Failed {
        /// The ID of the job.
        export_id: String,
        /// The `status`; `None` when the job failed on its start, whose answer has none.
        status: Option<String>,
        /// The `error`.
        message: Option<String>,
    },
    /// The job was not done in time. It may still get done: take it up again with [`Client::resume_export`].
    Deadline {
        /// The ID of the job.
        export_id: String,
        /// The last `status`, if there was one.
        status: Option<String>,
        /// How long it was waited for.
        waited: Duration,
    },
    /// The file could not be written.
    Write(io::Error),
}

/// How a job is waited for.
#[derive(Clone, Debug)]
struct Rules {
    deadline: Duration,
    first_pause: Duration,
    longest_pause: Duration,
    look_timeout: Duration,
    failing: Vec<String>,
}

/// No pause is shorter.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);

impl<M: Mode> Client<M> {
    /// Takes up an export job that was started before, by its ID. Nothing is sent yet.
    pub fn resume_export(&self, chatbot_id: impl Into<String>, export_id: impl Into<String>) -> Export<M> {
        Export { client: self.clone(), chatbot_id: chatbot_id.into(), id: export_id.into(), rules: Rules::default() }
    }

    fn started(&self, chatbot_id: String, reply: StatsExportResponseDto) -> Result<Export<M>, ExportError> {
        match reply.error.filter(|message| !message.is_empty()) {
            Some(message) => {
                Err(ExportError::Failed { export_id: reply.export_id, status: None, message: Some(message) })
            }
            None => Ok(self.resume_export(chatbot_id, reply.export_id)),
        }
    }
}

impl Client<Async> {
    /// Starts an export of statistics. The call is not made again once it may have arrived: that would start a second job.
    ///
    /// # Errors
    /// When the call fails, or its answer has an `error`.
    pub async fn start_export(&self, arguments: ExportStats) -> Result<Export<Async>, ExportError> {
        let chatbot_id = arguments.chatbot_id.clone();
        let reply = self.statistics().export_stats(arguments).await?;
        self.started(chatbot_id, reply)
    }
}

impl Client<Blocking> {
    /// Starts an export of statistics. The call is not made again once it may have arrived: that would start a second job.
    ///
    /// # Errors
    /// When the call fails, or its answer has an `error`.
    pub fn start_export(&self, arguments: ExportStats) -> Result<Export<Blocking>, ExportError> {
        let chatbot_id = arguments.chatbot_id.clone();
        let reply = self.statistics().export_stats(arguments).send()?;
        self.started(chatbot_id, reply)
    }
}

impl<M: Mode> Export<M> {
    /// The ID of the job.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How long the job is waited for at most; 15 minutes by default. The download does not count.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.rules.deadline = deadline;
        self
    }

    /// How long the first pause between two looks at the status is, and how long the longest: each is half as long again as
    /// the one before. 1 s and 30 s by default, 50 ms at least.
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.rules.first_pause = first;
        self.rules.longest_pause = longest;
        self
    }

    /// How long one look at the status may take with its retries; 60 s by default, and never longer than the deadline.
    pub fn look_timeout(mut self, timeout: Duration) -> Self {
        self.rules.look_timeout = timeout;
        self
    }

    /// Takes this `status` as the sign of a failed job, whatever else its answer says; can be given several times.
    pub fn failing_status(mut self, status: impl Into<String>) -> Self {
        self.rules.failing.push(status.into());
        self
    }

    fn arguments(&self) -> GetStatsExportStatus {
        GetStatsExportStatus { chatbot_id: self.chatbot_id.clone(), export_id: self.id.clone() }
    }
}

impl Export<Async> {
    /// The status of the job, once.
    ///
    /// # Errors
    /// When the call fails.
    pub async fn status(&self) -> Result<GetStatsExportStatusResponseDto, Error> {
        self.client.statistics().get_stats_export_status(self.arguments()).await
    }

    /// Waits until the job is done; gives the URL of its file.
    ///
    /// # Errors
    /// When the job failed, the deadline has passed, or a call fails for good. After the latter two it can be called again.
    pub async fn wait(&self) -> Result<String, ExportError> {
        let mut progress = Progress::new(&self.rules, &self.id);
        loop {
            let limit = progress.look()?;
            let call = self.client.statistics().get_stats_export_status(self.arguments()).timeout(limit);
            if let Some(url) = progress.judge(call.await)? {
                return Ok(url);
            }
            self.client.mode.transport.pause(progress.pause()).await;
        }
    }

    /// Waits until the job is done; gives its file piece by piece. The key of the client is not sent for it.
    ///
    /// # Errors
    /// Those of [`wait`](Self::wait), and when the file cannot be had.
    pub async fn download(&self) -> Result<ByteStream<Async>, ExportError> {
        let url = self.wait().await?;
        Ok(self.client.download(&url).await?)
    }

    /// Waits until the job is done, and writes its file into `writer`. Gives the number of bytes. The writer should be
    /// quick, as writing holds up the thread; for an asynchronous one take [`download`](Self::download).
    ///
    /// # Errors
    /// Those of [`download`](Self::download), when the file breaks off, and those of the writer.
    pub async fn write_to(&self, writer: &mut (impl Write + Send)) -> Result<u64, ExportError> {
        let mut stream = self.download().await?;
        let mut written = 0_u64;
        while let Some(piece) = stream.next().await {
            let piece = piece?;
            writer.write_all(&piece).map_err(ExportError::Write)?;
            written = written.saturating_add(piece.len() as u64);
        }
        writer.flush().map_err(ExportError::Write)?;
        Ok(written)
    }

    /// Waits until the job is done, and saves its file. It is written beside `path` under the ending `.part` and renamed
    /// when it is whole, so that `path` never is half a file. Gives the number of bytes.
    ///
    /// # Errors
    /// Those of [`write_to`](Self::write_to), and those of the file system.
    pub async fn save(&self, path: impl AsRef<Path> + Send) -> Result<u64, ExportError> {
        let mut file = PartFile::create(path.as_ref())?;
        let written = self.write_to(&mut file).await?;
        file.finish()?;
        Ok(written)
    }
}

impl Export<Blocking> {
    /// The status of the job, once.
    ///
    /// # Errors
    /// When the call fails.
    pub fn status(&self) -> Result<GetStatsExportStatusResponseDto, Error> {
        self.client.statistics().get_stats_export_status(self.arguments()).send()
    }

    /// Waits until the job is done; gives the URL of its file.
    ///
    /// # Errors
    /// When the job failed, the deadline has passed, or a call fails for good. After the latter two it can be called again.
    pub fn wait(&self) -> Result<String, ExportError> {
        let mut progress = Progress::new(&self.rules, &self.id);
        loop {
            let limit = progress.look()?;
            let call = self.client.statistics().get_stats_export_status(self.arguments()).timeout(limit);
            if let Some(url) = progress.judge(call.send())? {
                return Ok(url);
            }
            self.client.mode.transport.pause(progress.pause());
        }
    }

    /// Waits until the job is done; gives its file piece by piece. The key of the client is not sent for it.
    ///
    /// # Errors
    /// Those of [`wait`](Self::wait), and when the file cannot be had.
    pub fn download(&self) -> Result<ByteStream<Blocking>, ExportError> {
        let url = self.wait()?;
        Ok(self.client.download(&url).send()?)
    }

    /// Waits until the job is done, and writes its file into `writer`. Gives the number of bytes.
    ///
    /// # Errors
    /// Those of [`download`](Self::download), when the file breaks off, and those of the writer.
    pub fn write_to(&self, writer: &mut impl Write) -> Result<u64, ExportError> {
        let mut written = 0_u64;
        for piece in self.download()? {
            let piece = piece?;
            writer.write_all(&piece).map_err(ExportError::Write)?;
            written = written.saturating_add(piece.len() as u64);
        }
        writer.flush().map_err(ExportError::Write)?;
        Ok(written)
    }

    /// Waits until the job is done, and saves its file. It is written beside `path` under the ending `.part` and renamed
    /// when it is whole, so that `path` never is half a file. Gives the number of bytes.
    ///
    /// # Errors
    /// Those of [`write_to`](Self::write_to), and those of the file system.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<u64, ExportError> {
        let mut file = PartFile::create(path.as_ref())?;
        let written = self.write_to(&mut file)?;
        file.finish()?;
        Ok(written)
    }
}

/// One waiting: when to look, what an answer means, how long to pause. It does no I/O, so that both clients share it.
struct Progress<'a> {
    rules: &'a Rules,
    export_id: &'a str,
    started: Instant,
    /// What the pauses add up to: time that a transport of tests does not let pass counts too.
    paused: Duration,
    next_pause: Duration,
    status: Option<String>,
}

impl<'a> Progress<'a> {
    fn new(rules: &'a Rules, export_id: &'a str) -> Self {
        let next_pause = rules.first_pause.min(rules.longest_pause).max(SHORTEST_PAUSE);
        Self { rules, export_id, started: Instant::now(), paused: Duration::ZERO, next_pause, status: None }
    }

    /// How long the next look may take; an error when there is no time for one.
    fn look(&self) -> Result<Duration, ExportError> {
        let left = self.left();
        if left.is_zero() { Err(self.late()) } else { Ok(left.min(self.rules.look_timeout)) }
    }

    /// The URL of the file, or `None` when the job is not done.
    fn judge(&mut self, answer: Result<GetStatsExportStatusResponseDto, Error>) -> Result<Option<String>, ExportError> {
        let answer = match answer {
            Err(error) if error.is_timeout() && self.left().is_zero() => return Err(self.late()),
            answer => answer?,
        };
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let (url, message) = (given(answer.download_url), given(answer.error));
        if self.rules.failing.contains(&answer.status) || (url.is_none() && message.is_some()) {
            let export_id = self.export_id.to_owned();
            return Err(ExportError::Failed { export_id, status: Some(answer.status), message });
        }
        self.status = Some(answer.status);
        Ok(url)
    }

    /// How long to wait before the next look. The pauses grow, and shrink again towards the deadline, so that the last look
    /// is not long before it.
    fn pause(&mut self) -> Duration {
        let left = self.left();
        let pause = if left <= SHORTEST_PAUSE { left } else { self.next_pause.min(left / 2).max(SHORTEST_PAUSE) };
        let longer = self.next_pause.saturating_add(self.next_pause / 2);
        self.next_pause = longer.min(self.rules.longest_pause).max(SHORTEST_PAUSE);
        self.paused = self.paused.saturating_add(pause);
        pause
    }

    fn left(&self) -> Duration {
        self.rules.deadline.saturating_sub(self.waited())
    }

    fn waited(&self) -> Duration {
        self.started.elapsed().max(self.paused)
    }

    fn late(&self) -> ExportError {
        let (export_id, status) = (self.export_id.to_owned(), self.status.clone());
        ExportError::Deadline { export_id, status, waited: self.waited() }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(15 * 60),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            look_timeout: Duration::from_secs(60),
            failing: Vec::new(),
        }
    }
}

/// A file on its way. Dropped before it is finished, it goes away again.
struct PartFile<'a> {
    path: &'a Path,
    part: PathBuf,
    file: File,
}

impl<'a> PartFile<'a> {
    fn create(path: &'a Path) -> Result<Self, ExportError> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).map_err(ExportError::Write)?;
        Ok(Self { path, part, file })
    }

    fn finish(self) -> Result<(), ExportError> {
        self.file.sync_all().and_then(|()| fs::rename(&self.part, self.path)).map_err(ExportError::Write)
    }
}

impl Write for PartFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for PartFile<'_> {
    fn drop(&mut self) {
        // After the renaming there is nothing left to remove.
        let _ = fs::remove_file(&self.part);
    }
}

impl From<Error> for ExportError {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Failed { export_id, status, message } => {
                write!(f, "the export job {export_id:?} failed")?;
                status.iter().try_for_each(|status| write!(f, ", status {status:?}"))?;
                message.iter().try_for_each(|message| write!(f, ": {message:?}"))
            }
            Self::Deadline { export_id, status, waited } => {
                write!(f, "the export job {export_id:?} was not done within {} s", waited.as_secs_f32())?;
                status.iter().try_for_each(|status| write!(f, ", status {status:?}"))?;
                f.write_str("; take it up again with `resume_export`, or raise the deadline")
            }
            Self::Write(error) => write!(f, "the exported file cannot be written: {error}"),
        }
    }
}

impl std::error::Error for ExportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => std::error::Error::source(error),
            Self::Write(error) => Some(error),
            Self::Failed { .. } | Self::Deadline { .. } => None,
        }
    }
}
