//! Pages and their items as streams of an async client, and as iterators of a blocking one. What a page needs of the call is
//! done once for all operations in [`Pager`]; only decoding differs.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::BuildHasher as _;
use std::hash::RandomState;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use futures_core::Stream;

use crate::runtime::description::ApiOperation;
use crate::runtime::description::NextPage;
use crate::runtime::description::Paging;
use crate::runtime::json;
use crate::runtime::json::DecodeError;
use crate::runtime::request::Destination;
use crate::runtime::request::Reference;
use crate::runtime::request::RequestDraft;
use crate::runtime::response::Error;
use crate::runtime::response::PageContent;
use crate::runtime::response::Paged;
use crate::runtime::response::Position;
use crate::runtime::response::Reply;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::Instant;
use crate::runtime::transport::Mode;
use crate::runtime::transport::clock;

use super::call::Call;
use super::call::Decoder;
use super::handle::Client;
use crate::runtime::json::Items;

/// The pages of an operation, each as the operation gives it: a `Stream` of an async client, an `Iterator` of a blocking one.
///
/// They end behind the last page. Where the configuration has a cursor or link, that is the page without a next one,
/// even if a page before it is empty; where pages are counted, an empty page is the last. A hundred empty pages in a row are an
/// error, and there is a growing pause between them. After an error nothing more comes:
/// [`position`](Self::position) is then that of the page that failed.
#[must_use = "nothing is sent before the first page is asked for"]
pub struct Pages<O, M: Mode = Async> {
    pager: Pager<M>,
    operation: PhantomData<fn() -> O>,
}

/// The items of all pages of an operation: a `Stream` of an async client, an `Iterator` of a blocking one. An item that does
/// not decode is an error, and the next one is still read; else they end as [`Pages`] do. The time of the call (`timeout`) is for
/// each item that has to be waited for, however many pages that takes.
#[must_use = "nothing is sent before the first item is asked for"]
pub struct PageItems<O, M: Mode = Async> {
    pager: Pager<M>,
    /// The page that the items are of.
    page: Option<String>,
    items: Items,
    /// How many items of the page were given.
    given: usize,
    /// How many items of the page that comes next were read before.
    skip: usize,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paged<M>, M: Mode> Call<O, M> {
    /// The pages, one after the other, beginning with the one that this call asks for.
    #[inline]
    pub fn pages(self) -> Pages<O, M> {
        Pages { pager: Pager::new(self.into_parts(), O::PAGING), operation: PhantomData }
    }

    /// The items of all pages, one after the other, beginning with the page that this call asks for.
    #[inline]
    pub fn items(self) -> PageItems<O, M> {
        PageItems {
            pager: Pager::new(self.into_parts(), O::PAGING),
            page: None,
            items: Items::default(),
            given: 0,
            skip: 0,
            operation: PhantomData,
        }
    }
}

/// After so many pages in a row without an item there is an error: a server with ever new cursors would keep a caller for ever.
const MOST_EMPTY_PAGES: u32 = 100;

/// The pause behind an empty page; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// One page after the other, as responses.
struct Pager<M: Mode> {
    client: Client<M>,
    template: Box<RequestDraft<M>>,
    paging: &'static Paging,
    /// What the next page is asked for by.
    at: Option<String>,
    ended: bool,
    failed: bool,
    /// Hashes of what pages were asked for by: a server that leads in a circle would never end.
    seen: HashSet<u64>,
    hasher: RandomState,
    /// How many pages in a row had no items.
    empty: u32,
    /// Since when an item is waited for: the time of the call is for all pages until it comes.
    waiting: Option<Instant>,
    pending: Option<BoxFuture<'static, Result<Reply<M>, Error>>>,
}

impl<M: Mode> Pager<M> {
    #[inline]
    fn new<T>(
        (client, mut template, _): (Client<M>, Box<RequestDraft<M>>, Decoder<M, T>),
        paging: &'static Paging,
    ) -> Self {
        if let Some((input, size)) = paging.size
            && !template.has_page_input(input)
        {
            template.set_page_input(input, &size.to_string());
        }
        let (seen, hasher) = (HashSet::new(), RandomState::new());
        let (empty, waiting, pending) = (0, None, None);
        Self { client, template, paging, at: None, ended: false, failed: false, seen, hasher, empty, waiting, pending }
    }

    #[inline]
    fn position(&self) -> Option<Position> {
        (!self.ended).then(|| Position { page: self.at.clone(), item: 0 })
    }

    #[inline]
    fn resume(&mut self, page: Option<String>) {
        self.at = page;
        (self.ended, self.failed, self.pending) = (false, false, None);
        (self.empty, self.waiting) = (0, None);
        self.seen.clear();
    }

    /// The call for the next page.
    #[inline]
    fn draft(&mut self) -> Result<Box<RequestDraft<M>>, Error> {
        if self.empty >= MOST_EMPTY_PAGES {
            let problem = DecodeError::new(format!("{MOST_EMPTY_PAGES} pages in a row have no items"));
            return Err(Error::decoding(problem).of(ApiOperation(self.template.info)));
        }
        let mut draft = self.template.again()?;
        let limit = draft.timeout.or(self.client.shared.settings.deadline);
        let waiting = *self.waiting.get_or_insert_with(Instant::now);
        draft.deadline = limit.and_then(|limit| waiting.checked_add(limit));
        if let Some(at) = &self.at {
            match self.paging.next {
                NextPage::Cursor { input, .. } | NextPage::Page { input, .. } | NextPage::Offset { input, .. } => {
                    draft.set_page_input(input, at);
                }
                NextPage::Link { .. } => {
                    let base = if let Destination::Base(base) = &draft.destination { Some(base.clone()) } else { None };
                    draft.destination = Destination::Link { url: at.clone(), base };
                }
            }
            if !self.seen.insert(self.hasher.hash_one(at)) {
                let problem = DecodeError::new("it leads to a page that was read before, so the pages would never end");
                return Err(Error::decoding(problem).of(ApiOperation(self.template.info)));
            }
        }
        Ok(draft)
    }

    /// What a page tells, without going on to the next one yet.
    #[inline]
    fn read(&self, reply: &Reply<M>) -> Result<PageContent, Error> {
        let began = self.at.clone().or_else(|| match self.paging.next {
            NextPage::Page { input, .. } | NextPage::Offset { input, .. } => self.template.page_input(input),
            NextPage::Cursor { .. } | NextPage::Link { .. } => None,
        });
        let body = reply.json_text()?;
        let text = json::utf8(if body.is_empty() { b"null" } else { &body }).map_err(Error::decoding);
        let told = text.and_then(|text| self.paging.read(began.as_deref(), reply.headers(), text));
        told.map_err(|error| reply.fail(error))
    }

    #[inline]
    fn go_on(&mut self, next: Option<String>, items: usize) {
        self.empty = if items == 0 { self.empty.saturating_add(1) } else { 0 };
        if items > 0 {
            self.waiting = None;
        }
        self.ended = next.is_none();
        self.at = match (&self.at, next) {
            (Some(at), Some(next)) if matches!(self.paging.next, NextPage::Link { .. }) => Some(beside(at, next)),
            (_, next) => next,
        };
    }

    /// How long to wait before the next page: a server whose pages are empty is not asked as fast as it answers.
    #[inline]
    fn pause(&self, deadline: Option<Instant>) -> Option<Duration> {
        let pause = clock::doubled(FIRST_PAUSE, self.empty.checked_sub(1)?, LONGEST_PAUSE);
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        Some(left.map_or(pause, |left| pause.min(left)))
    }

    #[inline]
    fn fail<T>(&mut self, error: Error) -> Option<Result<T, Error>> {
        self.failed = true;
        Some(Err(error))
    }

    #[inline]
    fn is_over(&self) -> bool {
        self.ended || self.failed
    }
}

/// A link is relative to the page that has it (RFC 8288, section 3.2), and that page is where the link `at` led.
#[inline]
fn beside(at: &str, next: String) -> String {
    match (Reference::split(at), Reference::split(&next)) {
        (Ok(at), Ok(next)) => next.against(&at).text(),
        // The request for it says what is wrong.
        _ => next,
    }
}

impl Pager<Async> {
    #[inline]
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Reply<Async>, Error>> {
        if self.pending.is_none() {
            let draft = match self.draft() {
                Ok(draft) => draft,
                Err(error) => return Poll::Ready(Err(error)),
            };
            let (client, pause) = (self.client.clone(), self.pause(draft.deadline));
            let call = client.execute(draft);
            self.pending = Some(match pause {
                None => call,
                Some(pause) => Box::pin(async move {
                    client.mode.transport.pause(pause).await;
                    call.await
                }),
            });
        }
        let reply = match &mut self.pending {
            Some(pending) => ready!(pending.as_mut().poll(context)),
            None => return Poll::Pending,
        };
        self.pending = None;
        Poll::Ready(reply)
    }
}

impl Pager<Blocking> {
    #[inline]
    fn send(&mut self) -> Result<Reply<Blocking>, Error> {
        let draft = self.draft()?;
        if let Some(pause) = self.pause(draft.deadline) {
            self.client.mode.transport.pause(pause);
        }
        self.client.execute(draft)
    }
}

impl<O: Paged<M>, M: Mode> Pages<O, M> {
    /// Begins with another page. The items of it that were read already are in it again.
    #[inline]
    pub fn resume(mut self, position: Position) -> Self {
        self.pager.resume(position.page);
        self
    }

    /// Where the page begins that comes next, or that failed; `None` behind the last page.
    #[inline]
    pub fn position(&self) -> Option<Position> {
        self.pager.position()
    }

    #[inline]
    fn page(&mut self, reply: Result<Reply<M>, Error>) -> Option<Result<O::Output, Error>> {
        let page = reply.and_then(|reply| {
            let PageContent { items, next } = self.pager.read(&reply)?;
            Ok((O::decode(reply)?, next, items.len()))
        });
        match page {
            Ok((page, next, items)) => {
                self.pager.go_on(next, items);
                // The caller has it, empty or not.
                self.pager.waiting = None;
                Some(Ok(page))
            }
            Err(error) => self.pager.fail(error),
        }
    }
}

impl<O: Paged<M>, M: Mode> PageItems<O, M> {
    /// Begins with another item.
    #[inline]
    pub fn resume(mut self, position: Position) -> Self {
        self.pager.resume(position.page);
        (self.items, self.given, self.skip) = (Items::default(), 0, position.item);
        self
    }

    /// Where the item is that comes next, or the page that failed; `None` behind the last item.
    #[inline]
    pub fn position(&self) -> Option<Position> {
        if self.items.len() > 0 {
            return Some(Position { page: self.page.clone(), item: self.given });
        }
        let next = self.pager.position()?;
        Some(Position { item: self.skip, ..next })
    }

    /// The next item of the page that is there.
    #[inline]
    fn ready(&mut self) -> Option<Result<O::Item, Error>> {
        let operation = ApiOperation(self.pager.template.info);
        let reading = self.pager.client.shared.reading();
        loop {
            let item = reading.item(operation.name(), self.items.take()?);
            self.given = self.given.saturating_add(1);
            if let Some(item) = item {
                return Some(item.map_err(|error| Error::decoding(error).of(operation)));
            }
        }
    }

    /// Takes a page.
    #[inline]
    fn arrived(&mut self, reply: Result<Reply<M>, Error>) -> Result<(), Error> {
        let reply = reply?;
        let PageContent { items, next } = self.pager.read(&reply)?;
        self.page = self.pager.at.clone();
        self.pager.go_on(next, items.len());
        self.items = items;
        self.given = std::mem::take(&mut self.skip).min(self.items.len());
        self.items.skip(self.given);
        Ok(())
    }
}

impl<O: Paged<Async>> Pages<O, Async> {
    /// The next page; `None` behind the last one.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<O::Output, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O: Paged<Async>> Stream for Pages<O, Async> {
    type Item = Result<O::Output, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.pager.is_over() {
            return Poll::Ready(None);
        }
        let reply = ready!(self.pager.poll(context));
        Poll::Ready(self.page(reply))
    }
}

impl<O: Paged<Blocking>> Iterator for Pages<O, Blocking> {
    type Item = Result<O::Output, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.pager.is_over() {
            return None;
        }
        let reply = self.pager.send();
        self.page(reply)
    }
}

impl<O: Paged<Async>> PageItems<O, Async> {
    /// The next item; `None` behind the last one.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O: Paged<Async>> Stream for PageItems<O, Async> {
    type Item = Result<O::Item, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.ready() {
                return Poll::Ready(Some(item));
            }
            if self.pager.is_over() {
                return Poll::Ready(None);
            }
            let reply = ready!(self.pager.poll(context));
            if let Err(error) = self.arrived(reply) {
                return Poll::Ready(self.pager.fail(error));
            }
        }
    }
}

impl<O: Paged<Blocking>> Iterator for PageItems<O, Blocking> {
    type Item = Result<O::Item, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready() {
                return Some(item);
            }
            if self.pager.is_over() {
                return None;
            }
            let reply = self.pager.send();
            if let Err(error) = self.arrived(reply) {
                return self.pager.fail(error);
            }
        }
    }
}

impl<O, M: Mode> fmt::Debug for Pages<O, M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &self.pager.template.info.name).finish_non_exhaustive()
    }
}

impl<O, M: Mode> fmt::Debug for PageItems<O, M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageItems").field("operation", &self.pager.template.info.name).finish_non_exhaustive()
    }
}
