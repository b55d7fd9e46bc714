//! Where a desk is, and how clients get there.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use callwright::{ConnectOptions, Pem, ServeOptions, Server, ServerTls, Tls};
use callwright_tests::desk::Desk;

use super::known::AGENT;
use crate::served::url;

/// One address, with a certificate for the machine.
pub(super) struct Place {
    listens: String,
    known_as: Option<&'static str>,
    certificate: String,
    key: String,
    socket: Option<PathBuf>,
}

impl Place {
    pub(super) fn at(url: &str) -> Self {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        Self {
            listens: url.to_owned(),
            known_as: None,
            certificate: made.cert.pem(),
            key: made.signing_key.serialize_pem(),
            socket: None,
        }
    }

    /// The same port by another protocol.
    pub(super) fn known_as(mut self, scheme: &'static str) -> Self {
        self.known_as = Some(scheme);
        self
    }

    /// A Unix socket that no other has.
    pub(super) fn at_socket(scheme: &str) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("callwright-everywhere-{}-{number}.sock", std::process::id());
        let path = std::env::temp_dir().join(name);
        let mut place = Self::at(&format!("{scheme}{}", path.display()));
        place.socket = Some(path);
        place
    }

    /// Opens the desk; gives the URL for its clients.
    pub(super) async fn open(&self) -> (Server, String) {
        let tls = ServerTls::new(
            Pem::bytes(self.certificate.clone()),
            Pem::bytes(self.key.clone()),
        );
        let options = ServeOptions::new().with_tls(tls).with_metrics("/metrics");
        let server = Server::with_options(Desk::default(), options);
        server.listen(&self.listens).await.expect("it can be had");
        let at = url(&server);
        let url = match (self.known_as, at.split_once("://")) {
            (Some(scheme), Some((_, rest))) => format!("{scheme}://{rest}"),
            _ => at,
        };
        (server, url)
    }

    /// Where it listens.
    pub(super) fn url(&self) -> &str {
        &self.listens
    }

    /// Trusts the place and nobody else, and says who asks where there is a head to say it in.
    pub(super) fn options(&self) -> ConnectOptions {
        let trust = Tls::new().with_roots(Pem::bytes(self.certificate.clone()));
        let options = ConnectOptions::new().with_tls(trust.without_platform_roots());
        match self.listens.starts_with("http") {
            true => options.with_header("user-agent", AGENT),
            false => options,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(path) = &self.socket {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The URL of a desk in a process of its own, which ends with its client.
pub(super) fn child(scheme: &str) -> String {
    let program = env!("CARGO_BIN_EXE_desk");
    format!("{scheme}{program}?arg={scheme}")
}
