//! Takes a published meta-schema and gives callwright's own text for it: what a document looks like, in draft 7.

use crate::files::Published;

pub(super) fn text(published: Published) -> &'static str {
    match published {
        Published::OpenRpc => include_str!("known/openrpc.json"),
        Published::JsonSchema => include_str!("known/json-schema.json"),
    }
}
