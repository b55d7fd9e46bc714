//! Setting layers, with all that the types of a stack have to be.
use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use hyper::body::Incoming;
use tower_layer::Layer;
use tower_service::Service;

use super::{BoxError, HttpService, Layers};
use crate::ServeOptions;

impl ServeOptions {
    /// Puts a layer of tower around everything that our own listeners answer over HTTP, opening
    /// handshakes of WebSockets included: authentication, CORS, compression, limits, tracing.
    /// Several go by tower's `ServiceBuilder`; a layer that was set before is replaced.
    ///
    /// What layers leave among the extensions of a request handlers find in
    /// [`Context::request`](crate::Context::request). A layer that fails, rather than to answer
    /// itself, is answered with the status 503.
    ///
    /// ```ignore
    /// let options = ServeOptions::new().with_http_layer(
    ///     tower::ServiceBuilder::new()
    ///         .layer(tower_http::cors::CorsLayer::permissive())
    ///         .layer(tower_http::compression::CompressionLayer::new()),
    /// );
    /// ```
    #[must_use]
    pub fn with_http_layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layer<HttpService> + Send + Sync + 'static,
        L::Service: Service<Request<Incoming>, Response = Response<B>>,
        L::Service: Clone + Send + Sync + 'static,
        <L::Service as Service<Request<Incoming>>>::Error: Into<BoxError>,
        <L::Service as Service<Request<Incoming>>>::Future: Send,
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.layers = Some(Layers::new(layer));
        self
    }
}
