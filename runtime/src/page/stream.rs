//! Pages one after another: takes a first step, gives streams of pages and of items.
use std::{
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::{Stream, stream::FusedStream};

use super::{NextPage, Page, PageFuture};
use crate::{Error, Failure, ServerError};

/// A stream of pages. It ends behind the last page and behind an error.
///
/// A page is asked for when the stream is polled for it. With [`Pages::read_ahead`] the request
/// for the next one leaves as soon as a page is handed out.
#[must_use = "streams do nothing until they are polled"]
pub struct Pages<T, F = ServerError> {
    state: State<T, F>,
    read_ahead: bool,
}

enum State<T, F> {
    Asking(PageFuture<T, F>),
    Came(Result<Page<T, F>, Error<F>>),
    Waiting(NextPage<T, F>),
    Done,
}

impl<T, F> Pages<T, F> {
    pub(crate) fn from_page_future(page: PageFuture<T, F>) -> Self {
        Self {
            state: State::Asking(page),
            read_ahead: false,
        }
    }

    pub(crate) fn from_page(page: Page<T, F>) -> Self {
        Self {
            state: State::Came(Ok(page)),
            read_ahead: false,
        }
    }

    /// Whether to ask for the next page while the caller is busy with this one. Off at first: the
    /// last page asked for may never be used, and costs the server.
    pub fn read_ahead(mut self, on: bool) -> Self {
        self.read_ahead = on;
        self
    }
}

impl<T, F> Pages<T, F>
where
    T: 'static,
    F: Failure,
{
    /// The next page; `None` behind the last one and behind an error.
    pub async fn next(&mut self) -> Option<Result<Page<T, F>, Error<F>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T, F> Stream for Pages<T, F>
where
    T: 'static,
    F: Failure,
{
    type Item = Result<Page<T, F>, Error<F>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Waiting(next) => self.state = State::Asking(next()),
                State::Came(page) => break page,
                State::Asking(mut asking) => match Pin::new(&mut asking).poll(cx) {
                    Poll::Ready(page) => break page,
                    Poll::Pending => {
                        self.state = State::Asking(asking);
                        return Poll::Pending;
                    }
                },
            }
        };
        if let Ok(Page {
            next: Some(next), ..
        }) = &page
        {
            self.state = match self.read_ahead {
                false => State::Waiting(next.clone()),
                // One poll makes the request leave. It needs no task, so it works in any runtime.
                true => {
                    let mut asking = next();
                    match Pin::new(&mut asking).poll(cx) {
                        Poll::Ready(page) => State::Came(page),
                        Poll::Pending => State::Asking(asking),
                    }
                }
            };
        }
        Poll::Ready(Some(page))
    }
}

impl<T, F> FusedStream for Pages<T, F>
where
    T: 'static,
    F: Failure,
{
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Done)
    }
}

/// A stream of the items of all pages. It ends behind the last item and behind an error.
#[must_use = "streams do nothing until they are polled"]
pub struct Items<T, F = ServerError> {
    pages: Pages<T, F>,
    page: vec::IntoIter<T>,
}

impl<T, F> Items<T, F> {
    pub(crate) fn new(pages: Pages<T, F>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// As [`Pages::read_ahead`].
    pub fn read_ahead(self, on: bool) -> Self {
        Self {
            pages: self.pages.read_ahead(on),
            ..self
        }
    }
}

impl<T, F> Items<T, F>
where
    T: 'static,
    F: Failure,
{
    /// The next item; `None` behind the last one and behind an error.
    pub async fn next(&mut self) -> Option<Result<T, Error<F>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All items in one collection; the first error ends it.
    pub async fn try_collect<C: Default + Extend<T>>(mut self) -> Result<C, Error<F>> {
        let mut all = C::default();
        all.extend(self.page);
        while let Some(page) = self.pages.next().await {
            all.extend(page?.items);
        }
        Ok(all)
    }
}

impl<T, F> Stream for Items<T, F>
where
    T: 'static,
    F: Failure,
{
    type Item = Result<T, Error<F>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                None => return Poll::Ready(None),
                Some(Ok(page)) => self.page = page.items.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

// Neither stream pins what it holds: futures of pages are boxed, pages and items are moved out.
impl<T, F> Unpin for Pages<T, F> {}
impl<T, F> Unpin for Items<T, F> {}

impl<T, F> fmt::Debug for Pages<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("read_ahead", &self.read_ahead)
            .finish_non_exhaustive()
    }
}

impl<T, F> fmt::Debug for Items<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
