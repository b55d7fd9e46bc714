//! Types that stand in the place of schemas, as a user of callwright has them: with what serde needs and no more.

use serde::{Deserialize, Serialize};

/// An address on one line.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(from = "Written", into = "Written")]
pub struct Address(pub String);

/// An address as the wire has it.
#[derive(Deserialize, Serialize)]
struct Written {
    street: String,
}

impl From<Written> for Address {
    fn from(written: Written) -> Self {
        Self(written.street)
    }
}

impl From<Address> for Written {
    fn from(address: Address) -> Self {
        Self { street: address.0 }
    }
}

/// A price, in cents.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Cents {
    /// How many.
    pub cents: i64,
}
