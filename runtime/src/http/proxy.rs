//! Which proxy to go through: takes what the user or the environment says, gives the way to one server.
use std::fmt;

use ::http::{HeaderMap, Uri, header::PROXY_AUTHORIZATION};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::{Host, Url};

use crate::Fault;

/// Which HTTP proxy requests go through. WebSockets and streams take none.
///
/// `http://` goes to the proxy as it is, `https://` through a tunnel (`CONNECT`). The proxy itself
/// is spoken to by HTTP, with basic authorization where its URL has a user.
#[derive(Clone, Default)]
pub struct Proxy(Choice);

#[derive(Clone, Default)]
enum Choice {
    #[default]
    Environment,
    Off,
    Through(String),
}

/// The way to a server.
pub(super) enum Route {
    Direct,
    Forward(Intercept),
    Tunnel(Intercept),
}

impl Proxy {
    /// What `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say, in capitals or not. A server
    /// on the same machine (`localhost`, 127.0.0.0/8, `::1`) is gone to directly. The default.
    pub fn environment() -> Self {
        Self(Choice::Environment)
    }

    /// None, whatever the environment says.
    pub fn off() -> Self {
        Self(Choice::Off)
    }

    /// This one for every server, as `http://user:password@proxy:3128`.
    pub fn through(url: impl Into<String>) -> Self {
        Self(Choice::Through(url.into()))
    }

    /// The way to a server.
    pub(super) fn route(&self, server: &Url) -> Result<Route, Fault> {
        let matcher = match &self.0 {
            Choice::Off => return Ok(Route::Direct),
            Choice::Environment if is_own(server) => return Ok(Route::Direct),
            Choice::Environment => Matcher::from_env(),
            Choice::Through(proxy) => Matcher::builder().all(proxy.as_str()).build(),
        };
        let uri: Option<Uri> = server.as_str().parse().ok();
        let found = uri.and_then(|uri| matcher.intercept(&uri));
        match found {
            None if matches!(self.0, Choice::Environment) => Ok(Route::Direct),
            Some(proxy) if proxy.uri().scheme_str() == Some("http") => Ok(match server.scheme() {
                "https" => Route::Tunnel(proxy),
                _ => Route::Forward(proxy),
            }),
            _ => Err(Fault::new("a proxy is written http://host:port").lasting()),
        }
    }
}

impl Route {
    /// Adds what the proxy wants to see in each request.
    pub(super) fn add_headers(&self, headers: &mut HeaderMap) {
        if let Self::Forward(proxy) = self
            && let Some(auth) = proxy.basic_auth()
        {
            headers.insert(PROXY_AUTHORIZATION, auth.clone());
        }
    }
}

/// What errors say of it; empty without a proxy.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Direct => Ok(()),
            Self::Forward(proxy) | Self::Tunnel(proxy) => {
                let authority = proxy.uri().authority().map_or("", |place| place.as_str());
                write!(f, " through the proxy {authority}")
            }
        }
    }
}

fn is_own(server: &Url) -> bool {
    match server.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Without the proxy's URL, which may hold a password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Choice::Environment => "Proxy(environment)",
            Choice::Off => "Proxy(off)",
            Choice::Through(_) => "Proxy(through)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(proxy: &Proxy, server: &str) -> String {
        match proxy.route(&Url::parse(server).unwrap()) {
            Ok(route @ Route::Tunnel(_)) => format!("tunnel{route}"),
            Ok(route) => format!("plain{route}"),
            Err(fault) => fault.to_string(),
        }
    }

    #[test]
    fn the_scheme_of_the_server_tells_the_way() {
        let proxy = Proxy::through("http://user:secret@proxy:3128/");
        assert_eq!(
            way(&proxy, "http://a"),
            "plain through the proxy proxy:3128"
        );
        assert_eq!(
            way(&proxy, "https://a"),
            "tunnel through the proxy proxy:3128"
        );
        assert_eq!(way(&Proxy::off(), "https://a"), "plain");
        for odd in [
            "",
            "secret",
            "socks5://secret",
            "https://secret",
            "ftp://secret",
        ] {
            let said = way(&Proxy::through(odd), "http://a");
            assert!(!said.contains("secret") || odd == "secret", "{said}");
        }
        assert!(!format!("{proxy:?}").contains("secret"));
    }

    #[test]
    fn the_own_machine_is_near() {
        for own in [
            "http://localhost",
            "https://a.localhost:1",
            "http://127.8.0.1",
            "http://[::1]",
        ] {
            assert!(is_own(&Url::parse(own).unwrap()), "{own}");
        }
        assert!(!is_own(&Url::parse("http://localhost.example").unwrap()));
    }
}
