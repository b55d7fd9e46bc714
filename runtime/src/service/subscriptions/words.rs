//! What is said for a subscription: takes its items and its end, gives notifications on their way.
use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::{Encoded, Param, Params, Request, ServerError, Wire, Wires};

/// In this order where params have no names: an item is the second then, and a third is there only
/// where there is no item.
const PARAMS: [Param; 3] = [
    Param::required("subscription", ""),
    Param::optional("result", ""),
    Param::optional("error", ""),
];

/// The notifications of one subscription.
pub(super) struct Words {
    method: &'static str,
    wire: Wire,
    /// As it is in the answer.
    id: Encoded,
}

impl Words {
    pub(super) fn new(method: &'static str, wire: Wire, id: Encoded) -> Self {
        Self { method, wire, id }
    }

    /// The method of the notifications.
    pub(super) fn method(&self) -> &'static str {
        self.method
    }

    /// An item, if there is one. Gives -32603 for what cannot be written.
    pub(super) fn next<W: Wires, T: Serialize>(
        &self,
        item: Option<T>,
    ) -> Result<Option<Request>, ServerError> {
        let Some(item) = item else {
            return Ok(None);
        };
        match W::encode(&|| self.wire, &item) {
            Ok(item) => Ok(Some(self.notification(1, item))),
            Err(error) => Err(super::internal(&format!(
                "an item cannot be written: {error}"
            ))),
        }
    }

    /// Why no more items come. The last word is still to be said.
    pub(super) fn error<W: Wires>(&self, why: &ServerError) -> Option<Request> {
        let error = Object {
            code: why.code(),
            message: why.message(),
            data: why.raw_data(),
        };
        let error = W::encode(&|| self.wire, &error).ok()?;
        Some(self.notification(2, error))
    }

    /// The last word.
    pub(super) fn end<W: Wires>(&self) -> Option<Request> {
        let nothing = W::encode(&|| self.wire, &()).ok()?;
        Some(self.notification(2, nothing))
    }

    fn notification(&self, place: usize, value: Encoded) -> Request {
        let mut params = Params::declared(&PARAMS, true);
        params.put(0, Some(self.id.clone()));
        params.put(place, Some(value));
        Request::new(self.method, params)
    }
}

/// An error object (JSON-RPC 2.0, section 5.1).
#[derive(Serialize)]
struct Object<'a> {
    code: i64,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Cow<'a, RawValue>>,
}
