//! The params of a request, each in the slot of its declaration: takes an object or an array, decodes no value.
use serde::de::DeserializeSeed;

use super::{UnknownParams, wrong};
#[cfg(feature = "msgpack")]
use crate::wire::Part;
use crate::{
    Incoming, Method, ServerError, Wire,
    json::{self, Name, Values},
};

/// A request of a method whose params are told apart.
#[derive(Debug)]
pub(super) struct Slots<'a> {
    pub(super) asked: Incoming<'a>,
    pub(super) method: &'static Method,
    /// Whether the params came as an object.
    pub(super) by_name: bool,
    /// As they came.
    values: Vec<Option<&'a [u8]>>,
    /// How many came by position.
    given: usize,
    /// What came beside the params that there are.
    unknown: Option<Unknown>,
}

/// A param that the method does not have.
#[derive(Debug)]
pub(super) enum Unknown {
    Named(String),
    /// How many came by position.
    Surplus(usize),
}

impl<'a> Slots<'a> {
    pub(super) fn split(
        asked: Incoming<'a>,
        method: &'static Method,
        unknown: UnknownParams,
    ) -> Result<Self, ServerError> {
        let mut slots = Self {
            asked,
            method,
            by_name: false,
            values: vec![None; method.params.len()],
            given: 0,
            unknown: None,
        };
        slots.fill().map_err(|why| wrong::shape(method, &why))?;
        match &slots.unknown {
            Some(name) if unknown == UnknownParams::Reject => Err(wrong::unknown(method, name)),
            _ => Ok(slots),
        }
    }

    /// The value of a param; none where it did not come.
    pub(super) fn get(&self, index: usize) -> Option<&'a [u8]> {
        self.values.get(index).copied().flatten()
    }

    fn fill(&mut self) -> Result<(), String> {
        let (wire, params) = (self.asked.wire(), self.asked.raw_params());
        if params.is_empty() || params == wire.null() {
            return Ok(());
        }
        match wire {
            Wire::Json => self.fill_from_json(params).map_err(|e| e.to_string())?,
            #[cfg(feature = "msgpack")]
            Wire::MessagePack => self.fill_from_msgpack(params)?,
        }
        if self.given > self.values.len() {
            self.unknown = Some(Unknown::Surplus(self.given));
        }
        Ok(())
    }

    fn fill_from_json(&mut self, params: &'a [u8]) -> Result<(), serde_json::Error> {
        #[cfg(any(feature = "streams", feature = "ws"))]
        if let Some(pieces) = self.asked.pieces() {
            self.by_name = pieces.by_name;
            return pieces
                .of(params)
                .try_for_each(|(name, value)| self.put_json(name, value));
        }
        let mut json = serde_json::Deserializer::from_str(json::text(params)?);
        let put = |name: Option<&str>, value: &'a str| {
            self.put_json(name.map(str::as_bytes), value.as_bytes())
        };
        self.by_name = Values(put).deserialize(&mut json)?;
        json.end()
    }

    #[cfg(feature = "msgpack")]
    fn fill_from_msgpack(&mut self, params: &'a [u8]) -> Result<(), String> {
        use crate::MsgpackParams::SingleMap;

        let params = Part::read(Wire::MessagePack, params).map_err(|fault| fault.to_string())?;
        let elements = match params.elements() {
            None => return self.fill_from_map(params),
            Some(elements) => elements,
        };
        match elements[..] {
            [map] if self.method.msgpack_params == SingleMap && map.is_object() => {
                self.fill_from_map(map)
            }
            _ => {
                elements
                    .into_iter()
                    .for_each(|value| self.put_next(value.bytes()));
                Ok(())
            }
        }
    }

    #[cfg(feature = "msgpack")]
    fn fill_from_map(&mut self, map: Part<'a>) -> Result<(), String> {
        self.by_name = true;
        let members = map.members().map_err(|fault| fault.cause().to_string())?;
        for (name, value) in members {
            self.put_named(&name, value.bytes());
        }
        Ok(())
    }

    /// Puts a value, which in an object has a name with quotes.
    fn put_json(&mut self, name: Option<&[u8]>, value: &'a [u8]) -> Result<(), serde_json::Error> {
        match name.map(serde_json::from_slice).transpose()? {
            Some(Name(name)) => self.put_named(&name, value),
            None => self.put_next(value),
        }
        Ok(())
    }

    fn put_next(&mut self, value: &'a [u8]) {
        self.put(self.given, value);
        self.given += 1;
    }

    fn put(&mut self, index: usize, value: &'a [u8]) {
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(value);
        }
    }

    /// A param that comes twice counts as it came last.
    fn put_named(&mut self, name: &str, value: &'a [u8]) {
        let mut declared = self.method.params.iter();
        match declared.position(|param| param.name == name) {
            Some(index) => self.put(index, value),
            None if self.unknown.is_some() => {}
            None => self.unknown = Some(Unknown::Named(name.to_owned())),
        }
    }
}
