//! A call without its types: takes encoded parameters, gives the reply before decoding.
use std::{fmt, future::ready, sync::Arc};

use serde::Serialize;

use crate::{
    BoxFuture, Connection, Encoded, Error, Fault, Feed, Reply, Request, Wires, wire::EncodeError,
};

/// A request and the connection to send it over. All kinds of calls are made of it, so that
/// nothing of this is compiled per method.
#[derive(Clone)]
pub(crate) struct RawCall {
    pub(crate) connection: Arc<dyn Connection>,
    pub(crate) request: Request,
    /// The first parameter that could not be set, to report when the call is awaited.
    fault: Option<Fault>,
}

impl RawCall {
    pub(crate) fn new(connection: Arc<dyn Connection>, request: Request) -> Self {
        Self {
            connection,
            request,
            fault: None,
        }
    }

    /// Fills a slot with a value, encoded for the connection by what a client is compiled for.
    pub(crate) fn param<W, P>(&mut self, index: usize, value: &P)
    where
        W: Wires,
        P: Serialize + ?Sized,
    {
        let value = W::encode(&|| self.connection.wire(), value);
        self.set(index, value);
    }

    /// Fills a slot with what encoding a parameter gave.
    fn set(&mut self, index: usize, value: Result<Encoded, EncodeError>) {
        match value {
            Err(error) => self.fail(&self.request.params().label(index), error),
            Ok(value) => {
                if !self.request.params_mut().put(index, Some(value)) {
                    let fault = Fault::new(format!("there is no parameter in slot {index}"));
                    self.fault.get_or_insert(fault);
                }
            }
        }
    }

    /// Keeps the first value that could not be encoded, to report when the call is awaited.
    pub(crate) fn fail(&mut self, label: &str, error: EncodeError) {
        let fault = Fault::new(format!("parameter `{label}`: {error}")).caused_by(error);
        self.fault.get_or_insert(fault);
    }

    /// Sends the request and waits for its reply.
    pub(crate) async fn send(self) -> Result<Reply, Error> {
        let (method, null_as) = (self.request.method_name(), self.request.null_as());
        match self.begin().await {
            Ok(reply) => Ok(reply.or_null_as(null_as)),
            Err(error) => Err(error.in_method(method)),
        }
    }

    /// The same, with nothing around what the connection gives.
    pub(crate) fn begin(self) -> BoxFuture<'static, Result<Reply, Error>> {
        match self.checked() {
            Ok(call) => call.connection.call_static(call.request),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }

    /// Sends the request as a notification.
    pub(crate) fn notify(self) -> BoxFuture<'static, Result<(), Error>> {
        Box::pin(async move {
            let call = self.checked()?;
            let method = call.request.method_name();
            let sent = call.connection.notify(call.request).await;
            sent.map_err(|error| error.in_method(method))
        })
    }

    /// Sends a request that subscribes and waits for its answer; what comes then goes to the feed.
    pub(crate) fn subscribe(self, feed: Feed) -> BoxFuture<'static, Result<Reply, Error>> {
        Box::pin(async move {
            let call = self.checked()?;
            let method = call.request.method_name();
            let answer = call.connection.subscribe(call.request, feed).await;
            answer.map_err(|error| error.in_method(method))
        })
    }

    /// The call, unless one of its parameters could not be set.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        match self.fault {
            Some(fault) => Err(Error::Encode(fault).in_method(self.request.method_name())),
            None => Ok(self),
        }
    }
}

impl fmt::Debug for RawCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawCall")
            .field("method", &self.request.method())
            .field("params", self.request.params())
            .field("options", self.request.options())
            .finish_non_exhaustive()
    }
}
