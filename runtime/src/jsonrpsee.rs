//! Clients of jsonrpsee as connections: takes anything that implements its client trait, gives a [`Connection`].
mod in_process;

use std::fmt;

use jsonrpsee_core::{
    client::{ClientT, Error as ClientError},
    traits::ToRpcParams,
};
use serde_json::value::RawValue;

pub use in_process::InProcess;

use crate::{BoxFuture, Connection, Error, Fault, Reply, Request, ServerError};

/// A client built of jsonrpsee's parts, with its middleware and its ways.
///
/// Its ways are stricter than those of this crate's own connections: a body under HTTP 4xx or 5xx
/// is lost, and one odd frame ends a WebSocket. Headers of a call are left out. A call without a
/// timeout of its own has the client's.
pub struct Jsonrpsee<C>(pub C);

impl<C: ClientT + Send + Sync + 'static> Connection for Jsonrpsee<C> {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let result: Box<RawValue> = limited(&request, async {
                let params = RawParams(request.params().to_json());
                self.0
                    .request(request.method(), params)
                    .await
                    .map_err(translate)
            })
            .await?;
            Ok(Reply::new(String::from(Box::<str>::from(result))))
        })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            limited(&request, async {
                let params = RawParams(request.params().to_json());
                self.0
                    .notification(request.method(), params)
                    .await
                    .map_err(translate)
            })
            .await
        })
    }
}

/// Runs a call within the timeout that it asks for, if it does.
async fn limited<T>(
    request: &Request,
    call: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match request.options().timeout {
        None => call.await,
        Some(limit) => tokio::time::timeout(limit, call).await.unwrap_or_else(|_| {
            Err(Error::Timeout(
                Fault::new(format!("no answer came in {limit:?}")).sent(),
            ))
        }),
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
        _ => Error::Transport(fault.caused_by(error)),
    }
}

impl<C> fmt::Debug for Jsonrpsee<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Jsonrpsee")
            .field(&std::any::type_name::<C>())
            .finish()
    }
}
