//! The clients that are compared: callwright's, generated from `openrpc.json`, and jsonrpsee's, written by hand over
//! the same types.

callwright::generate_client!(pub(crate) Catalogue, "openrpc.json");

pub(crate) use catalogue::types::{Entry, Listing};

/// jsonrpsee's client.
#[jsonrpsee::proc_macros::rpc(client)]
pub(crate) trait ByTrait {
    /// One entry.
    #[method(name = "entry")]
    async fn entry(&self, id: i64, shelf: String) -> Result<Entry, jsonrpsee::core::client::Error>;

    /// A megabyte of entries.
    #[method(name = "listing")]
    async fn listing(
        &self,
        id: i64,
        shelf: String,
    ) -> Result<Listing, jsonrpsee::core::client::Error>;

    /// Eight megabytes of entries.
    #[method(name = "archive")]
    async fn archive(
        &self,
        id: i64,
        shelf: String,
    ) -> Result<Listing, jsonrpsee::core::client::Error>;

    /// Eight megabytes of text.
    #[method(name = "text")]
    async fn text(&self, id: i64, shelf: String) -> Result<String, jsonrpsee::core::client::Error>;
}

impl Entry {
    /// One, where it is as it should be.
    pub(crate) fn count(&self) -> usize {
        usize::from(!self.name.is_empty())
    }
}
