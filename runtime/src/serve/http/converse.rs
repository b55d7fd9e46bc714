//! A connection to a listener of ours: takes a stream, answers one request after another until it ends.
use std::{convert::Infallible, future::Future, io, pin::Pin, sync::Arc, time::Duration};

use http::{Request, Response};
use http_body_util::Either;
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
    service::Service,
};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite, Interest},
    net::TcpStream,
    time::{sleep, timeout},
};

use super::{
    Client, HttpBody, HttpOptions, HttpService, Layers, Stack,
    exchange::exchange,
    flow::{Flow, Flowing},
    layered::LayeredBody,
    patient::Patient,
};
use crate::{
    BoxFuture,
    serve::{
        closing::Closing,
        sessions::{Presence, Sessions},
    },
};

/// How long what was answered last may take to go out.
const GRACE: Duration = Duration::from_secs(1);

/// With what a client begins that speaks HTTP/2 without having said so (RFC 9113, section 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What a connection to a listener is served with.
pub(in crate::serve) struct Served {
    pub(in crate::serve) service: Stacked,
    pub(in crate::serve) options: HttpOptions,
    pub(in crate::serve) closing: Closing,
    /// It is there as long as the connection.
    pub(in crate::serve) presence: Presence,
    #[cfg(feature = "metrics")]
    pub(in crate::serve) connected: Option<crate::serve::metrics::Connected>,
}

/// Answers requests over TCP.
pub(super) async fn plain(tcp: TcpStream, client: Client, mut served: Served) {
    let patience = served.options.head_timeout;
    let is_http2 = tokio::select! {
        first = timeout(patience, begins_http2(&tcp)) => match first {
            Ok(Ok(is_http2)) => is_http2,
            // It has gone, or says nothing.
            Ok(Err(_)) | Err(_) => return,
        },
        () = served.closing.announced() => return,
    };
    converse(tcp, is_http2, client, served).await;
}

/// Answers requests over a stream that speaks that version of HTTP.
pub(super) async fn converse<S>(stream: S, is_http2: bool, client: Client, served: Served)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Served {
        service,
        options,
        closing,
        presence,
        #[cfg(feature = "metrics")]
            connected: _connected,
    } = served;
    let io = TokioIo::new(Patient::new(stream, options.write_timeout));
    let client = Arc::new(client);
    let flow = is_http2.then(|| Arc::new(Flow::new()));
    let caller = Caller {
        service,
        client,
        flow: flow.clone(),
    };
    // Its errors are of the client, who has gone or speaks no HTTP.
    if let Some(flow) = flow {
        let connection = http2(&options).serve_connection(io, caller);
        let running = run(
            connection,
            |connection| connection.graceful_shutdown(),
            closing,
        );
        tokio::select! {
            () = running => {}
            () = flow.stalls(options.write_timeout) => {}
        }
    } else {
        let connection = http1(&options).serve_connection(io, caller).with_upgrades();
        run(
            connection,
            |connection| connection.graceful_shutdown(),
            closing,
        )
        .await;
    }
    drop(presence);
}

/// Runs a connection until it ends. Once the server closes, it takes no requests, and what is being
/// answered may be until the deadline.
async fn run<C: Future>(connection: C, finish: impl FnOnce(Pin<&mut C>), mut closing: Closing) {
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        () = closing.announced() => {}
    }
    finish(connection.as_mut());
    tokio::select! {
        _ = connection.as_mut() => {}
        () = async {
            closing.deadline().await;
            sleep(GRACE).await;
        } => {}
    }
}

fn http1(options: &HttpOptions) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(options.head_timeout)
        // hyper takes no less.
        .max_buf_size(options.max_head_bytes.max(8 << 10));
    builder
}

fn http2(options: &HttpOptions) -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    let longest = u32::try_from(options.max_head_bytes).unwrap_or(u32::MAX);
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(128)
        .keep_alive_interval(options.head_timeout)
        .max_header_list_size(longest);
    builder
}

/// Whether the client speaks HTTP/2, by its first bytes, which are left where they are.
async fn begins_http2(tcp: &TcpStream) -> io::Result<bool> {
    let mut first = [0; PREFACE.len()];
    let mut pause = Duration::from_millis(1);
    loop {
        let is_over = tcp.ready(Interest::READABLE).await?.is_read_closed();
        let length = tcp.peek(&mut first).await?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if first[..length] != PREFACE[..length] {
            return Ok(false);
        }
        if length == PREFACE.len() {
            return Ok(true);
        }
        if is_over {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        // What is there is there already: nothing tells when more is.
        sleep(pause).await;
        pause = (pause * 2).min(Duration::from_millis(250));
    }
}

/// A connection as hyper calls it.
#[derive(Clone)]
struct Caller {
    service: Stacked,
    client: Arc<Client>,
    /// Where the bodies of answers are seen, over HTTP/2.
    flow: Option<Arc<Flow>>,
}

/// What answers, with layers around it or without.
#[derive(Clone)]
pub(in crate::serve) enum Stacked {
    Plain(HttpService),
    Layered(Stack),
}

impl Stacked {
    pub(in crate::serve) fn new(sessions: &Arc<Sessions>, layers: Option<&Layers>) -> Self {
        let service = HttpService::new(sessions);
        match layers {
            None => Self::Plain(service),
            Some(layers) => Self::Layered(layers.around(service)),
        }
    }
}

type AnyBody = Flowing<Either<HttpBody, LayeredBody>>;

type Answered = Result<Response<AnyBody>, Infallible>;

impl Service<Request<Incoming>> for Caller {
    type Response = Response<AnyBody>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Answered>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        let client = Arc::clone(&self.client);
        let flow = self.flow.clone();
        match &self.service {
            Stacked::Plain(service) => {
                let service = service.clone();
                Box::pin(async move {
                    let response = exchange(&service, request, &client).await;
                    Ok(response.map(|body| Flowing::new(Either::Left(body), flow)))
                })
            }
            Stacked::Layered(stack) => {
                request.extensions_mut().insert(client);
                let answer = stack.answer(request);
                Box::pin(async move {
                    let response = answer.await;
                    Ok(response.map(|body| Flowing::new(Either::Right(body), flow)))
                })
            }
        }
    }
}
