//! A typed service at callwright's server.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use callwright::{ServeOptions, Server};
use turns::Failure;

use crate::methods::{Entry, Store};

struct Service(Store);

#[callwright::service(title = "Store", version = "1.0.0")]
impl Service {
    /// The entry with this number.
    async fn entry(&self, id: u64, shelf: String) -> Entry {
        self.0.entry(id, shelf)
    }

    /// All entries.
    async fn listing(&self) -> Arc<Vec<Entry>> {
        self.0.listing()
    }

    /// How many entries are given.
    async fn count(&self, entries: Vec<Entry>) -> usize {
        self.0.count(&entries)
    }
}

pub(super) async fn serve(path: PathBuf) -> Result<(), Failure> {
    let options = ServeOptions::new().with_max_connections(10_000);
    let server = Server::with_options(Service(Store::new()), options);
    let http = server.listen("http://127.0.0.1:0").await?;
    server.listen(&format!("unix:{}", path.display())).await?;
    let address = http
        .url()
        .trim_start_matches("http://")
        .trim_end_matches('/');
    super::stay(address, &path, "").await?;
    server.close(Duration::ZERO).await;
    Ok(())
}
