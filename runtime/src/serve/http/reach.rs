//! Where a client reached us, as it sees it: takes the head of a request, gives the URL of the service.
use std::sync::Arc;

use http::{
    HeaderMap,
    header::{FORWARDED, HOST},
    request::Parts,
    uri::{Authority, PathAndQuery},
};

/// What is known of a service beside the head of a request.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) is_secure: bool,
    pub(super) is_websocket: bool,
    /// Whether proxies may say it better.
    pub(super) trusts_forwarded: bool,
    /// Where the service is nested in an application.
    pub(super) prefix: Arc<str>,
    /// Where it is mounted beside others.
    pub(super) path: Arc<str>,
    /// Where it listens, for clients that name no host.
    pub(super) listener: Option<Arc<str>>,
}

/// The URL of the service.
pub(super) fn url(head: &Parts, place: &Place) -> String {
    let heard = match place.trusts_forwarded {
        true => Forwarded::read(&head.headers),
        false => Forwarded::default(),
    };
    let is_secure = heard.is_secure.unwrap_or(place.is_secure);
    let scheme = match (place.is_websocket, is_secure) {
        (false, false) => "http",
        (false, true) => "https",
        (true, false) => "ws",
        (true, true) => "wss",
    };
    let host = heard.host.or_else(|| head.uri.authority().cloned());
    let host = host.or_else(|| authority(head.headers.get(HOST)?.to_str().ok()?));
    let host = match (&host, &place.listener) {
        (Some(host), _) => host.as_str(),
        (None, Some(listener)) => of_listener(listener),
        (None, None) => "localhost",
    };
    let host = match heard.port {
        Some(port) => with_port(host, port, is_secure),
        None => host.to_owned(),
    };
    let prefix = heard.prefix.unwrap_or_default();
    let path = format!("{prefix}{}{}", place.prefix, place.path);
    let path = if path.is_empty() { "/" } else { &path };
    format!("{scheme}://{host}{path}")
}

/// What proxies say of where they were reached.
#[derive(Default)]
struct Forwarded {
    is_secure: Option<bool>,
    host: Option<Authority>,
    port: Option<u16>,
    prefix: Option<String>,
}

impl Forwarded {
    /// Of several proxies the first, which is nearest to the client. `Forwarded` (RFC 7239) goes
    /// before the older headers.
    fn read(headers: &HeaderMap) -> Self {
        let first = |name: &str| {
            let value = headers.get(name)?.to_str().ok()?;
            Some(value.split(',').next()?.trim())
        };
        let mut heard = Self {
            is_secure: first("x-forwarded-proto").and_then(is_secure),
            host: first("x-forwarded-host").and_then(authority),
            port: first("x-forwarded-port").and_then(|port| port.parse().ok()),
            prefix: first("x-forwarded-prefix").and_then(prefix),
        };
        let pairs = first(FORWARDED.as_str()).into_iter();
        for (name, value) in pairs
            .flat_map(|element| element.split(';'))
            .filter_map(|pair| pair.split_once('='))
        {
            let value = value.trim().trim_matches('"');
            if name.trim().eq_ignore_ascii_case("proto") {
                heard.is_secure = is_secure(value).or(heard.is_secure);
            } else if name.trim().eq_ignore_ascii_case("host")
                && let Some(host) = authority(value)
            {
                heard.host = Some(host);
                heard.port = None;
            }
        }
        heard
    }
}

fn is_secure(scheme: &str) -> Option<bool> {
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "wss" => Some(true),
        "http" | "ws" => Some(false),
        _ => None,
    }
}

/// A host, with or without its port, and nothing else.
fn authority(text: &str) -> Option<Authority> {
    let authority: Authority = text.parse().ok()?;
    (!text.contains('@')).then_some(authority)
}

/// A path, without a slash at its end.
fn prefix(text: &str) -> Option<String> {
    let path: PathAndQuery = text.parse().ok()?;
    let is_plain = text.starts_with('/') && path.query().is_none();
    is_plain.then(|| text.trim_end_matches('/').to_owned())
}

/// The host with this port, which is left out where it is that of the scheme.
fn with_port(host: &str, port: u16, is_secure: bool) -> String {
    let known: Option<Authority> = host.parse().ok();
    let name = known.as_ref().map_or(host, Authority::host);
    match (port, is_secure) {
        (443, true) | (80, false) => name.to_owned(),
        _ => format!("{name}:{port}"),
    }
}

fn of_listener(url: &str) -> &str {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    rest.split('/').next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn url(headers: &[(&str, &str)], trusts_forwarded: bool) -> String {
        let mut request = Request::builder().uri("/openrpc.json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        let place = Place {
            is_secure: false,
            is_websocket: false,
            trusts_forwarded,
            prefix: "/rpc".into(),
            path: "/pets".into(),
            listener: Some("http://127.0.0.1:4000".into()),
        };
        super::url(&head, &place)
    }

    #[test]
    fn the_host_is_that_of_the_client() {
        assert_eq!(url(&[], true), "http://127.0.0.1:4000/rpc/pets");
        let host = ("host", "shop.example:81");
        assert_eq!(url(&[host], true), "http://shop.example:81/rpc/pets");
        assert_eq!(
            url(&[("host", "a b/c")], true),
            "http://127.0.0.1:4000/rpc/pets"
        );
    }

    #[test]
    fn proxies_say_where_they_were_reached() {
        let host = ("host", "10.0.0.7:81");
        let old = [
            host,
            ("x-forwarded-proto", "https, http"),
            ("x-forwarded-host", "shop.example, inner"),
            ("x-forwarded-port", "443"),
            ("x-forwarded-prefix", "/v1/"),
        ];
        assert_eq!(url(&old, true), "https://shop.example/v1/rpc/pets");
        assert_eq!(url(&old, false), "http://10.0.0.7:81/rpc/pets");
        let port = [host, ("x-forwarded-port", "8443")];
        assert_eq!(url(&port, true), "http://10.0.0.7:8443/rpc/pets");
        let new = [
            host,
            ("x-forwarded-port", "7"),
            (
                "forwarded",
                "for=1.2.3.4;Proto=https;host=\"shop.example:8443\", for=10.0.0.1;proto=http",
            ),
        ];
        assert_eq!(url(&new, true), "https://shop.example:8443/rpc/pets");
    }

    #[test]
    fn what_is_no_host_is_not_repeated() {
        for odd in [
            ("x-forwarded-host", "evil.example/x?"),
            ("x-forwarded-host", "me@evil.example"),
            ("x-forwarded-prefix", "/evil?x"),
            ("x-forwarded-proto", "javascript"),
            ("forwarded", "host=\"a b\""),
            ("forwarded", ";;=,"),
        ] {
            let host = ("host", "shop.example");
            assert_eq!(url(&[host, odd], true), "http://shop.example/rpc/pets");
        }
    }
}
