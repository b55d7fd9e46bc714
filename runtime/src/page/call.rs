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
use serde_json::value::{RawValue, to_raw_value};

use super::{Items, Page, Pages};
use crate::{
    BoxFuture, Error, Failure, ServerError,
    call::{RawCall, settings},
    paging::{Fetched, Step},
};

/// A call that is sent when awaited and gives a [`Page`] of `T`.
#[must_use = "a call does nothing until it is awaited"]
pub struct PagedCall<T, F = ServerError> {
    raw: RawCall,
    key: Option<Box<RawValue>>,
    answer: PhantomData<fn() -> (T, F)>,
}

impl<T, F> PagedCall<T, F> {
    pub(crate) fn new(raw: RawCall) -> Self {
        Self {
            raw,
            key: None,
            answer: PhantomData,
        }
    }

    settings!("the call of each page");

    /// Starts at the page of this key, as [`NextPage::key`](crate::NextPage::key) gave it.
    ///
    /// A key that cannot be JSON becomes [`Error::Encode`] when the call is awaited.
    pub fn from_key(mut self, key: impl Serialize) -> Self {
        match to_raw_value(&key) {
            Ok(key) => self.key = Some(key),
            Err(error) => self.raw.fail("key", error),
        }
        self
    }

    /// All pages from this one on, as a stream.
    pub fn pages(self) -> Pages<T, F> {
        Pages::from_step(self.step())
    }

    /// The items of all pages from this one on, as a stream.
    pub fn items(self) -> Items<T, F> {
        Items::new(self.pages())
    }

    pub(crate) fn into_parts(self) -> (RawCall, Option<Box<RawValue>>) {
        (self.raw, self.key)
    }

    fn step(self) -> Step {
        Step::first(self.raw, self.key)
    }
}

impl<T, F> IntoFuture for PagedCall<T, F>
where
    T: DeserializeOwned + 'static,
    F: Failure,
{
    type Output = Result<Page<T, F>, Error<F>>;
    type IntoFuture = PageFuture<T, F>;

    fn into_future(self) -> Self::IntoFuture {
        PageFuture::new(self.step())
    }
}

/// The future of one [`Page`].
#[must_use = "futures do nothing until they are awaited"]
pub struct PageFuture<T, F = ServerError> {
    page: BoxFuture<'static, Result<Fetched, Error>>,
    method: Cow<'static, str>,
    answer: PhantomData<fn() -> (T, F)>,
}

impl<T, F> PageFuture<T, F> {
    pub(crate) fn new(step: Step) -> Self {
        Self {
            method: step.method(),
            page: step.fetch(),
            answer: PhantomData,
        }
    }
}

impl<T, F> Future for PageFuture<T, F>
where
    T: DeserializeOwned + 'static,
    F: Failure,
{
    type Output = Result<Page<T, F>, Error<F>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let fetched = ready!(self.page.as_mut().poll(cx));
        let page = fetched.and_then(|fetched| Ok(Page::new(fetched.items()?, fetched)));
        Poll::Ready(page.map_err(|error| error.in_method(self.method.clone()).declared()))
    }
}

impl<T, F> Clone for PagedCall<T, F> {
    fn clone(&self) -> Self {
        Self {
            raw: self.raw.clone(),
            key: self.key.clone(),
            answer: PhantomData,
        }
    }
}

impl<T, F> fmt::Debug for PagedCall<T, F> {
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
