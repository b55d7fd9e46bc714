//! Makes the changes of an OpenAPI Overlay: actions on what JSONPaths select.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;
use crate::pointer::Pointer;
use crate::suggest;

use super::target::Target;
use super::{refused, unmatched};

/// What an action may say; `x-` members are for others.
const KEYS: [&str; 4] = ["target", "description", "update", "remove"];

const ACTION: &str = "an action has a `target`, and `update` or `remove: true`";
const PATH: &str =
    "a target is a JSONPath (RFC 9535), such as `$.methods[?@.name == 'list_pets'].params`";

/// Whether an object is an overlay, or meant to be one.
pub(super) fn is_overlay(members: &Map<String, Value>) -> bool {
    members.contains_key("overlay") || members.contains_key("actions")
}

/// Performs the actions of an overlay in their order.
pub(super) fn perform(
    overlay: &Map<String, Value>,
    at: &At,
    target: &mut Target<'_>,
    found: &mut Diagnostics,
) {
    version(overlay, at, found);
    let at = at.join("actions");
    let Some(Value::Array(actions)) = overlay.get("actions") else {
        found.push(refused(&at, "the overlay has no list of `actions`", ACTION));
        return;
    };
    for (index, action) in actions.iter().enumerate() {
        if let Err(fault) = one(action, &at.join(index), target, found) {
            found.push(fault);
        }
    }
}

fn version(overlay: &Map<String, Value>, at: &At, found: &mut Diagnostics) {
    let version = overlay.get("overlay").and_then(Value::as_str);
    if !version.is_some_and(|version| version.starts_with("1.")) {
        let message = "the overlay does not state a version that is known; it is read as 1.0.0";
        let fault = Diagnostic::at(Code::Version, &at.join("overlay"), message);
        found.push(fault.hint("begin it with `\"overlay\": \"1.0.0\"`"));
    }
}

fn one(
    action: &Value,
    at: &At,
    target: &mut Target<'_>,
    found: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let Some(members) = action.as_object() else {
        return Err(refused(at, "an action is an object", ACTION));
    };
    let unknown = |key: &&String| !KEYS.contains(&key.as_str()) && !key.starts_with("x-");
    if let Some(key) = members.keys().find(unknown) {
        let message = format!("an action has no `{key}`");
        let fault = Diagnostic::at(Code::Overlay, &at.join(key), message);
        return Err(suggest::hinted(fault, key, KEYS));
    }
    let Some(path) = members.get("target").and_then(Value::as_str) else {
        return Err(refused(at, "the action has no `target`", ACTION));
    };
    let target_at = at.join("target");
    let query = JsonPath::parse(path).map_err(|error| {
        let message = format!("the target cannot be read: {error}");
        refused(&target_at, message, PATH)
    })?;
    let removes = members.get("remove") == Some(&Value::Bool(true));
    let update = members.get("update").filter(|_| !removes);
    if !removes && update.is_none() {
        return Err(refused(at, "the action does nothing", ACTION));
    }
    let places = query.query_located(target.tree);
    let places = places
        .locations()
        .map(|place| Pointer::new(place.to_json_pointer()));
    let places: Vec<Pointer> = places.collect();
    if places.is_empty() {
        let message = format!("`{path}` selects nothing in the document");
        found.push(unmatched(&target_at, message));
    }
    match update {
        Some(update) => places
            .iter()
            .try_for_each(|place| target.update(place, update, &at.join("update"))),
        None if places.contains(&Pointer::root()) => {
            let message = "this would remove the whole document";
            Err(refused(&target_at, message, PATH))
        }
        None => {
            target.remove(&places);
            Ok(())
        }
    }
}
