//! Layers of tower around the service of our own listeners: takes any stack, gives one type for all of them.
use std::{fmt, future::poll_fn, sync::Arc};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use hyper::body::Incoming;
use tower_layer::Layer;
use tower_service::Service;

use super::{BoxError, HttpService, refusal::Refusal};
use crate::BoxFuture;

/// Puts layers around a service.
#[derive(Clone)]
pub(in crate::serve) struct Layers(Arc<dyn Fn(HttpService) -> Stack + Send + Sync>);

/// A service with its layers.
#[derive(Clone)]
pub(in crate::serve) struct Stack(Arc<dyn Answers>);

pub(super) type LayeredBody = UnsyncBoxBody<Bytes, BoxError>;

trait Answers: Send + Sync {
    fn answer(&self, request: Request<Incoming>) -> BoxFuture<'static, Response<LayeredBody>>;
}

impl Layers {
    pub(in crate::serve) fn new<L, B>(layer: L) -> Self
    where
        L: Layer<HttpService> + Send + Sync + 'static,
        L::Service: Service<Request<Incoming>, Response = Response<B>>,
        L::Service: Clone + Send + Sync + 'static,
        <L::Service as Service<Request<Incoming>>>::Error: Into<BoxError>,
        <L::Service as Service<Request<Incoming>>>::Future: Send,
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Arc::new(move |service| {
            Stack(Arc::new(Erased(layer.layer(service))))
        }))
    }

    pub(in crate::serve) fn around(&self, service: HttpService) -> Stack {
        (self.0)(service)
    }
}

impl Stack {
    pub(super) fn answer(
        &self,
        request: Request<Incoming>,
    ) -> BoxFuture<'static, Response<LayeredBody>> {
        self.0.answer(request)
    }
}

/// A service whose type is known here only.
struct Erased<S>(S);

impl<S, B> Answers for Erased<S>
where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn answer(&self, request: Request<Incoming>) -> BoxFuture<'static, Response<LayeredBody>> {
        let mut service = self.0.clone();
        Box::pin(async move {
            let answered = async {
                poll_fn(|cx| service.poll_ready(cx)).await?;
                service.call(request).await
            };
            match answered.await {
                Ok(response) => response.map(|body| body.map_err(Into::into).boxed_unsync()),
                Err(error) => refused(error.into()),
            }
        })
    }
}

/// What is said where a layer failed.
fn refused(_why: BoxError) -> Response<LayeredBody> {
    #[cfg(feature = "tracing")]
    tracing::warn!(why = %_why, "a layer let no request through");
    let response = Refusal::Layer.error();
    response.map(|body| body.map_err(|never| match never {}).boxed_unsync())
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Layers")
    }
}
