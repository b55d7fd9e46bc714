//! The ids of subscriptions: what a client is given, and what it gives back.
use serde::{Deserialize, Deserializer};

use crate::{Encoded, Wire, Wires, wire::EncodeError};

/// What who subscribes is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ids {
    /// The id as a number.
    #[default]
    Number,
    /// The id as text, hexadecimal with `0x` before it.
    Text,
    /// Notifications carry no id; true.
    True,
    /// Notifications carry no id; null.
    Null,
}

impl Ids {
    pub(super) fn written<W: Wires>(self, id: u64, wire: Wire) -> Result<Encoded, EncodeError> {
        match self {
            Self::Number => W::encode(&|| wire, &id),
            Self::Text => W::encode(&|| wire, &format!("{id:#x}")),
            Self::True => W::encode(&|| wire, &true),
            Self::Null => W::encode(&|| wire, &()),
        }
    }
}

/// The id of a subscription as a client gives it back; some make text of numbers.
pub(super) struct Id(pub(super) u64);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected the id of a subscription")]
        enum Either {
            Number(u64),
            Text(String),
        }
        let id = match Either::deserialize(deserializer)? {
            Either::Number(id) => Some(id),
            Either::Text(text) => match text.strip_prefix("0x") {
                Some(digits) => u64::from_str_radix(digits, 16).ok(),
                None => text.parse().ok(),
            },
        };
        // What we have not given is nobody's.
        Ok(Self(id.unwrap_or_default()))
    }
}
