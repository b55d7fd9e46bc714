//! Making a connection: takes the user's closure or a URL, gives a connection or why there is none.
use std::{sync::Arc, time::Duration};

use crate::{BoxFuture, ConnectOptions, Connection, Error, Fault, IntoConnection};

/// Makes a connection, each time anew.
pub(super) struct Dial {
    connect: Box<dyn Fn(ConnectOptions) -> Dialing + Send + Sync>,
    options: ConnectOptions,
    /// How long making one may take, with all that the closure does.
    limit: Duration,
}

type Dialing = BoxFuture<'static, Result<Arc<dyn Connection>, Error>>;

impl Dial {
    /// By a closure, which is given the options without what is said in them of reconnecting.
    pub(super) fn new<F, D, C>(options: &ConnectOptions, connect: F) -> Self
    where
        F: Fn(ConnectOptions) -> D + Send + Sync + 'static,
        D: Future<Output = Result<C, Error>> + Send + 'static,
        C: IntoConnection,
    {
        let mut options = options.clone();
        options.reconnect = None;
        Self {
            limit: options.timeout.saturating_add(options.connect_timeout),
            options,
            connect: Box::new(move |options| {
                let connected = connect(options);
                Box::pin(async { Ok(connected.await?.into_connection()) })
            }),
        }
    }

    /// A new connection.
    pub(super) async fn connect(&self) -> Result<Arc<dyn Connection>, Error> {
        let connected = (self.connect)(self.options.clone());
        let limit = self.limit;
        tokio::time::timeout(limit, connected)
            .await
            .unwrap_or_else(|_| {
                let message = format!("cannot connect in {limit:?}");
                Err(Error::Connect(Fault::new(message)))
            })
    }
}

/// Whether the next attempt would meet the same error: nothing is known to change a URL that cannot be read.
pub(super) fn is_lasting(error: &Error) -> bool {
    match error {
        Error::Connect(fault) => !fault.is_passing(),
        Error::Encode(_) => true,
        _ => false,
    }
}
