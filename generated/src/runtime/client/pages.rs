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

use futures_core::Stream;

use crate::runtime::description::NextPage;
use crate::runtime::description::Paging;
use crate::runtime::execute::driver;
use crate::runtime::json;
use crate::runtime::json::DecodeError;
use crate::runtime::request::Destination;
use crate::runtime::request::RequestDraft;
use crate::runtime::response::Error;
use crate::runtime::response::PageContent;
use crate::runtime::response::Paged;
use crate::runtime::response::Position;
use crate::runtime::response::Reply;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::Mode;

use super::call::Call;
use super::handle::Client;
use crate::runtime::json::Items;

/// The pages of an operation, each as the operation gives it: a `Stream` of an async client, an `Iterator` of a blocking one.
///
/// They end behind the last page. Where the configuration has a cursor or link, that is the page without a next one,
/// even if a page before it is empty; where pages are counted, an empty page is the last. After an error nothing more comes:
/// [`position`](Self::position) is then that of the page that failed.
#[must_use = "nothing is sent before the first page is asked for"]
pub struct Pages<'a, O, M: Mode> {
    pager: Pager<'a, M>,
    operation: PhantomData<fn() -> O>,
}

/// The items of all pages of an operation: a `Stream` of an async client, an `Iterator` of a blocking one. An item that does
/// not decode is an error, and the next one is still read; else they end as [`Pages`] do.
#[must_use = "nothing is sent before the first item is asked for"]
pub struct PageItems<'a, O, M: Mode> {
    pager: Pager<'a, M>,
    /// The page that the items are of.
    page: Option<String>,
    items: Items,
    /// How many items of the page were given.
    given: usize,
    /// How many items of the page that comes next were read before.
    skip: usize,
    operation: PhantomData<fn() -> O>,
}

impl<'a, O: Paged<M>, M: Mode> Call<'a, O, M> {
    /// The pages, one after the other, beginning with the one that this call asks for.
    #[inline]
    pub fn pages(self) -> Pages<'a, O, M> {
        Pages { pager: Pager::new(self.into_parts(), O::PAGING), operation: PhantomData }
    }

    /// The items of all pages, one after the other, beginning with the page that this call asks for.
    #[inline]
    pub fn items(self) -> PageItems<'a, O, M> {
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

/// One page after the other, as responses.
struct Pager<'a, M: Mode> {
    client: &'a Client<M>,
    template: Box<RequestDraft<M>>,
    paging: &'static Paging,
    /// What the next page is asked for by.
    at: Option<String>,
    ended: bool,
    failed: bool,
    /// Hashes of what pages were asked for by: a server that leads in a circle would never end.
    seen: HashSet<u64>,
    hasher: RandomState,
    pending: Option<BoxFuture<'a, Result<Reply<M>, Error>>>,
}

impl<'a, M: Mode> Pager<'a, M> {
    #[inline]
    fn new((client, mut template): (&'a Client<M>, Box<RequestDraft<M>>), paging: &'static Paging) -> Self {
        if let Some((input, size)) = paging.size
            && !template.has_page_input(input)
        {
            template.set_page_input(input, &size.to_string());
        }
        let (seen, hasher) = (HashSet::new(), RandomState::new());
        Self { client, template, paging, at: None, ended: false, failed: false, seen, hasher, pending: None }
    }

    #[inline]
    fn position(&self) -> Option<Position> {
        (!self.ended).then(|| Position { page: self.at.clone(), item: 0 })
    }

    #[inline]
    fn resume(&mut self, page: Option<String>) {
        self.at = page;
        (self.ended, self.failed, self.pending) = (false, false, None);
        self.seen.clear();
    }

    /// The call for the next page.
    #[inline]
    fn draft(&mut self) -> Result<Box<RequestDraft<M>>, Error> {
        let mut draft = self.template.again()?;
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
                return Err(Error::decoding(problem).of(self.template.info.name));
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
        let told = text.and_then(|text| self.paging.read(began.as_deref(), reply.headers(), text, reply.json_nodes));
        told.map_err(|error| reply.fail(error))
    }

    #[inline]
    fn go_on(&mut self, next: Option<String>) {
        self.ended = next.is_none();
        self.at = next;
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

impl Pager<'_, Async> {
    #[inline]
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Reply<Async>, Error>> {
        if self.pending.is_none() {
            let draft = match self.draft() {
                Ok(draft) => draft,
                Err(error) => return Poll::Ready(Err(error)),
            };
            self.pending = Some(driver::execute(&self.client.shared, &self.client.mode, draft));
        }
        let reply = match &mut self.pending {
            Some(pending) => ready!(pending.as_mut().poll(context)),
            None => return Poll::Pending,
        };
        self.pending = None;
        Poll::Ready(reply)
    }
}

impl Pager<'_, Blocking> {
    #[inline]
    fn send(&mut self) -> Result<Reply<Blocking>, Error> {
        let draft = self.draft()?;
        driver::execute_blocking(&self.client.shared, &self.client.mode, draft)
    }
}

impl<O: Paged<M>, M: Mode> Pages<'_, O, M> {
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
            let next = self.pager.read(&reply)?.next;
            Ok((O::decode(reply)?, next))
        });
        match page {
            Ok((page, next)) => {
                self.pager.go_on(next);
                Some(Ok(page))
            }
            Err(error) => self.pager.fail(error),
        }
    }
}

impl<O: Paged<M>, M: Mode> PageItems<'_, O, M> {
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
        let item = self.items.next()?;
        self.given = self.given.saturating_add(1);
        Some(item.map_err(|error| Error::decoding(error).of(self.pager.template.info.name)))
    }

    /// Takes a page.
    #[inline]
    fn arrived(&mut self, reply: Result<Reply<M>, Error>) -> Result<(), Error> {
        let reply = reply?;
        let PageContent { items, next } = self.pager.read(&reply)?;
        self.page = self.pager.at.clone();
        self.pager.go_on(next);
        self.items = items;
        self.given = std::mem::take(&mut self.skip).min(self.items.len());
        self.items.skip(self.given);
        Ok(())
    }
}

impl<O: Paged<Async>> Pages<'_, O, Async> {
    /// The next page; `None` behind the last one.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<O::Output, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O: Paged<Async>> Stream for Pages<'_, O, Async> {
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

impl<O: Paged<Blocking>> Iterator for Pages<'_, O, Blocking> {
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

impl<O: Paged<Async>> PageItems<'_, O, Async> {
    /// The next item; `None` behind the last one.
    #[inline]
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O: Paged<Async>> Stream for PageItems<'_, O, Async> {
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

impl<O: Paged<Blocking>> Iterator for PageItems<'_, O, Blocking> {
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

impl<O, M: Mode> fmt::Debug for Pages<'_, O, M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &self.pager.template.info.name).finish_non_exhaustive()
    }
}

impl<O, M: Mode> fmt::Debug for PageItems<'_, O, M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageItems").field("operation", &self.pager.template.info.name).finish_non_exhaustive()
    }
}
