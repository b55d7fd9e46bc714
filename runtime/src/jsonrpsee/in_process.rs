//! A server in the same process: takes jsonrpsee's methods, answers calls without a socket.
use std::{fmt, sync::Arc, time::Duration};

use jsonrpsee_core::server::Methods;

use super::limited;
use crate::{BoxFuture, ConnectOptions, Connection, Error, Fault, Reply, Request, gate::Gate};

/// The methods of an `RpcModule`, called directly. For tests, and for parts of one program.
///
/// Subscriptions have nowhere to send to. A notification runs the method, and its answer is
/// dropped. Headers of a call are left out.
#[derive(Clone)]
pub struct InProcess {
    methods: Methods,
    gate: Arc<Gate>,
}

impl InProcess {
    /// A connection to these methods.
    pub fn new(methods: impl Into<Methods>) -> Self {
        Self {
            methods: methods.into(),
            gate: Arc::new(Gate::new(ConnectOptions::new().max_in_flight)),
        }
    }

    async fn ask(&self, request: &Request) -> Result<Reply, Error> {
        let _inside = self.gate.enter().map_err(Error::Closed)?;
        tokio::select! {
            answer = self.answer(request) => answer,
            closed = self.gate.ended() => Err(Error::Closed(closed.sent())),
        }
    }

    async fn answer(&self, request: &Request) -> Result<Reply, Error> {
        let mut text = Vec::with_capacity(256);
        request.write_json(Some(0), &mut text);
        let text = String::from_utf8(text).expect("JSON is written of strings");
        limited(request, async {
            let _turn = self.gate.turns(1).await;
            // The channel is for a subscription's messages, which nobody reads.
            let answer = self.methods.raw_json_request(&text, 1).await;
            let (response, _) = answer.map_err(|error| {
                let message = format!("the module took no request: {error}");
                Error::Transport(Fault::new(message).caused_by(error).lasting())
            })?;
            Reply::from_response(String::from(Box::<str>::from(response)), None)
        })
        .await
    }
}

impl Connection for InProcess {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move { self.ask(&request).await })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            match self.ask(&request).await {
                Ok(_) | Err(Error::Server(_)) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        Box::pin(Arc::clone(&self.gate).close(deadline))
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        Box::pin(async { Error::Closed(self.gate.ended().await) })
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.methods.method_names()).finish()
    }
}
