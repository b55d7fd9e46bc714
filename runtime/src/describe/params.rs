//! The params of a closure: takes the schema of the type that it decodes them into, gives a descriptor for each.
use serde_json::{Map, Value, json};

use super::{ContentDescriptor, Method, ParamStructure};

/// Says what the params of a method are: the members of an object by name, the elements of a tuple
/// by position. Those that it has already give their names and texts.
pub(super) fn describe(method: &mut Method, schema: Value) {
    let given = method.params.take().unwrap_or_default();
    let Value::Object(mut schema) = schema else {
        method.params = Some(given);
        return;
    };
    let params = if let Some(Value::Object(members)) = schema.remove("properties") {
        method.param_structure = Some(ParamStructure::ByName);
        named(given, members, schema.remove("required"))
    } else if let Some(Value::Array(elements)) = schema.remove("items") {
        method.param_structure = Some(ParamStructure::ByPosition);
        placed(given, elements)
    } else {
        given
    };
    method.params = Some(params);
}

/// Those of an object, in the order in which they are told of.
fn named(
    given: Vec<ContentDescriptor>,
    mut members: Map<String, Value>,
    required: Option<Value>,
) -> Vec<ContentDescriptor> {
    let required = required.unwrap_or_default();
    let is_required = |name: &str| {
        let mut names = required.as_array().into_iter().flatten();
        names.any(|known| known == name)
    };
    let mut params = Vec::with_capacity(members.len());
    for mut param in given {
        if let Some(schema) = members.remove(&param.name) {
            param.required = is_required(&param.name);
            param.schema = Some(schema);
        }
        params.push(param);
    }
    for (name, mut schema) in members {
        let text = schema.as_object_mut().and_then(|s| s.remove("description"));
        params.push(ContentDescriptor {
            required: is_required(&name),
            summary: text.and_then(|text| text.as_str().map(str::to_owned)),
            ..ContentDescriptor::new(name, schema)
        });
    }
    params
}

fn placed(given: Vec<ContentDescriptor>, elements: Vec<Value>) -> Vec<ContentDescriptor> {
    let mut given = given.into_iter();
    let elements = elements.into_iter().enumerate();
    let params = elements.map(|(place, schema)| {
        let param = given.next();
        let mut param =
            param.unwrap_or_else(|| ContentDescriptor::new(format!("param{place}"), json!({})));
        param.required = true;
        param.schema = Some(schema);
        param
    });
    params.collect()
}
