//! The values of an object or an array one by one: takes JSON that is being read, decodes none of them.
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Reads an object or an array. The closure gets each value, in an object with its name as it is written: with its quotes,
/// and perhaps of no text. Gives whether it is an object.
pub(crate) struct Values<F>(pub(crate) F);

impl<'de, F, E> DeserializeSeed<'de> for Values<F>
where
    F: FnMut(Option<&'de str>, &'de str) -> Result<(), E>,
    E: fmt::Display,
{
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F, E> Visitor<'de> for Values<F>
where
    F: FnMut(Option<&'de str>, &'de str) -> Result<(), E>,
    E: fmt::Display,
{
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<bool, A::Error> {
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            (self.0)(Some(name.get()), value.get()).map_err(A::Error::custom)?;
        }
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut array: A) -> Result<bool, A::Error> {
        while let Some(value) = array.next_element::<&RawValue>()? {
            (self.0)(None, value.get()).map_err(A::Error::custom)?;
        }
        Ok(false)
    }
}
