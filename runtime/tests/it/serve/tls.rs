//! Listeners that are encrypted: who may come in, and that nobody waits for who doesn't.
use std::{sync::Arc, time::Duration};

use callwright::{
    ConnectOptions, Connection, Context, Error, Handlers, Listening, Pem, ServeOptions, Server,
    ServerEvent, ServerTls, Tls, connect_with,
    rustls::{self, crypto::ring},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc,
};

use super::{DEADLINE, ask, in_time};
use crate::tls::authority::Authority;

/// What clients speak.
const SCHEMES: &[&str] = &[
    "tls",
    #[cfg(feature = "msgpack")]
    "msgpack+tls",
];

/// Tells how many certificates a client has shown.
fn handlers() -> Handlers {
    let handlers = Handlers::new();
    handlers.on_with_context("shown", async |(): (), context: Context| {
        assert!(context.address().is_some() && context.origin().starts_with("tls://"));
        Ok(context.certificates().len())
    });
    handlers
}

async fn client(url: &str, tls: Tls) -> Result<Arc<dyn Connection>, Error> {
    in_time(connect_with(url, ConnectOptions::new().with_tls(tls))).await
}

async fn shown(client: &Arc<dyn Connection>) -> usize {
    ask::<(), _>(client, "shown", &[]).await.unwrap()
}

fn files(name: &str, pem: &str) -> std::path::PathBuf {
    let name = format!("callwright-serve-tls-{}-{name}", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, pem).unwrap();
    path
}

#[tokio::test]
async fn a_certificate_in_files_is_shown() {
    let authority = Authority::new();
    let identity = authority.sign("127.0.0.1");
    let chain = files("chain", &identity.certificate.pem());
    let key = files("key", &identity.key.serialize_pem());
    let tls = ServerTls::new(Pem::file(&chain), Pem::file(&key));
    let options = ServeOptions::new().with_tls(tls);
    let server = Server::with_options(handlers(), options);
    for scheme in SCHEMES {
        let at = format!("{scheme}://127.0.0.1:0");
        let url = server.listen(&at).await.unwrap().url().to_owned();
        let trusts = Tls::new().with_roots(authority.pem());
        assert_eq!(shown(&client(&url, trusts).await.unwrap()).await, 0);
        assert!(client(&url, Tls::new()).await.is_err());
    }
    for path in [chain, key] {
        std::fs::remove_file(path).unwrap();
    }
}

#[tokio::test]
async fn a_configuration_of_ones_own_is_taken() {
    let authority = Authority::new();
    let identity = authority.sign("127.0.0.1");
    let provider = Arc::new(ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS12])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(identity.chain(), identity.der_key())
        .unwrap();
    let options = ServeOptions::new().with_tls(ServerTls::of_config(config));
    let server = Server::with_options(handlers(), options);
    let listening = server.listen("tls://127.0.0.1:0").await.unwrap();
    let trusts = Tls::new().with_roots(authority.pem());
    let client = client(listening.url(), trusts).await.unwrap();
    assert_eq!(shown(&client).await, 0);
}

#[tokio::test]
async fn clients_show_who_they_are_where_they_are_asked() {
    let (authority, staff) = (Authority::new(), Authority::new());
    let (chain, key) = authority.sign("127.0.0.1").pem();
    let trusts = Tls::new().with_roots(authority.pem());
    let (own, own_key) = staff.sign_client().pem();
    let known = trusts.clone().with_client_certificate(own, own_key);
    let tls = ServerTls::new(chain, key).with_client_roots(staff.pem());
    for takes_strangers in [false, true] {
        let tls = match takes_strangers {
            false => tls.clone(),
            true => tls.clone().with_clients_without(),
        };
        let (tell, mut told) = mpsc::unbounded_channel();
        let options = ServeOptions::new()
            .with_tls(tls)
            .with_observer(move |event| {
                if let ServerEvent::HandshakeFailed { address, why, .. } = event {
                    tell.send((*address, why.to_string())).unwrap();
                }
            });
        let server = Server::with_options(handlers(), options);
        let listening = server.listen("tls://127.0.0.1:0").await.unwrap();
        let url = listening.url();
        let client_of = client(url, known.clone()).await.unwrap();
        assert_eq!(shown(&client_of).await, 1);
        // In TLS 1.3 who shows nothing learns it with the first answer.
        let stranger = client(url, trusts.clone()).await;
        let asked = match &stranger {
            Ok(stranger) => ask::<(), usize>(stranger, "shown", &[]).await,
            Err(error) => Err(error.clone()),
        };
        assert_eq!(asked.is_ok(), takes_strangers, "{asked:?}");
        if !takes_strangers {
            let (address, why) = in_time(told.recv()).await.unwrap();
            assert!(
                address.ip().is_loopback() && why.contains("certificate"),
                "{why}"
            );
        }
    }
}

/// Clients who say nothing.
async fn silent(listening: &Listening) -> Vec<TcpStream> {
    let address = listening.url().strip_prefix("tls://").unwrap();
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(TcpStream::connect(address).await.unwrap());
    }
    silent
}

#[tokio::test]
async fn nobody_waits_for_a_handshake_but_who_makes_it() {
    let authority = Authority::new();
    let (chain, key) = authority.sign("127.0.0.1").pem();
    let (tell, mut told) = mpsc::unbounded_channel();
    let options = |limit| {
        let tell = tell.clone();
        ServeOptions::new()
            .with_tls(ServerTls::new(chain.clone(), key.clone()))
            .with_handshake_timeout(limit)
            .with_observer(move |event| {
                if let ServerEvent::HandshakeFailed { why, .. } = event {
                    tell.send(why.to_string()).unwrap();
                }
            })
    };
    let hasty = Server::with_options(handlers(), options(Duration::from_millis(300)));
    let listening = hasty.listen("tls://127.0.0.1:0").await.unwrap();
    for mut stream in silent(&listening).await {
        // The server lets go of it.
        assert_eq!(in_time(stream.read(&mut [0; 16])).await.unwrap_or(0), 0);
        let why = in_time(told.recv()).await.unwrap();
        assert!(why.contains("took too long"), "{why}");
    }
    let server = Server::with_options(handlers(), options(DEADLINE));
    let listening = server.listen("tls://127.0.0.1:0").await.unwrap();
    let address = listening.url().strip_prefix("tls://").unwrap();
    let _silent = silent(&listening).await;
    let trusts = Tls::new().with_roots(authority.pem());
    let client = client(listening.url(), trusts).await.unwrap();
    assert_eq!(shown(&client).await, 0);
    let mut plain = TcpStream::connect(address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let why = in_time(told.recv()).await.unwrap();
    assert!(why.contains("corrupt"), "{why}");
    // Those that shake hands still go with the listener.
    let mut late = TcpStream::connect(address).await.unwrap();
    assert_eq!(shown(&client).await, 0);
    in_time(server.close(Duration::ZERO)).await;
    assert_eq!(in_time(late.read(&mut [0; 16])).await.unwrap_or(0), 0);
}

#[tokio::test]
async fn a_listener_without_a_certificate_says_so() {
    let server = Server::new(handlers());
    let error = server.listen("tls://127.0.0.1:0").await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
    assert!(error.to_string().contains("with_tls"), "{error}");
    let options =
        ServeOptions::new().with_tls(ServerTls::new(Pem::bytes("nothing"), Pem::file("/nowhere")));
    let error = Server::with_options(handlers(), options)
        .listen("tls://127.0.0.1:0")
        .await
        .unwrap_err();
    assert!(error.to_string().contains("no certificate"), "{error}");
}
