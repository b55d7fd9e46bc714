//! The params of a request, for the method: takes their slots, gives each as its type.
use std::{any::type_name, marker::PhantomData};

use serde::de::DeserializeOwned;

use super::{Ids, UnknownParams, slots::Slots, wrong};
use crate::{Context, Incoming, Method, ServerError, Wire, Wires};

/// What a request gives its method. Each param is decoded by itself, so that the error for a wrong one names it.
#[derive(Debug)]
pub struct Given<'a, W> {
    slots: Slots<'a>,
    /// What a subscription is answered with.
    ids: Ids,
    wires: PhantomData<fn() -> W>,
}

impl<'a, W: Wires> Given<'a, W> {
    pub(super) fn new(slots: Slots<'a>) -> Self {
        Self {
            slots,
            ids: Ids::default(),
            wires: PhantomData,
        }
    }

    /// The params as those of another method: one of the same name that takes others.
    pub fn of(&self, method: &'static Method) -> Result<Self, ServerError> {
        Slots::split(self.slots.asked, method, UnknownParams::Ignore).map(Self::new)
    }

    /// Sets what a subscription is answered with.
    pub fn with_ids(self, ids: Ids) -> Self {
        Self { ids, ..self }
    }

    pub(super) fn ids(&self) -> Ids {
        self.ids
    }

    /// The request.
    pub(super) fn asked(&self) -> Incoming<'a> {
        self.slots.asked
    }

    /// The method that is asked for.
    pub(super) fn method(&self) -> &'static Method {
        self.slots.method
    }

    /// The connection.
    pub fn context(&self) -> &'a Context {
        self.slots.asked.context()
    }

    /// The format of the params, and of the answer.
    pub fn wire(&self) -> Wire {
        self.slots.asked.wire()
    }

    /// A param that has to be there.
    pub fn required<T: DeserializeOwned>(&self, index: usize) -> Result<T, ServerError> {
        match self.slots.get(index) {
            Some(value) => self.decode(index, value),
            None => Err(wrong::missing(&self.slots, index, type_name::<T>())),
        }
    }

    /// A param that may be absent or null.
    pub fn optional<T: DeserializeOwned>(&self, index: usize) -> Result<Option<T>, ServerError> {
        match self.slots.get(index) {
            Some(value) if !self.wire().is_null(value) => self.decode(index, value).map(Some),
            _ => Ok(None),
        }
    }

    /// A param whose absence is not the same as null: none, or a null, or a value.
    pub fn nullable<T: DeserializeOwned>(
        &self,
        index: usize,
    ) -> Result<Option<Option<T>>, ServerError> {
        match self.slots.get(index) {
            Some(_) => self.optional(index).map(Some),
            None => Ok(None),
        }
    }

    /// A param that has a default where it is absent. Null is a value like any other, but by position, where what is
    /// left out in the middle is written so, it is absent for a type that does not know it.
    pub fn or_else<T: DeserializeOwned>(
        &self,
        index: usize,
        default: impl FnOnce() -> T,
    ) -> Result<T, ServerError> {
        match self.given(index)? {
            Some(value) => Ok(value),
            None => Ok(default()),
        }
    }

    fn given<T: DeserializeOwned>(&self, index: usize) -> Result<Option<T>, ServerError> {
        let Some(value) = self.slots.get(index) else {
            return Ok(None);
        };
        match self.decode(index, value) {
            Err(_) if self.wire().is_null(value) && !self.slots.by_name => Ok(None),
            read => read.map(Some),
        }
    }

    fn decode<T: DeserializeOwned>(&self, index: usize, value: &'a [u8]) -> Result<T, ServerError> {
        let read = W::decode(self.wire(), value);
        read.map_err(|fault| wrong::value(&self.slots, index, type_name::<T>(), fault))
    }
}
