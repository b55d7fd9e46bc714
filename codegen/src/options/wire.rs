//! The encodings that a client speaks.

use serde::{Deserialize, Serialize};

use super::Options;

/// How values are encoded on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wire {
    /// JSON-RPC.
    Json,
    /// MessagePack-RPC.
    MsgPack,
}

impl Options {
    /// Whether the client speaks MessagePack beside JSON.
    pub(crate) fn speaks_msgpack(&self) -> bool {
        self.wire.contains(&Wire::MsgPack)
    }

    /// What is wrong with the choice, and a hint: JSON is what the runtime falls back on for whatever has no types.
    pub(super) fn wire_fault(&self) -> Option<(&'static str, &'static str)> {
        let lacks_json = !self.wire.is_empty() && !self.wire.contains(&Wire::Json);
        lacks_json.then_some((
            "a client that speaks MessagePack speaks JSON too",
            "write `wire = [\"json\", \"msgpack\"]`; a connection still has one of them only",
        ))
    }
}
