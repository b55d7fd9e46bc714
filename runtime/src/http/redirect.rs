//! Redirects: takes a response's status and `Location`, tells whether the request may go there.
use ::http::{HeaderMap, StatusCode, header::LOCATION};
use url::Url;

use crate::endpoint::origin;

/// How many are followed for one request.
pub(super) const MOST: usize = 5;

/// What a response under 3xx asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Redirect {
    /// The same request, to this URL of the same origin (RFC 9110, sections 15.4.8 and 15.4.9).
    Follow(Url),
    /// Something else, as errors say it.
    Refuse(String),
}

impl Redirect {
    /// Other origins are not followed, because they would see what is for this one. 301, 302 and 303
    /// make a GET of a POST, which is no call.
    pub(super) fn read(status: StatusCode, headers: &HeaderMap, from: &Url) -> Option<Self> {
        let location = headers.get(LOCATION).filter(|_| status.is_redirection())?;
        let to = location.to_str().ok().and_then(|to| from.join(to).ok());
        let Some(mut to) = to else {
            return Some(Self::Refuse(
                "the server redirects to what is no URL".to_owned(),
            ));
        };
        to.set_fragment(None);
        let keeps_method = matches!(status.as_u16(), 307 | 308);
        let is_same_origin = to.origin() == from.origin() && to.origin().is_tuple();
        Some(match is_same_origin {
            true if keeps_method => Self::Follow(to),
            // The path may hold a key.
            true => Self::Refuse("the server redirects to another path, and not by 307 or 308, which keep a call a call".to_owned()),
            false if to.host().is_some() => Self::Refuse(format!("the server redirects to {}, which has to be connected to by itself", origin(&to))),
            false => Self::Refuse("the server redirects to what is no server".to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, location: &'static str) -> Option<Redirect> {
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, ::http::HeaderValue::from_static(location));
        let from = Url::parse("http://a:8/x?key=secret").unwrap();
        Redirect::read(StatusCode::from_u16(status).unwrap(), &headers, &from)
    }

    #[test]
    fn the_same_origin_is_followed() {
        for (location, to) in [
            ("/y", "http://a:8/y"),
            ("z", "http://a:8/z"),
            ("http://A:8/?k#f", "http://a:8/?k"),
            ("//a:8", "http://a:8/"),
        ] {
            let to = Redirect::Follow(Url::parse(to).unwrap());
            assert_eq!(read(307, location).unwrap(), to);
            assert_eq!(read(308, location).unwrap(), to);
        }
        assert_eq!(read(200, "/y"), None);
    }

    #[test]
    fn others_are_named_without_secrets() {
        for (status, location, words) in [
            (308, "https://a:8/x", "https://a:8,"),
            (307, "http://a/secret", "http://a,"),
            (307, "http://user:secret@b:9/?secret", "http://b:9,"),
            (307, "data:secret", "no server"),
            (307, "http://", "no URL"),
            (301, "/secret", "another path"),
            (303, "http://b/", "http://b,"),
        ] {
            let Some(Redirect::Refuse(said)) = read(status, location) else {
                panic!("{status} {location}");
            };
            assert!(said.contains(words) && !said.contains("secret"), "{said}");
        }
    }
}
