//! Clients of jsonrpsee as connections: takes anything that implements its client traits, gives a [`Connection`].
mod batch;
mod in_process;
mod subscription;

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use jsonrpsee_core::{
    client::{Error as ClientError, SubscriptionClientT},
    traits::ToRpcParams,
};
use serde_json::value::RawValue;

pub use in_process::InProcess;

use crate::{
    BoxFuture, Connection, Error, Fault, Feed, Reply, Request, ServerError,
    batch::one_by_one,
    gate::{Gate, Pass},
};

/// A client built of jsonrpsee's parts, with its middleware and its ways.
///
/// Its ways are stricter than those of this crate's own connections: a body under HTTP 4xx or 5xx
/// is lost, and one odd frame ends a WebSocket. Headers of a call are left out. A call without a
/// timeout of its own has the client's. Subscriptions are those whose notifications carry
/// `subscription` and `result`, as Ethereum's and jsonrpsee's servers send them; other
/// notifications cannot be listened to. Notifications of a batch go before its calls.
pub struct Jsonrpsee<C> {
    /// None once the connection has ended.
    client: RwLock<Option<Arc<C>>>,
    gate: Arc<Gate>,
    disconnect: Option<Disconnect<C>>,
}

type Disconnect<C> = Box<dyn for<'a> Fn(&'a C) -> BoxFuture<'a, ClientError> + Send + Sync>;

impl<C: SubscriptionClientT + Send + Sync + 'static> Jsonrpsee<C> {
    /// A connection over a client.
    pub fn new(client: C) -> Self {
        Self {
            client: RwLock::new(Some(Arc::new(client))),
            gate: Arc::new(Gate::new()),
            disconnect: None,
        }
    }

    /// Says how the client tells that its connection has ended, for [`Connection::ended`].
    ///
    /// jsonrpsee's own does by `|client| Box::pin(client.on_disconnect())`; its traits have no such
    /// method.
    #[must_use]
    pub fn with_disconnect<D>(mut self, disconnect: D) -> Self
    where
        D: for<'a> Fn(&'a C) -> BoxFuture<'a, ClientError> + Send + Sync + 'static,
    {
        self.disconnect = Some(Box::new(disconnect));
        self
    }

    /// The client, while calls may begin.
    fn enter(&self) -> Result<(Pass, Arc<C>), Error> {
        let pass = self.gate.enter().map_err(Error::Closed)?;
        let client = self.client().ok_or_else(|| {
            let ended = self.gate.refusal();
            Error::Closed(ended.unwrap_or_else(|| Fault::new("the connection has ended")))
        })?;
        Ok((pass, client))
    }

    fn client(&self) -> Option<Arc<C>> {
        let client = self.client.read().unwrap_or_else(PoisonError::into_inner);
        client.clone()
    }
}

impl<C: SubscriptionClientT + Send + Sync + 'static> Connection for Jsonrpsee<C> {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let (_inside, client) = self.enter()?;
            let limit = request.options().timeout;
            let result: Box<RawValue> = limited(&self.gate, limit, async {
                let params = RawParams(request.params().to_json());
                let answered = client.request(request.method(), params).await;
                answered.map_err(translate)
            })
            .await?;
            Ok(Reply::new(String::from(Box::<str>::from(result))))
        })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let (_inside, client) = self.enter()?;
            limited(&self.gate, request.options().timeout, async {
                let params = RawParams(request.params().to_json());
                let sent = client.notification(request.method(), params).await;
                sent.map_err(translate)
            })
            .await
        })
    }

    fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        match requests.len() {
            ..=1 => one_by_one(self, requests),
            _ => Box::pin(self.send_batch(requests)),
        }
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(self.begin(request, feed))
    }

    fn listen(&self, _: Feed) -> Result<(), Error> {
        let message =
            "jsonrpsee's clients hear notifications by their method only: subscribe to it";
        Err(Error::Subscription(Fault::new(message).lasting()))
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            Arc::clone(&self.gate).close(deadline).await;
            // The last pointer to it closes the client.
            let client = self
                .client
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            drop(client);
        })
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        Box::pin(async move {
            let client = self.client();
            let disconnected = async {
                match (&self.disconnect, &client) {
                    (Some(disconnect), Some(client)) => translate_end(disconnect(client).await),
                    _ => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                closed = self.gate.ended() => Error::Closed(closed),
                error = disconnected => error,
            }
        })
    }
}

/// Runs a call within the timeout that it asks for, if it does, and while the connection is open.
async fn limited<T>(
    gate: &Gate,
    limit: Option<Duration>,
    call: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let late = async {
        match limit {
            Some(limit) => tokio::time::sleep(limit).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        biased;
        outcome = call => outcome,
        () = late => {
            let limit = limit.unwrap_or_default();
            Err(Error::Timeout(Fault::new(format!("no answer came in {limit:?}")).sent()))
        }
        closed = gate.ended() => Err(Error::Closed(closed.sent())),
    }
}

struct RawParams(Box<RawValue>);

impl ToRpcParams for RawParams {
    fn to_rpc_params(self) -> Result<Option<Box<RawValue>>, serde_json::Error> {
        Ok(Some(self.0))
    }
}

fn translate(error: ClientError) -> Error {
    let fault = Fault::new(error.to_string()).sent();
    match error {
        ClientError::Call(object) => {
            let server = ServerError::new(object.code().into(), object.message());
            Error::Server(match object.data() {
                Some(data) => server.with_data(data),
                None => server,
            })
        }
        ClientError::RequestTimeout => Error::Timeout(fault),
        ClientError::RestartNeeded(_) | ClientError::ServiceDisconnect => {
            Error::Closed(fault.caused_by(error))
        }
        ClientError::HttpNotImplemented => {
            Error::Subscription(Fault::new("jsonrpsee's HTTP client brings answers only").lasting())
        }
        _ => Error::Transport(fault.caused_by(error)),
    }
}

/// The end of the connection, whatever error the client has for it.
fn translate_end(error: ClientError) -> Error {
    Error::Closed(Fault::new(error.to_string()).caused_by(error))
}

impl<C> fmt::Debug for Jsonrpsee<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Jsonrpsee")
            .field(&std::any::type_name::<C>())
            .finish()
    }
}
