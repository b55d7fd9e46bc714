//! Extensions for who knows of none: takes one, gives the map that stands for it in JSON.
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Error as _, MapAccess};

use crate::msgpack::{Error, transcode};

/// A map of one entry, `{"$ext":[code,"base64"]}`.
pub(super) struct Extension<'a> {
    code: i8,
    payload: &'a [u8],
    is_named: bool,
}

impl<'a> Extension<'a> {
    pub(super) fn new(code: i8, payload: &'a [u8]) -> Self {
        Self {
            code,
            payload,
            is_named: false,
        }
    }
}

impl<'de> MapAccess<'de> for Extension<'_> {
    type Error = Error;

    fn next_key_seed<T>(&mut self, seed: T) -> Result<Option<T::Value>, Error>
    where
        T: DeserializeSeed<'de>,
    {
        match std::mem::replace(&mut self.is_named, true) {
            true => Ok(None),
            false => {
                let name = StrDeserializer::<Error>::new(transcode::EXT);
                seed.deserialize(name).map(Some)
            }
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let value = serde_json::json!([self.code, transcode::base64(self.payload)]);
        seed.deserialize(value).map_err(Error::custom)
    }
}
