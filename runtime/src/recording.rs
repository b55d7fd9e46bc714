//! Real calls as a file: takes what passes a connection, gives it to tests again without a server.
//!
//! A line is an exchange, written when it is over:
//!
//! ```text
//! {"call":"get_pet","params":{"id":1},"result":{"name":"Bobik"}}
//! {"call":"get_pet","params":{"id":9},"error":{"code":42,"message":"Pet not found"},"status":404}
//! {"notify":"log","params":["hello"]}
//! {"call":"list_pets","params":{},"failure":{"kind":"timeout","message":"no answer came in 60s","sent":true}}
//! {"subscribe":"ticks","params":[],"result":"0x1","number":1}
//! {"notification":"tick","params":{"subscription":"0x1","result":7},"number":1}
//! {"notification":"bell","params":{}}
//! ```
mod line;
mod nearest;
mod recorder;
mod replayer;

use std::sync::Arc;

use serde_json::{Value, value::RawValue};

pub use recorder::Recorder;
pub use replayer::Replayer;

use crate::json;

/// What takes secrets out of values: the method, and its params, its result, or its error object.
#[derive(Clone, Default)]
struct Redaction(Option<Arc<Redact>>);

type Redact = dyn Fn(&str, &mut Value) + Send + Sync;

impl Redaction {
    fn new(redact: impl Fn(&str, &mut Value) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(redact)))
    }

    /// The value on one line, without its secrets. What is not changed keeps every digit.
    fn apply(&self, method: &str, value: &RawValue) -> Box<RawValue> {
        if let Some(redact) = &self.0
            && let Ok(before) = serde_json::from_str::<Value>(value.get())
        {
            let mut after = before.clone();
            redact(method, &mut after);
            if after != before {
                return json::raw(after.to_string().into_bytes());
            }
        }
        // Line breaks are between the tokens of JSON, never in them.
        json::raw(value.get().replace(['\n', '\r'], " ").into_bytes())
    }
}
