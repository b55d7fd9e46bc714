//! A server of each transport behind TLS, which answers 42.
use std::sync::Arc;

use callwright::{
    Framing,
    rustls::{self, RootCertStore, ServerConfig, server::WebPkiClientVerifier},
};
use jsonrpsee_server::{Methods, RpcModule, Server, serve, stop_channel};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

use super::authority::{Authority, Identity};
use crate::peer::Peer;

/// The versions of TLS, the newest first.
pub const VERSIONS: [&rustls::SupportedProtocolVersion; 2] =
    [&rustls::version::TLS13, &rustls::version::TLS12];

/// Serves all three with this certificate; gives their URLs.
pub async fn serve_all(identity: &Identity) -> [String; 3] {
    serve_with(config(identity, None, &VERSIONS)).await
}

/// Serves streams with this certificate.
pub fn acceptor(identity: &Identity) -> TlsAcceptor {
    Arc::new(config(identity, None, &VERSIONS)).into()
}

/// Puts TLS in front of a server on loopback; gives the port.
pub async fn front(identity: &Identity, behind: u16) -> u16 {
    let acceptor = acceptor(identity);
    let (listener, port) = listener().await;
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut inner = TcpStream::connect(("127.0.0.1", behind)).await?;
                let mut outer = acceptor.accept(socket).await?;
                copy_bidirectional(&mut outer, &mut inner).await
            });
        }
    });
    port
}

/// Serves all three to clients with a certificate of this authority, by this version of TLS.
pub async fn serve_known(
    identity: &Identity,
    clients: &Authority,
    version: &'static rustls::SupportedProtocolVersion,
) -> [String; 3] {
    serve_with(config(identity, Some(clients), &[version])).await
}

/// Serves all three, HTTP in its second version.
pub async fn serve_http2(identity: &Identity) -> [String; 3] {
    let mut config = config(identity, None, &VERSIONS);
    config.alpn_protocols = vec![b"h2".to_vec()];
    serve_with(config).await
}

async fn serve_with(config: ServerConfig) -> [String; 3] {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let port = serve_http(acceptor.clone()).await;
    let lines = serve_lines(acceptor).await;
    [
        format!("https://localhost:{port}"),
        format!("wss://localhost:{port}"),
        format!("tls://localhost:{lines}"),
    ]
}

fn config(
    identity: &Identity,
    clients: Option<&Authority>,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(versions)
        .unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(authority.der()).unwrap();
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            builder.with_client_cert_verifier(verifier.unwrap())
        }
    };
    builder
        .with_single_cert(identity.chain(), identity.der_key())
        .unwrap()
}

/// A free loopback port; what listens there ends with the test's runtime.
async fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// A server by lines behind TLS.
async fn serve_lines(acceptor: TlsAcceptor) -> u16 {
    let (listener, port) = listener().await;
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(socket).await {
                    let mut peer = Peer::over(stream, Framing::Lines);
                    while let Some(request) = peer.request().await {
                        peer.answer(&request, r#""result":42"#).await;
                    }
                }
            });
        }
    });
    port
}

/// A jsonrpsee server behind TLS.
async fn serve_http(acceptor: TlsAcceptor) -> u16 {
    let mut module = RpcModule::new(());
    module.register_method("answer", |_, (), _| 42).unwrap();
    let methods: Methods = module.into();
    let (listener, port) = listener().await;
    let (stop, handle) = stop_channel();
    let service = Server::builder().to_service_builder();
    tokio::spawn(async move {
        let _open = handle;
        while let Ok((socket, _)) = listener.accept().await {
            let (acceptor, service) = (
                acceptor.clone(),
                service.clone().build(methods.clone(), stop.clone()),
            );
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(socket).await {
                    let _ = serve(stream, service).await;
                }
            });
        }
    });
    port
}
