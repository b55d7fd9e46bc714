//! Parameters of one request: takes values one by one, gives `params` in the format of a wire.
#[cfg(feature = "msgpack")]
mod msgpack;

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;

#[cfg(feature = "msgpack")]
pub use msgpack::MsgpackParams;

#[cfg(feature = "msgpack")]
use crate::JsonAndMessagePack;
use crate::{Encoded, Error, Fault, Json, Param, Wire, Wires, json, wire::EncodeError};

/// The parameters of a request: one slot per parameter, each encoded or absent.
///
/// Absent and null differ. By name, absent parameters are left out of the object; by position,
/// trailing ones are left out of the array and one in the middle is sent as null
/// (JSON-RPC 2.0, section 4.2). Without parameters an empty object or array is sent.
#[derive(Clone, Debug)]
pub struct Params {
    shape: Shape,
    // Each value stays encoded by itself, so that paging can exchange one, and either wire can
    // write the same slots.
    slots: Vec<Option<Encoded>>,
}

#[derive(Clone, Debug)]
enum Shape {
    Declared {
        params: &'static [Param],
        by_name: bool,
    },
    Named(Vec<Cow<'static, str>>),
    Listed,
}

impl Params {
    /// No parameters yet, to be sent as an array.
    pub fn by_position() -> Self {
        Self {
            shape: Shape::Listed,
            slots: Vec::new(),
        }
    }

    /// No parameters yet, to be sent as an object.
    pub fn by_name() -> Self {
        Self {
            shape: Shape::Named(Vec::new()),
            slots: Vec::new(),
        }
    }

    pub(crate) fn declared(params: &'static [Param], by_name: bool) -> Self {
        Self {
            shape: Shape::Declared { params, by_name },
            slots: vec![None; params.len()],
        }
    }

    /// Empty slots of these names.
    #[cfg(any(feature = "serve", feature = "service"))]
    pub(crate) fn slots(names: impl Iterator<Item = &'static str>) -> Self {
        let names: Vec<Cow<'static, str>> = names.map(Cow::Borrowed).collect();
        Self {
            slots: vec![None; names.len()],
            shape: Shape::Named(names),
        }
    }

    /// The members of an object or the elements of an array; of another value, that alone.
    #[cfg(any(feature = "serve", feature = "service"))]
    pub(crate) fn whole(value: &Encoded) -> Self {
        let json = value.json();
        if let Ok(members) = json::Members::read(json.get()) {
            let members = members.0.into_iter();
            let (names, slots) = members
                .map(|(name, value)| (name.into_owned().into(), Some(value.to_owned().into())))
                .unzip();
            let shape = Shape::Named(names);
            return Self { shape, slots };
        }
        let elements = serde_json::from_str::<Vec<Box<RawValue>>>(json.get());
        let elements = elements.unwrap_or_else(|_| vec![json.clone().into_owned()]);
        Self {
            shape: Shape::Listed,
            slots: elements.into_iter().map(|it| Some(it.into())).collect(),
        }
    }

    /// Adds a parameter after those there are; its name is sent by name only.
    ///
    /// Gives [`Error::Encode`] when `value` cannot be JSON.
    pub fn with<T>(self, name: impl Into<Cow<'static, str>>, value: &T) -> Result<Self, Error>
    where
        T: Serialize + ?Sized,
    {
        self.with_encoded(name.into(), Json::encode(&Wire::default, value))
    }

    /// As [`Params::with`], of a value that JSON cannot hold, such as [`Value`](crate::Value): it
    /// is encoded in MessagePack, and goes over JSON as well as that can be.
    #[cfg(feature = "msgpack")]
    pub fn with_msgpack<T>(
        self,
        name: impl Into<Cow<'static, str>>,
        value: &T,
    ) -> Result<Self, Error>
    where
        T: Serialize + ?Sized,
    {
        let value = JsonAndMessagePack::encode(&|| Wire::MessagePack, value);
        self.with_encoded(name.into(), value)
    }

    fn with_encoded(
        mut self,
        name: Cow<'static, str>,
        value: Result<Encoded, EncodeError>,
    ) -> Result<Self, Error> {
        let value = value.map_err(|error| {
            Error::Encode(Fault::new(format!("parameter `{name}`: {error}")).caused_by(error))
        })?;
        if let Shape::Declared { params, by_name } = self.shape {
            self.shape = match by_name {
                true => Shape::Named(params.iter().map(|param| param.name.into()).collect()),
                false => Shape::Listed,
            };
        }
        if let Shape::Named(names) = &mut self.shape {
            names.push(name);
        }
        self.slots.push(Some(value));
        Ok(self)
    }

    /// The value of a parameter by its name, as JSON. By position, names are known of declared ones
    /// only.
    pub fn get(&self, name: &str) -> Option<Cow<'_, RawValue>> {
        let index = match &self.shape {
            Shape::Declared { params, .. } => params.iter().position(|param| param.name == name),
            Shape::Named(names) => names.iter().position(|known| known == name),
            Shape::Listed => None,
        };
        self.slot(index?)
    }

    /// The value of a parameter by its place, counted from 0, as JSON.
    pub fn slot(&self, index: usize) -> Option<Cow<'_, RawValue>> {
        self.encoded(index).map(Encoded::json)
    }

    /// The value of a parameter by its place, counted from 0, as it was encoded.
    pub fn encoded(&self, index: usize) -> Option<&Encoded> {
        self.slots.get(index)?.as_ref()
    }

    /// How many slots there are, absent parameters included.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is no slot at all.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Writes the array or object.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        match &self.shape {
            Shape::Declared {
                params,
                by_name: true,
            } => {
                self.write_object(params.iter().map(|param| param.name), out);
            }
            Shape::Named(names) => self.write_object(names.iter().map(|name| &**name), out),
            Shape::Declared { by_name: false, .. } | Shape::Listed => self.write_array(out),
        }
    }

    /// The array or object as one JSON value.
    pub fn to_json(&self) -> Box<RawValue> {
        let mut out = Vec::with_capacity(128);
        self.write_json(&mut out);
        json::raw(out)
    }

    /// Puts an encoded value into a slot, or empties it; tells whether there is such a slot.
    pub(crate) fn put(&mut self, index: usize, value: Option<Encoded>) -> bool {
        match self.slots.get_mut(index) {
            Some(slot) => {
                *slot = value;
                true
            }
            None => false,
        }
    }

    /// What an error calls the slot.
    pub(crate) fn label(&self, index: usize) -> String {
        match &self.shape {
            Shape::Declared { params, .. } => params.get(index).map(|param| param.name.to_owned()),
            Shape::Named(names) => names.get(index).map(|name| name.to_string()),
            Shape::Listed => None,
        }
        .unwrap_or_else(|| format!("number {index}"))
    }

    fn write_object<'a>(&self, names: impl Iterator<Item = &'a str>, out: &mut Vec<u8>) {
        let present = names
            .zip(&self.slots)
            .filter_map(|(name, slot)| Some((name, slot.as_ref()?.part())));
        json::write_object(present, out);
    }

    fn write_array(&self, out: &mut Vec<u8>) {
        out.push(b'[');
        for (index, slot) in self.slots[..self.given()].iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            match slot {
                Some(value) => value.part().write_json(out),
                None => out.extend_from_slice(b"null"),
            }
        }
        out.push(b']');
    }

    /// How many slots there are up to the last that is not absent.
    fn given(&self) -> usize {
        let last = self.slots.iter().rposition(Option::is_some);
        last.map_or(0, |last| last + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static DECLARED: [Param; 3] = [
        Param::required("a", "i64"),
        Param::optional("b", "i64"),
        Param::optional("c", "i64"),
    ];

    fn raw(json: &str) -> Option<Encoded> {
        Some(RawValue::from_string(json.to_owned()).unwrap().into())
    }

    #[test]
    fn absent_ones_are_left_out_by_name() {
        let mut params = Params::declared(&DECLARED, true);
        assert_eq!(params.to_json().get(), "{}");
        assert!(params.put(0, raw("1")) && params.put(2, raw("null")));
        assert_eq!(params.to_json().get(), r#"{"a":1,"c":null}"#);
        assert_eq!(params.get("c").unwrap().get(), "null");
        assert!(params.get("b").is_none());
    }

    #[test]
    fn a_hole_is_null_by_position() {
        let mut params = Params::declared(&DECLARED, false);
        assert_eq!(params.to_json().get(), "[]");
        params.put(0, raw("1"));
        assert_eq!(params.to_json().get(), "[1]");
        params.put(2, raw("3"));
        assert_eq!(params.to_json().get(), "[1,null,3]");
        assert!(!params.put(3, None));
    }

    #[test]
    fn free_params_take_any_value() {
        let params = Params::by_name()
            .with("a", &1)
            .unwrap()
            .with("b", "x")
            .unwrap();
        assert_eq!(params.to_json().get(), r#"{"a":1,"b":"x"}"#);
        let params = Params::by_position()
            .with("a", &1)
            .unwrap()
            .with("b", "x")
            .unwrap();
        assert_eq!(params.to_json().get(), r#"[1,"x"]"#);
    }

    #[test]
    fn what_cannot_be_json_is_an_error() {
        let odd = std::collections::HashMap::from([((1, 2), 3)]);
        let error = Params::by_name().with("a", &odd).unwrap_err();
        assert!(matches!(error, Error::Encode(_)));
        assert!(error.to_string().contains("parameter `a`"), "{error}");
    }
}
