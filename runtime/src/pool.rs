//! Sessions that clients share: takes an address, gives a connection over a session that is there or is made.
mod key;
mod live;
mod options;
mod pooled;
mod table;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use key::Key;
pub use options::PoolOptions;
pub use pooled::Pooled;
use table::Table;

use crate::{ConnectOptions, Error};

/// Connections by their addresses, each shared by all who call there.
///
/// ```no_run
/// use std::time::Duration;
/// use callwright::{Pool, PoolOptions};
/// # use callwright::Error;
/// # async fn run() -> Result<(), Error> {
///
/// let pool = Pool::new(PoolOptions::new().with_idle_timeout(Duration::from_secs(60)));
/// let node = pool.connection("ws://127.0.0.1:8545");          // connects with the first call
/// let again = pool.connection("ws://127.0.0.1:8545");         // over the same connection
/// let shop = pool.get("unix:/run/petshop.sock").await?;       // connects now
/// pool.close_all(Duration::from_secs(5)).await;
/// # let _ = (node, again, shop);
/// # Ok(())
/// # }
/// ```
///
/// Who calls while a connection is being made waits for it, so a thousand calls make one. One that
/// has ended is forgotten, and the next call makes another. A call is sent a second time only when
/// its connection had ended before anything of it was written.
///
/// Connections are made by [`connect_with`](crate::connect_with), so any URL does. Clones are the
/// same pool; with the last one, and the last connection of it, all sessions close.
#[derive(Clone)]
pub struct Pool {
    table: Arc<Table>,
    profile: Arc<Profile>,
}

/// What sessions are made with. Those of one are not used for another.
struct Profile {
    number: u64,
    options: ConnectOptions,
}

static PROFILES: AtomicU64 = AtomicU64::new(0);

impl Profile {
    fn new(options: ConnectOptions) -> Arc<Self> {
        let number = PROFILES.fetch_add(1, Ordering::Relaxed);
        Arc::new(Self { number, options })
    }
}

impl Pool {
    /// An empty pool.
    pub fn new(options: PoolOptions) -> Self {
        Self {
            profile: Profile::new(options.connect.clone()),
            table: Arc::new(Table::new(options)),
        }
    }

    /// The same pool with other options for connecting: another certificate, other handlers. Its
    /// sessions are shared by those who have this, and its clones, and by nobody else.
    #[must_use]
    pub fn with_connect_options(&self, options: ConnectOptions) -> Self {
        Self {
            table: Arc::clone(&self.table),
            profile: Profile::new(options),
        }
    }

    /// A connection to this address, for a client to stand on. It connects with the first call.
    pub fn connection(&self, url: &str) -> Pooled {
        let key = Key::new(url, self.profile.number);
        Pooled::new(&self.table, &self.profile, key)
    }

    /// As [`Pool::connection`], but connects now, where there is no session. The errors of
    /// [`connect_with`](crate::connect_with).
    pub async fn get(&self, url: &str) -> Result<Pooled, Error> {
        let connection = self.connection(url);
        connection.ready().await?;
        Ok(connection)
    }

    /// How many sessions there are.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Closes all sessions: calls under way may be so until `deadline` has passed. Calls that are
    /// made meanwhile, and later, connect anew.
    pub async fn close_all(&self, deadline: Duration) {
        self.table.close_all(deadline).await;
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("sessions", &self.len())
            .finish_non_exhaustive()
    }
}
