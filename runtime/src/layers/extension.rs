//! The fluent way to a stack: takes any connection and a layer, gives the connection under it.
use tower::{BoxError, Layer, Service};

use super::{Answer, ConnectionService, Layered, Message};
use crate::IntoConnection;

/// What can be built over any connection.
pub trait ConnectionExt: IntoConnection + Sized {
    /// Puts the connection under a layer, or under a stack that `tower::ServiceBuilder` builds.
    ///
    /// The service has to be `Clone`. Tower's rate limit is not: put its `buffer` over it.
    fn layered<L>(self, layer: L) -> Layered<L::Service>
    where
        L: Layer<ConnectionService>,
        L::Service: Service<Message, Response = Answer, Error: Into<BoxError>, Future: Send + 'static>
            + Clone
            + Send
            + 'static,
    {
        let connection = self.into_connection();
        let service = layer.layer(ConnectionService::new(std::sync::Arc::clone(&connection)));
        Layered::new(service, connection)
    }
}

impl<C: IntoConnection> ConnectionExt for C {}
