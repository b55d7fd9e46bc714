//! Pages of any query that goes on from a key: takes the limit and the key of a request, gives the page.
use serde_json::json;

use super::Paginated;
use crate::ServerError;

/// Code of JSON-RPC 2.0, section 5.1.
const INVALID_PARAMS: i64 = -32602;

/// Makes pages of a keyset query: one that gives so many rows in the order of their keys, from a key
/// on. No offset is counted, so that the last page costs what the first one does, and rows that come
/// and go move no others.
///
/// ```
/// # use std::collections::BTreeMap;
/// # struct Pets(BTreeMap<u64, Pet>);
/// # #[derive(Clone)]
/// # struct Pet { id: u64 }
/// use callwright::{Keyset, Paginated, ServerError};
///
/// # impl Pets {
/// async fn list_pets(
///     &self,
///     limit: Option<u32>,
///     page_key: Option<u64>,
/// ) -> Result<Paginated<Pet, u64>, ServerError> {
///     // SELECT … WHERE id >= $from ORDER BY id LIMIT $count
///     let query = async |from: Option<u64>, count: usize| {
///         let found = self.0.range(from.unwrap_or(0)..);
///         Ok(found.take(count).map(|(_, pet)| pet.clone()).collect())
///     };
///     Keyset::from(|pet: &Pet| pet.id).with_max_limit(100).page(limit, page_key, query).await
/// }
/// # }
/// ```
///
/// The query is asked for one row more than the page has, by which it is known whether there is
/// another page. It has to give its rows in the order of their keys, and no two with the same key:
/// a key of several columns is a tuple of them.
#[derive(Clone, Copy, Debug)]
pub struct Keyset<F> {
    key: F,
    starts_behind: bool,
    default_limit: usize,
    max_limit: usize,
}

impl<F> Keyset<F> {
    /// Of a query that begins with the row of the key, such as `WHERE id >= $key`. The next page is
    /// named by its first row.
    pub const fn from(key: F) -> Self {
        Self {
            key,
            starts_behind: false,
            default_limit: 50,
            max_limit: 1000,
        }
    }

    /// Of a query that begins behind the row of the key, such as `WHERE id > $key`. The next page is
    /// named by the last row of this one.
    pub const fn after(key: F) -> Self {
        let mut keyset = Self::from(key);
        keyset.starts_behind = true;
        keyset
    }

    /// Sets how many items a page has where the client does not say: 50.
    #[must_use]
    pub const fn with_default_limit(mut self, items: usize) -> Self {
        self.default_limit = items;
        self
    }

    /// Sets how many items a page has at the most, however many the client wants: 1000.
    #[must_use]
    pub const fn with_max_limit(mut self, items: usize) -> Self {
        self.max_limit = items;
        self
    }

    /// The page of a request. The query takes the key, none on the first page, and how many rows to
    /// give at the most.
    ///
    /// Gives -32602 for a limit below one, and the errors of the query.
    pub async fn page<T, K, E, Q>(
        &self,
        limit: Option<impl TryInto<i128>>,
        page_key: Option<K>,
        query: impl FnOnce(Option<K>, usize) -> Q,
    ) -> Result<Paginated<T, K>, E>
    where
        F: Fn(&T) -> K,
        E: From<ServerError>,
        Q: Future<Output = Result<Vec<T>, E>>,
    {
        let limit = self.limit(limit.map(|limit| limit.try_into().ok()))?;
        let mut items = query(page_key, limit.saturating_add(1)).await?;
        let next = match (items.get(limit), self.starts_behind) {
            (None, _) => None,
            (Some(first), false) => Some((self.key)(first)),
            (Some(_), true) => items.get(limit - 1).map(&self.key),
        };
        items.truncate(limit);
        Ok(Paginated::new(items, next))
    }

    /// How many items a page has: one at least. A number that is too large to be read is the most.
    fn limit(&self, given: Option<Option<i128>>) -> Result<usize, ServerError> {
        let most = self.max_limit.max(1);
        match given {
            None => Ok(self.default_limit.clamp(1, most)),
            Some(Some(given)) if given < 1 => Err(nonsense(given)),
            Some(given) => {
                let given = given.and_then(|given| usize::try_from(given).ok());
                Ok(given.unwrap_or(most).min(most))
            }
        }
    }
}

fn nonsense(given: i128) -> ServerError {
    let message =
        format!("invalid param `limit`: {given} is no number of items, expected 1 or more");
    let data = json!({"param": "limit", "path": "$", "expected": "an integer of at least 1"});
    ServerError::new(INVALID_PARAMS, message).with_data(&data)
}

#[cfg(test)]
mod tests;
