//! What is added to a document: at the end of a list also what wants a name that is taken, elsewhere what is new.

use heck::ToUpperCamelCase as _;
use serde_json::{Map, Value, json};

use crate::files::At;
use crate::pointer::Pointer;

/// What is added.
#[derive(Clone, Copy, Debug)]
pub(super) enum Addition {
    MethodAtEnd,
    MethodInside,
    ParamAtEnd,
    ErrorAtEnd,
    ComponentAtEnd,
    ComponentInside,
    MemberAtEnd,
    MemberInside,
    ValueAtEnd,
    BranchAtEnd,
}

/// Where elements of `methods` went.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moved {
    from: Option<usize>,
}

impl Moved {
    pub(super) fn of(&self, at: &At) -> At {
        let mut steps: Vec<String> = at.pointer.steps().collect();
        if let (Some(from), Some("methods")) = (self.from, steps.first().map(String::as_str))
            && let Some(step) = steps.get_mut(1)
            && let Ok(index) = step.parse::<usize>()
            && index >= from
        {
            *step = (index + 1).to_string();
        }
        At {
            file: at.file,
            pointer: steps.iter().fold(Pointer::root(), |at, step| at.join(step)),
        }
    }
}

impl Addition {
    pub(super) const ALL: [Self; 10] = [
        Self::MethodAtEnd,
        Self::MethodInside,
        Self::ParamAtEnd,
        Self::ErrorAtEnd,
        Self::ComponentAtEnd,
        Self::ComponentInside,
        Self::MemberAtEnd,
        Self::MemberInside,
        Self::ValueAtEnd,
        Self::BranchAtEnd,
    ];

    /// The document with the addition made in one place after the other.
    pub(super) fn made(self, tree: &Value) -> Vec<(Value, Moved)> {
        match self {
            Self::MethodAtEnd => methods(tree, false),
            Self::MethodInside => methods(tree, true),
            Self::ParamAtEnd => within_methods(
                tree,
                "params",
                |first| json!({ "name": collides(first, "name"), "schema": inline() }),
            ),
            Self::ErrorAtEnd => within_methods(
                tree,
                "errors",
                |first| json!({ "code": 987_654, "message": collides(first, "message") }),
            ),
            Self::ComponentAtEnd => components(tree, false),
            Self::ComponentInside => components(tree, true),
            Self::MemberAtEnd => members(tree, false),
            Self::MemberInside => members(tree, true),
            Self::ValueAtEnd => lists(tree, "enum", |first| {
                first.as_str().map(|first| json!(format!("{first} ")))
            }),
            Self::BranchAtEnd => lists(tree, "oneOf", |_| {
                Some(
                    json!({ "title": "Grown", "type": "object", "properties": { "grown": inline() } }),
                )
            }),
        }
    }
}

/// A schema that needs a type.
fn inline() -> Value {
    json!({ "type": "object", "required": ["grownMember"], "properties": { "grownMember": { "enum": ["grown", "GROWN"] } } })
}

/// A text that becomes the same Rust name as that of the value.
fn collides(value: &Value, key: &str) -> String {
    let text = value.get(key).and_then(Value::as_str).unwrap_or("grown");
    format!("{text} ")
}

/// Two indices of a list: each costs a reading of the whole document.
fn samples(length: usize) -> Vec<usize> {
    let mut samples = vec![length / 3, length.saturating_sub(1)];
    samples.dedup();
    samples.retain(|index| *index < length);
    samples
}

fn methods(tree: &Value, inside: bool) -> Vec<(Value, Moved)> {
    let Some(methods) = tree.get("methods").and_then(Value::as_array) else {
        return Vec::new();
    };
    let grown = samples(methods.len()).into_iter().map(|index| {
        let mut tree = tree.clone();
        let mut method = methods[index].clone();
        if inside {
            method = json!({
                "name": "grownMethod",
                "params": [{ "name": "p", "schema": inline() }],
                "result": { "name": "r", "schema": inline() },
            });
        } else if method.is_object() {
            method["name"] = json!(collides(&method, "name"));
        }
        let place = if inside { index } else { methods.len() };
        if let Some(methods) = tree["methods"].as_array_mut() {
            methods.insert(place, method);
        }
        let moved = Moved { from: Some(place) };
        follow(&mut tree, moved);
        (tree, moved)
    });
    grown.collect()
}

/// References into methods count these, and go where these went.
fn follow(tree: &mut Value, moved: Moved) {
    match tree {
        Value::Array(elements) => elements.iter_mut().for_each(|it| follow(it, moved)),
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get_mut("$ref")
                && let Some(pointer) = text.strip_prefix('#')
                && pointer.starts_with("/methods/")
            {
                let pointer = Pointer::new(pointer);
                let at = At {
                    pointer,
                    ..At::root()
                };
                *text = format!("#{}", moved.of(&at).pointer);
            }
            members.values_mut().for_each(|it| follow(it, moved));
        }
        _ => {}
    }
}

/// At the end of a list of two methods.
fn within_methods(tree: &Value, list: &str, new: impl Fn(&Value) -> Value) -> Vec<(Value, Moved)> {
    let count = tree
        .get("methods")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let grown = samples(count).into_iter().filter_map(|index| {
        let mut tree = tree.clone();
        let elements = tree["methods"]
            .get_mut(index)?
            .get_mut(list)?
            .as_array_mut()?;
        let element = new(elements.first()?);
        elements.push(element);
        Some((tree, Moved::default()))
    });
    grown.collect()
}

fn schemas(tree: &Value) -> Option<&Map<String, Value>> {
    tree.pointer("/components/schemas")?.as_object()
}

fn components(tree: &Value, inside: bool) -> Vec<(Value, Moved)> {
    let Some(schemas) = schemas(tree) else {
        return Vec::new();
    };
    let grown = samples(schemas.len()).into_iter().filter_map(|index| {
        let mut grown = tree.clone();
        let key = match inside {
            true => "GrownComponent".to_owned(),
            false => taken(schemas.keys().nth(index)?, schemas),
        };
        let place = if inside { index } else { schemas.len() };
        let schemas = grown.pointer_mut("/components/schemas")?.as_object_mut()?;
        schemas.shift_insert(place, key.clone(), inline());
        // Something has to lead to it.
        let reference = json!({ "$ref": format!("#/components/schemas/{key}") });
        let method = json!({ "name": "grownMethod", "params": [], "result": { "name": "r", "schema": reference } });
        grown["methods"].as_array_mut()?.push(method);
        Some((grown, Moved::default()))
    });
    grown.collect()
}

/// A key for the same Rust name: in UpperCamelCase, or that with a sign behind it.
fn taken(key: &str, schemas: &Map<String, Value>) -> String {
    let camel = key.to_upper_camel_case();
    match schemas.contains_key(&camel) || camel.is_empty() {
        true => format!("{key}_"),
        false => camel,
    }
}

fn members(tree: &Value, inside: bool) -> Vec<(Value, Moved)> {
    let Some(schemas) = schemas(tree) else {
        return Vec::new();
    };
    let with_members = schemas
        .iter()
        .filter(|(_, schema)| schema.get("properties").is_some());
    let keys: Vec<&String> = with_members.map(|(key, _)| key).collect();
    let grown = samples(keys.len()).into_iter().filter_map(|index| {
        let mut tree = tree.clone();
        let schema = tree
            .pointer_mut("/components/schemas")?
            .get_mut(keys[index])?;
        let properties = schema.get_mut("properties")?.as_object_mut()?;
        let (place, key) = match inside {
            true => (properties.len() / 2, "grownMember".to_owned()),
            false => (properties.len(), format!("{}-", properties.keys().next()?)),
        };
        properties.shift_insert(place, key, inline());
        Some((tree, Moved::default()))
    });
    grown.collect()
}

/// At the end of the lists that components have under a keyword.
fn lists(
    tree: &Value,
    keyword: &str,
    new: impl Fn(&Value) -> Option<Value>,
) -> Vec<(Value, Moved)> {
    let Some(schemas) = schemas(tree) else {
        return Vec::new();
    };
    let with_list = schemas
        .iter()
        .filter(|(_, schema)| schema.get(keyword).is_some());
    let keys: Vec<&String> = with_list.map(|(key, _)| key).collect();
    let grown = samples(keys.len()).into_iter().filter_map(|index| {
        let mut tree = tree.clone();
        let schema = tree
            .pointer_mut("/components/schemas")?
            .get_mut(keys[index])?;
        let list = schema.get_mut(keyword)?.as_array_mut()?;
        let element = new(list.first()?)?;
        list.push(element);
        Some((tree, Moved::default()))
    });
    grown.collect()
}
