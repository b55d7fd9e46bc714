//! Takes what Neovim's functions share, handles and kinds of errors, and gives the components of a document.

use serde_json::{Map, Value, json};

use super::api_info::ApiInfo;

pub(super) fn all(info: &ApiInfo) -> Value {
    let handles = info.types.iter().map(|(name, handle)| {
        let schema = json!({
            "description": format!("The handle of a {}; 0 is the current one.", name.to_lowercase()),
            "type": "integer",
            "format": "int64",
            "x-msgpack-ext": handle.id,
            "x-msgpack-ext-payload": "msgpack-integer",
            "x-msgpack-accept-plain": true,
        });
        (name.clone(), schema)
    });
    let errors = info.error_types.iter().map(|(name, error)| {
        let error = json!({ "code": error.id, "message": name });
        (name.clone(), error)
    });
    json!({
        "schemas": handles.collect::<Map<_, _>>(),
        "errors": errors.collect::<Map<_, _>>(),
    })
}
