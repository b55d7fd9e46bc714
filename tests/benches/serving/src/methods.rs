//! What all servers do: the methods, with their types.

use std::sync::Arc;

use callwright::schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many bytes the large listing has in JSON, about.
const MEGABYTE: usize = 1_000_000;

#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[schemars(crate = "callwright::schemars")]
pub(crate) struct Entry {
    id: u64,
    name: String,
    shelf: String,
    price: f64,
    tags: Vec<String>,
    stocked: bool,
}

/// The state of a server.
#[derive(Clone)]
pub(crate) struct Store {
    listing: Arc<Vec<Entry>>,
}

impl Store {
    pub(crate) fn new() -> Self {
        Self {
            listing: Arc::new(listing()),
        }
    }

    /// About a hundred bytes.
    pub(crate) fn entry(&self, id: u64, shelf: String) -> Entry {
        Entry {
            id,
            name: format!("Nails, bent, box {id}"),
            shelf,
            price: 0.25 + id as f64,
            tags: vec!["iron".to_owned(), "small \"and\" sharp".to_owned()],
            stocked: id.is_multiple_of(3),
        }
    }

    /// A megabyte, which is written anew for each call.
    pub(crate) fn listing(&self) -> Arc<Vec<Entry>> {
        Arc::clone(&self.listing)
    }

    /// Takes a megabyte.
    pub(crate) fn count(&self, entries: &[Entry]) -> usize {
        entries.len()
    }
}

fn listing() -> Vec<Entry> {
    let empty = Store {
        listing: Arc::default(),
    };
    let each = serde_json::to_string(&empty.entry(1000, "second".to_owned()));
    let each = each.map_or(100, |entry| entry.len() + 1);
    let entries = 0..(MEGABYTE / each) as u64;
    entries
        .map(|id| empty.entry(id, "second".to_owned()))
        .collect()
}

/// The params of the method that takes a megabyte.
pub(crate) fn megabyte() -> Result<String, serde_json::Error> {
    serde_json::to_string(&(listing(),))
}
