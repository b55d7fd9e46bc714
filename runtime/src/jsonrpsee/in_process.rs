//! A server in the same process: takes jsonrpsee's methods, answers calls without a socket.
use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use jsonrpsee_core::server::Methods;
use serde_json::value::RawValue;
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
};

use super::limited;
use crate::{
    BoxFuture, ConnectOptions, Connection, Error, Fault, Feed, Reply, Request, ServerNotification,
    gate::Gate, turns::Turns,
};

/// How many notifications of a subscription may be on their way to its reader; the module waits.
const ON_THEIR_WAY: usize = 64;

/// The methods of an `RpcModule`, called directly. For tests, and for parts of one program.
///
/// A notification runs the method, and its answer is dropped. Headers of a call are left out. What
/// the module sends belongs to subscriptions, so there is nothing else to listen to.
///
/// Clones share what `close` ends; the methods go on.
#[derive(Clone)]
pub struct InProcess {
    methods: Methods,
    gate: Arc<Gate>,
    turns: Arc<Turns>,
}

type Answered = (Reply, mpsc::Receiver<Box<RawValue>>);

impl InProcess {
    /// A connection to these methods.
    pub fn new(methods: impl Into<Methods>) -> Self {
        Self {
            methods: methods.into(),
            gate: Arc::new(Gate::new()),
            turns: Arc::new(Turns::new(ConnectOptions::new().max_in_flight)),
        }
    }

    async fn ask(&self, request: &Request) -> Result<Answered, Error> {
        let _inside = self.gate.enter().map_err(Error::Closed)?;
        let mut text = Vec::with_capacity(256);
        request.write_json(Some(0), &mut text);
        let text = String::from_utf8(text).expect("JSON is written of strings");
        limited(&self.gate, request.options().timeout, async {
            let _turn = self.turns.take(1).await;
            let answer = self.methods.raw_json_request(&text, ON_THEIR_WAY).await;
            let (response, notifications) = answer.map_err(|error| {
                let message = format!("the module took no request: {error}");
                Error::Transport(Fault::new(message).caused_by(error).lasting())
            })?;
            let response = String::from(Box::<str>::from(response));
            Ok((Reply::from_response(response, None)?, notifications))
        })
        .await
    }
}

impl Connection for InProcess {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move { Ok(self.ask(&request).await?.0) })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            match self.ask(&request).await {
                Ok(_) | Err(Error::Server(_)) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let (answer, notifications) = self.ask(&request).await?;
            let leaving = match feed.streaming() {
                Some(streaming) => {
                    let id = streaming.id_of(&answer)?;
                    streaming.leaving(id.as_deref(), &request)
                }
                None => None,
            };
            let (open, closing) = oneshot::channel::<()>();
            let (methods, runtime) = (self.clone(), Handle::current());
            let left = feed.on_leave(Box::new(move || {
                drop(open);
                // It has to be on its way before it is polled, and so it runs by itself.
                let told = runtime.spawn(async move {
                    match leaving {
                        Some(leaving) => methods.call(leaving).await,
                        None => Ok(Reply::new("null")),
                    }
                });
                Box::pin(async { told.await.unwrap_or_else(|_| Ok(Reply::new("null"))) })
            }));
            match left {
                Some(leave) => drop(leave()),
                None => {
                    let gate = Arc::clone(&self.gate);
                    tokio::spawn(hand_over(notifications, feed, closing, gate));
                }
            }
            Ok(answer)
        })
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        Box::pin(Arc::clone(&self.gate).close(deadline))
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        Box::pin(async { Error::Closed(self.gate.ended().await) })
    }
}

/// Dropping the receiving end tells the module that nobody listens.
async fn hand_over(
    mut notifications: mpsc::Receiver<Box<RawValue>>,
    feed: Feed,
    mut closing: oneshot::Receiver<()>,
    gate: Arc<Gate>,
) {
    loop {
        let frame = tokio::select! {
            frame = notifications.recv() => frame,
            _ = &mut closing => return,
            closed = gate.ended() => return feed.close(Error::Closed(closed)),
        };
        let Some(frame) = frame else {
            let message = "the module has ended the subscription";
            return feed.close(Error::Closed(Fault::new(message)));
        };
        let frame = Bytes::from(String::from(Box::<str>::from(frame)));
        if let Some((_, notification)) = ServerNotification::in_frame(&frame) {
            feed.push(notification);
        }
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.methods.method_names()).finish()
    }
}
