//! One page of a walk: takes the original call and a key, gives the page before decoding and the step behind it.
use std::{fmt, sync::Arc};

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, value::RawValue};

use super::{Paging, guard::Guard, rules::Answer};
use crate::{BoxFuture, DecodeFault, Error, Fault, Params, Reply, call::RawCall};

/// A page that can be asked for, any number of times.
#[derive(Clone)]
pub(crate) struct Step {
    /// The call as the caller made it: every page repeats it.
    call: Arc<RawCall>,
    paging: Paging,
    /// What is put into the parameters; nothing for the caller's own first page.
    key: Option<Arc<RawValue>>,
    before: Option<u64>,
    guard: Guard,
    goes_round: bool,
}

/// A page that came, with its items still encoded.
pub(crate) struct Fetched {
    step: Step,
    sent: Params,
    items: Option<Bytes>,
    key: Option<Box<RawValue>>,
    status: Option<u16>,
    /// The members beside items and key.
    pub(crate) extra: Map<String, Value>,
}

impl Step {
    /// The first page of a walk: the call as it is, or from `key` on.
    pub(crate) fn first(call: RawCall, key: Option<Box<RawValue>>) -> Self {
        let declared = call.request.declaration().and_then(|method| method.paging);
        let paging = declared.unwrap_or(Paging::items(&[]));
        let params = call.request.params();
        let starts_within = key.is_some() || paging.sent_key(params).is_some();
        let key: Option<Arc<RawValue>> = key.map(Arc::from);
        let start = match paging.is_counted() {
            true => Some(crate::json::number(paging.sent_number(params)).into()),
            false => paging.sent_key(params).map(|key| Arc::from(key.to_owned())),
        };
        Self {
            guard: Guard::new(key.clone().or(start)),
            before: (!starts_within).then_some(0),
            call: Arc::new(call),
            paging,
            key,
            goes_round: false,
        }
    }

    /// The key of the page; `None` of a first page.
    pub(crate) fn key(&self) -> Option<&RawValue> {
        self.key.as_deref()
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
        let parts = self.paging.split(&reply.result).map_err(|error| {
            let mut fault = DecodeFault::new("$", &reply.result, error);
            fault.set_status(reply.status);
            Error::Decode(fault)
        })?;
        Ok(Fetched {
            items: parts
                .items
                .map(|items| reply.result.slice_ref(items.get().as_bytes())),
            key: parts.key.map(ToOwned::to_owned),
            extra: parts.extra,
            status: reply.status,
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
        let value = super::nested::put(params.slot(slot), inside, key);
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
    pub(crate) fn items<T: DeserializeOwned>(&self) -> Result<Vec<T>, Error> {
        let Some(items) = &self.items else {
            return Ok(Vec::new());
        };
        crate::integral::decode(items).map_err(|error| self.fault(items, error))
    }

    /// The step to the page behind this one, which had `count` items.
    pub(crate) fn next(&mut self, count: usize) -> Option<Step> {
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
        let key: Arc<RawValue> = paging.next_key(answer)?.into();
        let mut guard = guard.clone();
        let goes_round = guard.goes_round(sent_key.as_deref(), &key);
        Some(Step {
            call: Arc::clone(call),
            paging: *paging,
            before: before.map(|before| before.saturating_add(count)),
            guard,
            goes_round,
            key: Some(key),
        })
    }

    fn fault(&self, items: &[u8], error: serde_json::Error) -> Error {
        let root: String = self
            .step
            .paging
            .items
            .iter()
            .map(|name| format!(".{name}"))
            .collect();
        let mut fault = DecodeFault::new(&format!("${root}"), items, error);
        fault.set_status(self.status);
        Error::Decode(fault)
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
