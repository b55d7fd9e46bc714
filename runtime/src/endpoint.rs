//! Where to connect to: takes a URL with a user's name in it, gives the URL without it and headers instead.
use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, header::AUTHORIZATION};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::{Error, Fault, Headers, auth};

/// An address, and the headers that go with everything sent to it.
pub(crate) struct Endpoint {
    /// The URL without user, password and fragment.
    pub(crate) url: Url,
    /// The headers of the connection, basic authorization of the URL among them.
    pub(crate) headers: HeaderMap,
}

impl Endpoint {
    /// Gives [`Error::Connect`] for what is not a URL with a host. The text is not repeated in
    /// the error: it may hold a password.
    pub(crate) fn new(url: &str, headers: &Headers) -> Result<Self, Error> {
        let mut url = Url::parse(url)
            .map_err(|error| fault(format!("the URL cannot be read: {error}")).caused_by(error))
            .map_err(Error::Connect)?;
        if url.host_str().is_none() {
            return Err(Error::Connect(fault("the URL has no host".to_owned())));
        }
        let mut map = HeaderMap::new();
        if let Some(basic) = basic_auth(&url) {
            map.insert(AUTHORIZATION, basic);
        }
        // A header of the options replaces the one made of the URL.
        let own = header_map(headers)?;
        own.keys().for_each(|name| drop(map.remove(name)));
        map.extend(own);
        // Of a URL with a host, these cannot fail.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_fragment(None);
        Ok(Self { url, headers: map })
    }

    /// Where a redirect leads, as errors may show it.
    #[cfg(feature = "ws")]
    pub(crate) fn origin_of(&self, location: &str) -> String {
        match self.url.join(location) {
            Ok(url) if url.origin() == self.url.origin() => "another path".to_owned(),
            Ok(url) if url.host().is_some() => origin(&url),
            _ => "what is no address".to_owned(),
        }
    }
}

/// Its origin, which errors may show.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&origin(&self.url))
    }
}

/// Scheme, host and port. Paths and queries hold API keys.
pub(crate) fn origin(url: &Url) -> String {
    let (scheme, host) = (url.scheme(), url.host_str().unwrap_or_default());
    match url.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

/// The headers as the transports take them.
///
/// Gives [`Error::Encode`] for a name or value that HTTP does not allow; it does not show the value.
pub(crate) fn header_map(headers: &Headers) -> Result<HeaderMap, Error> {
    let mut map = HeaderMap::new();
    for (name, value) in headers.iter() {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(true);
                map.append(name, value);
            }
            _ => {
                let message = format!("header `{}` cannot be sent", name.escape_debug());
                return Err(Error::Encode(Fault::new(message)));
            }
        }
    }
    Ok(map)
}

fn basic_auth(url: &Url) -> Option<HeaderValue> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let mut pair: Vec<u8> = percent_decode_str(url.username()).collect();
    pair.push(b':');
    pair.extend(percent_decode_str(url.password().unwrap_or_default()));
    let mut value = HeaderValue::try_from(auth::basic(&pair)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn fault(message: String) -> Fault {
    Fault::new(message).lasting()
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};

    use super::*;

    #[test]
    fn a_user_becomes_a_header() {
        let endpoint =
            Endpoint::new("http://us%40er:p%3Aw@h:8/p?q#f", &Headers::default()).unwrap();
        assert_eq!(endpoint.url.as_str(), "http://h:8/p?q");
        assert_eq!(
            endpoint.headers[AUTHORIZATION],
            format!("Basic {}", STANDARD.encode("us@er:p:w"))
        );
        assert_eq!(endpoint.to_string(), "http://h:8");
        let token = Endpoint::new("http://token@h", &Headers::default()).unwrap();
        assert_eq!(
            token.headers[AUTHORIZATION],
            format!("Basic {}", STANDARD.encode("token:"))
        );
    }

    #[test]
    fn own_headers_come_first() {
        let mut headers = Headers::default();
        headers.push("Authorization", "Bearer x");
        let endpoint = Endpoint::new("http://user:pw@h", &headers).unwrap();
        assert_eq!(endpoint.headers.get_all(AUTHORIZATION).iter().count(), 1);
        assert_eq!(endpoint.headers[AUTHORIZATION], "Bearer x");
    }

    #[test]
    fn faults_do_not_tell_secrets() {
        for url in ["http://user:secret@", "secret", "mailto:secret"] {
            let error = Endpoint::new(url, &Headers::default()).err().unwrap();
            assert!(
                !format!("{error} {error:?}").contains("secret"),
                "{error:?}"
            );
        }
        let mut headers = Headers::default();
        headers.push("x-key", "secret\n");
        let error = header_map(&headers).unwrap_err();
        assert!(error.to_string().contains("x-key") && !format!("{error:?}").contains("secret"));
    }
}
