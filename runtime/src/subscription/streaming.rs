//! How a subscription travels: takes the generator's constants, finds ids, writes the request that ends it.
use serde_json::value::RawValue;

use crate::{Error, Fault, Params, Reply, Request, json};

/// Which notifications belong to a subscription, where they carry its id and its items, and what ends it.
///
/// Paths are names of members from the outside in; a number counts in an array.
///
/// ```
/// use callwright::Streaming;
///
/// const ETHEREUM: Streaming = Streaming::by(&["eth_subscription"])
///     .id(&["subscription"])
///     .item(&["result"])
///     .unsubscribe("eth_unsubscribe");
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Streaming {
    /// The methods of its notifications.
    pub methods: &'static [&'static str],
    /// Where the id is in the params of a notification; empty where they carry none.
    pub id: &'static [&'static str],
    /// Where the item is in the params of a notification; empty where they are the item.
    pub item: &'static [&'static str],
    /// Where the id is in the answer; empty where the answer is the id.
    pub answer: &'static [&'static str],
    /// The params of its notifications in the document's order: by these names a path leads into
    /// params that are an array, too. Empty where it does not say.
    pub params: &'static [&'static str],
    /// The method that ends it, and its param's name where that travels by name.
    pub unsubscribe: Option<(&'static str, Option<&'static str>)>,
}

impl Streaming {
    /// A subscription whose notifications have these methods and no id, and are items whole.
    pub const fn by(methods: &'static [&'static str]) -> Self {
        Self {
            methods,
            id: &[],
            item: &[],
            answer: &[],
            params: &[],
            unsubscribe: None,
        }
    }

    /// Sets where the id is in the params of a notification.
    #[must_use]
    pub const fn id(mut self, path: &'static [&'static str]) -> Self {
        self.id = path;
        self
    }

    /// Sets where the item is in the params of a notification.
    #[must_use]
    pub const fn item(mut self, path: &'static [&'static str]) -> Self {
        self.item = path;
        self
    }

    /// Sets where the id is in the answer.
    #[must_use]
    pub const fn answer(mut self, path: &'static [&'static str]) -> Self {
        self.answer = path;
        self
    }

    /// Sets the names of the params of its notifications, in the order of the document.
    #[must_use]
    pub const fn params(mut self, names: &'static [&'static str]) -> Self {
        self.params = names;
        self
    }

    /// Sets the method that ends it, with the id as its only param by position.
    #[must_use]
    pub const fn unsubscribe(mut self, method: &'static str) -> Self {
        self.unsubscribe = Some((method, None));
        self
    }

    /// Sets the method that ends it, with the id under this name.
    #[must_use]
    pub const fn unsubscribe_by_name(mut self, method: &'static str, param: &'static str) -> Self {
        self.unsubscribe = Some((method, Some(param)));
        self
    }

    /// The id in the answer to the call that subscribed; none where notifications carry none.
    ///
    /// Gives [`Error::Subscription`] for an answer without an id.
    pub fn id_of(&self, answer: &Reply) -> Result<Option<Box<RawValue>>, Error> {
        if self.id.is_empty() {
            return Ok(None);
        }
        let answered = answer.json()?;
        let found = json::text(&answered).ok();
        let found = found.and_then(|text| json::at(text, self.answer));
        let is_id = |id: &&RawValue| !id.get().starts_with(['{', '[', 'n']);
        match found.filter(is_id) {
            Some(id) => Ok(Some(id.to_owned())),
            None => Err(Error::Subscription(
                Fault::new("the answer has no id of a subscription")
                    .with_snippet(&answer.result)
                    .sent()
                    .lasting(),
            )),
        }
    }

    /// The request that ends a subscription: with its id, or with the params that began it.
    pub fn leaving(&self, id: Option<&RawValue>, began: &Request) -> Option<Request> {
        let (method, name) = self.unsubscribe?;
        let params = match (id, name) {
            (None, _) => Ok(began.params().clone()),
            (Some(id), None) => Params::by_position().with("id", id),
            (Some(id), Some(name)) => Params::by_name().with(name, id),
        };
        Some(Request::new(method, params.ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(answer: &'static str, path: &'static [&'static str]) -> Result<String, Error> {
        let streaming = Streaming::by(&["x"]).id(&["subscription"]).answer(path);
        let id = streaming.id_of(&Reply::new(answer))?;
        Ok(id.map(|id| id.get().to_owned()).unwrap_or_default())
    }

    #[test]
    fn ids_stay_as_the_server_writes_them() {
        for number in [
            "18446744073709551617",
            "-1",
            "1.50",
            r#""18446744073709551617""#,
        ] {
            assert_eq!(id(number, &[]).unwrap(), number);
        }
        assert_eq!(id(r#"{"a":["x","y"]}"#, &["a", "1"]).unwrap(), r#""y""#);
        for none in ["null", "{}", "[]", "", "{\"a\":null}"] {
            assert!(
                matches!(id(none, &[]), Err(Error::Subscription(_))),
                "{none}"
            );
        }
    }

    #[test]
    fn leaving_names_the_id_or_repeats_what_began() {
        let began = Request::new("sub", Params::by_position().with("", "tick").unwrap());
        let id = RawValue::from_string("7".to_owned()).unwrap();
        let leaving = |streaming: Streaming, id| {
            let request = streaming.leaving(id, &began).unwrap();
            format!("{} {}", request.method(), request.params().to_json())
        };
        let streaming = Streaming::by(&["x"]);
        assert_eq!(leaving(streaming.unsubscribe("un"), Some(&id)), "un [7]");
        let named = streaming.unsubscribe_by_name("un", "id");
        assert_eq!(leaving(named, Some(&id)), r#"un {"id":7}"#);
        assert_eq!(leaving(streaming.unsubscribe("un"), None), r#"un ["tick"]"#);
        assert!(streaming.leaving(None, &began).is_none());
    }
}
