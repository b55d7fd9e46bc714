//! Places in a tree, as JSON pointers.

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use serde_json::Value;

/// A place that the input chooses.
pub(crate) fn choose(tree: &Value, u: &mut Unstructured<'_>) -> Result<String> {
    let mut places = all(tree);
    let index = u.choose_index(places.len())?;
    Ok(places.swap_remove(index))
}

/// The pointer to a member or element of what `place` points to.
pub(crate) fn join(place: &str, key: &str) -> String {
    format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The places of a tree, the root first.
fn all(tree: &Value) -> Vec<String> {
    let mut places = Vec::new();
    let mut waiting = vec![(String::new(), tree)];
    while let Some((place, value)) = waiting.pop() {
        match value {
            Value::Object(members) => {
                waiting.extend(
                    members
                        .iter()
                        .map(|(key, value)| (join(&place, key), value)),
                );
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                waiting.extend(items.map(|(index, value)| (format!("{place}/{index}"), value)));
            }
            _ => {}
        }
        places.push(place);
    }
    places
}
