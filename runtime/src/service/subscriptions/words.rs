//! What is said for a subscription: takes its items and its end, gives notifications as the rule of its method has them.
use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    Encoded, Params, Request, ServerError, Streaming, Wire, Wires,
    wire::{Part, object},
};

/// What stands in the place of an item where there is none.
const ERROR: &str = "error";

/// The notifications of one subscription.
pub(super) struct Words {
    pub(super) streaming: &'static Streaming,
    /// Stands before the names of all methods.
    pub(super) prefix: Box<str>,
    pub(super) wire: Wire,
    /// As it is in the answer.
    pub(super) id: Encoded,
}

impl Words {
    /// The method of this place among those of the rule, as the client knows it.
    pub(super) fn method(&self, place: usize) -> String {
        let methods = self.streaming.methods;
        format!("{}{}", self.prefix, methods.get(place).unwrap_or(&""))
    }

    /// An item, by the method of this place.
    pub(super) fn item(&self, place: usize, item: Encoded) -> Request {
        self.notification(place, self.streaming.item, item)
    }

    /// Why no more items come. The last word is still to be said. None where the rule has no place
    /// for it.
    pub(super) fn error<W: Wires>(&self, why: &ServerError) -> Option<Request> {
        self.instead::<W, _>(&Object {
            code: why.code(),
            message: why.message(),
            data: why.raw_data(),
        })
    }

    /// The last word. None where the rule has no place for it.
    pub(super) fn end<W: Wires>(&self) -> Option<Request> {
        self.instead::<W, _>(&())
    }

    /// Says something in the place of an item.
    fn instead<W: Wires, T: Serialize>(&self, what: &T) -> Option<Request> {
        let (_, above) = self.streaming.item.split_last()?;
        let what = W::encode(&|| self.wire, what).ok()?;
        Some(self.notification(0, &[above, &[ERROR]].concat(), what))
    }

    fn notification(&self, place: usize, path: &[&'static str], value: Encoded) -> Request {
        let method = self.method(place);
        if path.is_empty() {
            return Request::new(method, Params::whole(&value));
        }
        let mut all = vec![(path, &value)];
        if !self.streaming.id.is_empty() {
            all.insert(0, (self.streaming.id, &self.id));
        }
        let mut params = Params::slots(self.names());
        for (slot, name) in self.names().enumerate() {
            params.put(slot, inside(name, &all, self.wire));
        }
        Request::new(method, params)
    }

    /// The names of the params: those that the rule tells, in their order, and those that its paths
    /// begin with.
    fn names(&self) -> impl Iterator<Item = &'static str> {
        let Streaming {
            params, id, item, ..
        } = self.streaming;
        let error = (item.len() == 1).then_some(&ERROR);
        let paths = id.first().into_iter().chain(item.first()).chain(error);
        let more = paths.filter(|name| !params.contains(name));
        let mut all: Vec<&'static str> = params.iter().chain(more).copied().collect();
        let mut known = std::collections::HashSet::new();
        all.retain(|name| known.insert(*name));
        all.into_iter()
    }
}

/// What stands under a name: a value, or an object of what stands further inside.
fn inside(name: &str, all: &[(&[&'static str], &Encoded)], wire: Wire) -> Option<Encoded> {
    let mut within: Vec<(&[&'static str], &Encoded)> = Vec::new();
    for (path, value) in all {
        let (first, rest) = path.split_first()?;
        match (*first == name, rest) {
            (false, _) => {}
            (true, []) => return Some((*value).clone()),
            (true, rest) => within.push((rest, value)),
        }
    }
    let mut names: Vec<&'static str> = within.iter().map(|(path, _)| path[0]).collect();
    names.dedup();
    let members = names
        .into_iter()
        .map(|name| (name, inside(name, &within, wire)));
    let members: Vec<(&str, Encoded)> =
        members.filter_map(|(name, it)| Some((name, it?))).collect();
    let parts: Vec<(Cow<'_, str>, Part<'_>)> = members
        .iter()
        .map(|(name, it)| ((*name).into(), it.part()))
        .collect();
    (!parts.is_empty()).then(|| object(&parts, wire)).flatten()
}

/// A value at a path in objects.
pub(super) fn nested(path: &[&'static str], value: &Encoded, wire: Wire) -> Option<Encoded> {
    path.iter().rev().try_fold(value.clone(), |value, name| {
        object(&[((*name).into(), value.part())], wire)
    })
}

/// An error object (JSON-RPC 2.0, section 5.1).
#[derive(Serialize)]
struct Object<'a> {
    code: i64,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Cow<'a, RawValue>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Json;

    const USUAL: Streaming = Streaming::by(&["ticks"])
        .id(&["subscription"])
        .item(&["result"]);
    const NESTED: Streaming = Streaming::by(&["a", "b"])
        .id(&["meta", "id"])
        .item(&["meta", "of", "item"]);
    const WHOLE: Streaming = Streaming::by(&["ticks"]);

    fn said(streaming: &'static Streaming) -> Vec<String> {
        let id = || Json::encode(&Wire::default, &7).unwrap();
        let words = Words {
            streaming,
            prefix: "p.".into(),
            wire: Wire::Json,
            id: id(),
        };
        let item = Json::encode(&Wire::default, &[1]).unwrap();
        let place = streaming.methods.len() - 1;
        let error = words.error::<Json>(&ServerError::new(5, "no").with_data(&[2]));
        let all = [Some(words.item(place, item)), error, words.end::<Json>()];
        let all = all.into_iter().flatten();
        all.map(|said| format!("{} {}", said.method(), said.params().to_json()))
            .collect()
    }

    #[test]
    fn the_rule_says_where_things_stand() {
        assert_eq!(
            said(&USUAL),
            [
                r#"p.ticks {"subscription":7,"result":[1]}"#,
                r#"p.ticks {"subscription":7,"error":{"code":5,"message":"no","data":[2]}}"#,
                r#"p.ticks {"subscription":7,"error":null}"#,
            ]
        );
        assert_eq!(
            said(&NESTED),
            [
                r#"p.b {"meta":{"id":7,"of":{"item":[1]}}}"#,
                r#"p.a {"meta":{"id":7,"of":{"error":{"code":5,"message":"no","data":[2]}}}}"#,
                r#"p.a {"meta":{"id":7,"of":{"error":null}}}"#,
            ]
        );
        assert_eq!(said(&WHOLE), ["p.ticks [1]"]);
    }
}
