//! The schemas of our own types: what the generator makes the same types of.
use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::Integer;

/// A type whose schema stands where it is used.
macro_rules! own {
    ($($ty:ident = $schema:tt;)*) => {$(
        impl JsonSchema for $ty {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($ty).into()
            }

            fn schema_id() -> Cow<'static, str> {
                concat!("callwright::", stringify!($ty)).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

own! {
    Integer = { "type": "integer", "format": "int128" };
}

#[cfg(feature = "msgpack")]
mod msgpack {
    use super::*;
    use crate::{Bytes, RpcStr, Timestamp, Value};

    own! {
        Bytes = { "type": "string", "contentEncoding": "base64" };
        RpcStr = { "type": "string", "x-msgpack-lossy-utf8": true };
        Timestamp = { "type": "string", "format": "date-time", "x-msgpack-ext": -1, "x-msgpack-ext-payload": "timestamp" };
        Value = true;
    }
}
