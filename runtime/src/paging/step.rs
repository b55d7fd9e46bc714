//! One page of a walk: takes the original call and a key, gives the page before decoding and the step behind it.
use std::{fmt, sync::Arc};

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Paging, guard::Guard, rules::Answer};
use crate::{
    BoxFuture, Encoded, Error, Fault, Params, Reply, Wire, Wires, call::RawCall, wire::Part,
};

/// A page that can be asked for, any number of times.
#[derive(Clone)]
pub(crate) struct Step {
    /// The call as the caller made it: every page repeats it.
    call: Arc<RawCall>,
    paging: Paging,
    /// What is put into the parameters; nothing for the caller's own first page.
    key: Option<Arc<Encoded>>,
    before: Option<u64>,
    guard: Guard,
    goes_round: bool,
}

/// A page that came, with its items still encoded.
pub(crate) struct Fetched {
    step: Step,
    sent: Params,
    items: Option<Bytes>,
    wire: Wire,
    key: Option<Encoded>,
    status: Option<u16>,
    /// The members beside items and key.
    pub(crate) extra: Map<String, Value>,
}

impl Step {
    /// The first page of a walk: the call as it is, or from `key` on.
    pub(crate) fn first(call: RawCall, key: Option<Encoded>) -> Self {
        let declared = call.request.declaration().and_then(|method| method.paging);
        let paging = declared.unwrap_or(Paging::items(&[]));
        let params = call.request.params();
        let starts_within = key.is_some() || paging.sent_key(params).is_some();
        let key = key.map(Arc::new);
        let start = match paging.is_counted() {
            true => Some(crate::json::number(paging.sent_number(params)).into()),
            false => paging.sent_key(params).map(Part::to_encoded),
        };
        Self {
            guard: Guard::new(key.clone().or(start.map(Arc::new))),
            before: (!starts_within).then_some(0),
            call: Arc::new(call),
            paging,
            key,
            goes_round: false,
        }
    }

    /// The method's name on the wire.
    pub(crate) fn method(&self) -> std::borrow::Cow<'static, str> {
        self.call.request.method_name()
    }

    /// Asks for the page.
    pub(crate) fn fetch(self) -> BoxFuture<'static, Result<Fetched, Error>> {
        Box::pin(async move {
            let call = self.call()?;
            let sent = call.request.params().clone();
            let reply = call.send().await?;
            self.fetched(sent, reply)
        })
    }

    /// The page in the reply to these parameters.
    pub(crate) fn fetched(self, sent: Params, reply: Reply) -> Result<Fetched, Error> {
        let parts = self.paging.split(&reply).map_err(|mut fault| {
            fault.set_status(reply.status);
            Error::Decode(fault)
        })?;
        Ok(Fetched {
            items: parts
                .items
                .map(|items| reply.result.slice_ref(items.bytes())),
            key: parts.key.map(Part::to_encoded),
            extra: parts.extra,
            status: reply.status,
            wire: reply.wire,
            step: self,
            sent,
        })
    }

    /// The original call, with the key in its place.
    pub(crate) fn call(&self) -> Result<RawCall, Error> {
        let mut call = RawCall::clone(&self.call);
        let Some(key) = &self.key else {
            return Ok(call);
        };
        if self.goes_round {
            let message = format!("the list does not end: the server gave the key {key} again");
            return Err(Error::Paging(Fault::new(message).lasting()));
        }
        let Paging {
            slot,
            inside,
            dropped,
            ..
        } = self.paging;
        let params = call.request.params_mut();
        for slot in dropped {
            params.put(*slot, None);
        }
        let value = super::nested::put(params.encoded(slot).map(Encoded::part), inside, key.part());
        if value.is_none() || !params.put(slot, value) {
            let label = params.label(slot);
            let message = format!("the key of the next page cannot go into parameter `{label}`");
            return Err(Error::Paging(Fault::new(message).lasting()));
        }
        Ok(call)
    }
}

impl Fetched {
    /// The items.
    pub(crate) fn items<W: Wires, T: DeserializeOwned>(&self) -> Result<Vec<T>, Error> {
        let Some(items) = &self.items else {
            return Ok(Vec::new());
        };
        W::decode(self.wire, items).map_err(|mut fault| {
            let path = self.step.paging.items.iter();
            fault.stand_at(&path.fold("$".to_owned(), |root, name| root + "." + name));
            fault.set_status(self.status);
            Error::Decode(fault)
        })
    }

    /// The key of the page behind this one, which had `count` items, and the step to it.
    pub(crate) fn next(&mut self, count: usize) -> Option<(Arc<Encoded>, Step)> {
        let Step {
            call,
            paging,
            key: sent_key,
            before,
            guard,
            ..
        } = &self.step;
        let count = count as u64;
        let answer = Answer {
            sent: &self.sent,
            count,
            before: *before,
            key: self.key.take(),
            extra: &self.extra,
        };
        let key = Arc::new(paging.next_key(answer)?);
        let mut guard = guard.clone();
        let goes_round = guard.goes_round(sent_key.as_deref(), &key);
        let step = Step {
            call: Arc::clone(call),
            paging: *paging,
            before: before.map(|before| before.saturating_add(count)),
            guard,
            goes_round,
            key: Some(Arc::clone(&key)),
        };
        Some((key, step))
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Step")
            .field("call", &self.call)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
