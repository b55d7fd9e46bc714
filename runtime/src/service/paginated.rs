//! One page as a method gives it: takes items and the key of the next page, gives what clients page by.
#[cfg(feature = "service")]
mod schema;

use serde::Serialize;
use serde_json::{Map, Value};

/// A page of a list: the result of a method that takes `page_key` and, if it likes, `limit`.
///
/// The document says `x-paginated-list` of it, by which a generated client goes from page to page:
///
/// ```
/// # struct Pets;
/// # type Pet = u64;
/// use callwright::Paginated;
///
/// # impl Pets {
/// # fn from(&self, from: u64) -> impl Iterator<Item = Pet> { from.. }
/// async fn list_pets(&self, limit: Option<u32>, page_key: Option<u64>) -> Paginated<Pet, u64> {
///     let limit = limit.unwrap_or(50) as usize;
///     let mut found = self.from(page_key.unwrap_or(0));
///     let pets = found.by_ref().take(limit).collect();
///     Paginated::new(pets, found.next())
/// }
/// # }
/// ```
///
/// On the wire it is an object of `items`, of `next_page_key` where there is another page, and of
/// the extra members. A key may be any value but null and false, by which clients know the last page.
/// Any query that goes on from a key makes such pages by [`Keyset`](crate::Keyset).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Paginated<T, K, E = Map<String, Value>> {
    /// The items, in the order of the list.
    pub items: Vec<T>,
    /// What `page_key` is for the next page; none on the last one.
    #[serde(rename = "next_page_key", skip_serializing_if = "Option::is_none")]
    pub next: Option<K>,
    /// The members beside these, such as a total: an object, or a struct whose members the document
    /// tells of.
    #[serde(flatten)]
    pub extra: E,
}

impl<T, K> Paginated<T, K> {
    /// A page of these items, and the key of the next page where there is one.
    pub fn new(items: Vec<T>, next: Option<K>) -> Self {
        Self {
            items,
            next,
            extra: Map::new(),
        }
    }
}

impl<T, K, E> Paginated<T, K, E> {
    /// The page with these members beside it, in place of those that it had.
    pub fn with_extra<X>(self, extra: X) -> Paginated<T, K, X> {
        Paginated {
            items: self.items,
            next: self.next,
            extra,
        }
    }

    /// The page with each item made into another, such as a row of a table into what clients get.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Paginated<U, K, E> {
        Paginated {
            items: self.items.into_iter().map(make).collect(),
            next: self.next,
            extra: self.extra,
        }
    }
}
