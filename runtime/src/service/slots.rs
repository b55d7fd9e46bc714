//! The params of a request, each in the slot of its declaration: takes an object or an array, decodes no value.
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{UnknownParams, wrong};
use crate::{Incoming, Method, ServerError, Wire, json, json::Name, wire::Part};

/// A request of a method whose params are told apart.
#[derive(Debug)]
pub(super) struct Slots<'a> {
    pub(super) asked: Incoming<'a>,
    pub(super) method: &'static Method,
    /// Whether the params came as an object.
    pub(super) by_name: bool,
    values: Vec<Option<Part<'a>>>,
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
            unknown: None,
        };
        slots.fill().map_err(|why| wrong::shape(method, &why))?;
        match &slots.unknown {
            Some(name) if unknown == UnknownParams::Reject => Err(wrong::unknown(method, name)),
            _ => Ok(slots),
        }
    }

    /// The value of a param; none where it did not come.
    pub(super) fn get(&self, index: usize) -> Option<Part<'a>> {
        self.values.get(index).copied().flatten()
    }

    fn fill(&mut self) -> Result<(), String> {
        let (wire, params) = (self.asked.wire(), self.asked.raw_params());
        if params.is_empty() || params == wire.null() {
            return Ok(());
        }
        #[cfg(feature = "serve-http")]
        if let Some(pieces) = self.asked.pieces() {
            self.fill_from_pieces(pieces);
            return Ok(());
        }
        match wire {
            Wire::Json => {
                let text = json::text(params).map_err(|error| error.to_string())?;
                let mut json = serde_json::Deserializer::from_str(text);
                self.deserialize(&mut json)
                    .and_then(|()| json.end())
                    .map_err(|error| error.to_string())
            }
            #[cfg(feature = "msgpack")]
            Wire::MessagePack => self.fill_from_msgpack(params),
        }
    }

    #[cfg(feature = "serve-http")]
    fn fill_from_pieces(&mut self, pieces: &'a json::pieces::Pieces<'a>) {
        self.by_name = pieces.by_name;
        for (index, (name, value)) in pieces.values.iter().enumerate() {
            match pieces.by_name {
                true => self.put_named(name, Part::Json(value)),
                false => self.put(index, Part::Json(value)),
            }
        }
        if !pieces.by_name {
            self.count(pieces.values.len());
        }
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
                let given = elements.len();
                elements
                    .into_iter()
                    .enumerate()
                    .for_each(|(index, value)| self.put(index, value));
                self.count(given);
                Ok(())
            }
        }
    }

    #[cfg(feature = "msgpack")]
    fn fill_from_map(&mut self, map: Part<'a>) -> Result<(), String> {
        self.by_name = true;
        let members = map.members().map_err(|fault| fault.cause().to_string())?;
        for (name, value) in members {
            self.put_named(&name, value);
        }
        Ok(())
    }

    fn put(&mut self, index: usize, value: Part<'a>) {
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(value);
        }
    }

    /// A param that comes twice counts as it came last.
    fn put_named(&mut self, name: &str, value: Part<'a>) {
        let mut declared = self.method.params.iter();
        match declared.position(|param| param.name == name) {
            Some(index) => self.put(index, value),
            None if self.unknown.is_some() => {}
            None => self.unknown = Some(Unknown::Named(name.to_owned())),
        }
    }

    /// How many came by position.
    fn count(&mut self, given: usize) {
        if given > self.values.len() {
            self.unknown = Some(Unknown::Surplus(given));
        }
    }
}

/// Reads JSON in one pass; the values are slices of it.
impl<'a> DeserializeSeed<'a> for &mut Slots<'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for &mut Slots<'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        self.by_name = true;
        while let Some((Name(name), value)) = map.next_entry::<Name<'a>, &'a RawValue>()? {
            self.put_named(&name, Part::Json(value));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut given = 0;
        while let Some(value) = seq.next_element::<&'a RawValue>()? {
            self.put(given, Part::Json(value));
            given += 1;
        }
        self.count(given);
        Ok(())
    }
}
