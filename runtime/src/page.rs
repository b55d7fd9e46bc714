//! A page of a list: takes a decoded reply, gives the items, the way to the next page, and streams.
mod call;
mod next;
mod stream;

use serde_json::{Map, Value};

use call::ReadItems;
pub use call::{PageFuture, PagedCall};
pub use next::NextPage;
pub use stream::{Items, Pages};

use crate::{Encoded, Error, ServerError, paging::Fetched};

/// One page of a list.
///
/// ```ignore
/// let page = shop.list_pets().limit(2).await?;
/// if let Some(next) = page.next {
///     let second = next().await?;
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Page<T, F = ServerError> {
    /// The items, in the server's order.
    pub items: Vec<T>,
    /// The next page as a closure; `None` on the last page.
    pub next: Option<NextPage<T, F>>,
    /// The members of the page beside the items and the key: totals, flags and what the document
    /// does not tell of.
    pub extra: Map<String, Value>,
}

impl<T, F> Page<T, F> {
    pub(crate) fn read(mut fetched: Fetched, read: ReadItems<T>) -> Result<Self, Error>
    where
        T: 'static,
        F: 'static,
    {
        let items = read(&fetched)?;
        let next = fetched.next(items.len());
        Ok(Self {
            items,
            next: next.map(|(key, step)| NextPage::new(key, step, read)),
            extra: fetched.extra,
        })
    }

    /// The key of the next page, to store and to resume from; `None` on the last page.
    pub fn key(&self) -> Option<&Encoded> {
        self.next.as_ref().map(NextPage::key)
    }

    /// This page and all behind it, as a stream.
    pub fn into_pages(self) -> Pages<T, F> {
        Pages::from_page(self)
    }

    /// The items of this page and of all behind it, as a stream.
    pub fn into_items(self) -> Items<T, F> {
        Items::new(self.into_pages())
    }
}

impl<T: Clone, F> Clone for Page<T, F> {
    fn clone(&self) -> Self {
        Self {
            items: self.items.clone(),
            next: self.next.clone(),
            extra: self.extra.clone(),
        }
    }
}
