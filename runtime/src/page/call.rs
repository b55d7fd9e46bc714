//! A call whose results come in pages: takes parameters and options, gives a page or streams.
use std::{
    borrow::Cow,
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use serde::{Serialize, de::DeserializeOwned};

use super::{Items, Page, Pages};
use crate::{
    BoxFuture, Encoded, Error, Failure, Json, ServerError, Wires,
    call::{Promised, RawCall, settings},
    paging::{Fetched, Step},
};

/// A call that is sent when awaited and gives a [`Page`] of `T`.
#[must_use = "a call does nothing until it is awaited"]
pub struct PagedCall<T, F = ServerError, W = Json> {
    raw: RawCall,
    key: Option<Encoded>,
    answer: Promised<(T, F, W)>,
}

impl<T, F, W: Wires> PagedCall<T, F, W> {
    pub(crate) fn new(raw: RawCall) -> Self {
        Self {
            raw,
            key: None,
            answer: PhantomData,
        }
    }

    settings!("the call of each page", W);

    /// Starts at the page of this key, as [`NextPage::key`](crate::NextPage::key) gave it.
    ///
    /// A key that cannot be encoded becomes [`Error::Encode`] when the call is awaited.
    pub fn from_key(mut self, key: impl Serialize) -> Self {
        match W::encode(&|| self.raw.connection.wire(), &key) {
            Ok(key) => self.key = Some(key),
            Err(error) => self.raw.fail("key", error),
        }
        self
    }

    /// All pages from this one on, as a stream.
    pub fn pages(self) -> Pages<T, F>
    where
        T: DeserializeOwned,
    {
        Pages::from_page_future(self.page())
    }

    /// The items of all pages from this one on, as a stream.
    pub fn items(self) -> Items<T, F>
    where
        T: DeserializeOwned,
    {
        Items::new(self.pages())
    }

    pub(crate) fn into_parts(self) -> (RawCall, Option<Encoded>) {
        (self.raw, self.key)
    }

    fn page(self) -> PageFuture<T, F>
    where
        T: DeserializeOwned,
    {
        PageFuture::new(Step::first(self.raw, self.key), Fetched::items::<W, T>)
    }
}

impl<T, F, W> IntoFuture for PagedCall<T, F, W>
where
    T: DeserializeOwned + 'static,
    F: Failure,
    W: Wires,
{
    type Output = Result<Page<T, F>, Error<F>>;
    type IntoFuture = PageFuture<T, F>;

    fn into_future(self) -> Self::IntoFuture {
        self.page()
    }
}

/// The future of one [`Page`].
#[must_use = "futures do nothing until they are awaited"]
pub struct PageFuture<T, F = ServerError> {
    page: BoxFuture<'static, Result<Fetched, Error>>,
    method: Cow<'static, str>,
    read: ReadItems<T>,
    failure: Promised<F>,
}

/// What decodes the items of a page. Nothing else of pages is compiled for either wire.
pub(crate) type ReadItems<T> = fn(&Fetched) -> Result<Vec<T>, Error>;

impl<T, F> PageFuture<T, F> {
    pub(crate) fn new(step: Step, read: ReadItems<T>) -> Self {
        Self {
            method: step.method(),
            page: step.fetch(),
            read,
            failure: PhantomData,
        }
    }
}

impl<T: 'static, F: Failure> Future for PageFuture<T, F> {
    type Output = Result<Page<T, F>, Error<F>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let fetched = ready!(self.page.as_mut().poll(cx));
        let page = fetched.and_then(|fetched| Page::read(fetched, self.read));
        Poll::Ready(page.map_err(|error| error.in_method(self.method.clone()).declared()))
    }
}

impl<T, F, W> Clone for PagedCall<T, F, W> {
    fn clone(&self) -> Self {
        Self {
            raw: self.raw.clone(),
            key: self.key.clone(),
            answer: PhantomData,
        }
    }
}

impl<T, F, W> fmt::Debug for PagedCall<T, F, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PagedCall")
            .field("raw", &self.raw)
            .field("key", &self.key)
            .finish()
    }
}

impl<T, F> fmt::Debug for PageFuture<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageFuture")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
