//! Takes a file and the references in it that lead nowhere as they stand, and puts those in their places that were meant.
//!
//! Schemas are copied into documents with what they define: `#/$defs/Pet` then counts from the schema. People write
//! `Pet` for a component, and the `$id` of a schema that is there.

mod copies;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::{At, FileId, Files};
use crate::percent;
use crate::pointer::Pointer;

use super::references;
use copies::Copies;

/// Where the types of a document are kept.
const COMPONENTS: &str = "/components/schemas";

/// Mends the references that need no other file. What JSON Schema knows, too, is no news.
pub(super) fn inside(files: &mut Files, file: FileId) {
    let Some(tree) = files.files.get(file.0).map(|file| &file.tree) else {
        return;
    };
    let mut mended = Vec::new();
    let mut copies = Copies::of(tree);
    references::all(tree, |text, at| {
        let meant = match text.split_once('#') {
            Some(("", "" | "/")) => whole(tree, &at()),
            Some(("", fragment)) if fragment.starts_with('/') => {
                let meant = enclosing(tree, &percent::decoded(fragment), &at());
                meant.map(|meant| copies.first(meant))
            }
            Some(("", name)) if files.anchored(file, name).is_none() => component(tree, name),
            Some(("", _)) => None,
            Some((id, fragment)) => identified(files, file, id, fragment),
            None => identified(files, file, text, ""),
        };
        if let Some(meant) = meant {
            mended.push((at(), text.to_owned(), meant));
        }
    });
    for (pointer, text, meant) in mended {
        let is_known = !text.starts_with('#');
        let note = replaced(files, &At { file, pointer }, &text, &meant);
        files.warnings.extend(note.filter(|_| !is_known));
    }
}

/// Takes a reference to a file that is not there for the name of a component, where there is one.
pub(super) fn named(files: &mut Files, places: &[At], reference: &str) -> bool {
    let file = places.first().and_then(|at| files.files.get(at.file.0));
    let Some(meant) = file.and_then(|file| component(&file.tree, reference)) else {
        return false;
    };
    for at in places {
        let text = files.value(at).and_then(Value::as_str).unwrap_or_default();
        let (text, inside) = (text.to_owned(), text.split_once('#'));
        let fragment = inside.map_or("", |(_, fragment)| fragment);
        let meant = Pointer::new(format!("{meant}{}", percent::decoded(fragment)));
        let note = replaced(files, at, &text, &meant);
        files.warnings.extend(note);
    }
    true
}

/// Writes one reference in the place of another, and tells so.
fn replaced(files: &mut Files, at: &At, text: &str, meant: &Pointer) -> Option<Diagnostic> {
    let tree = &mut files.files.get_mut(at.file.0)?.tree;
    let new = format!("#{}", meant.as_str().replace('%', "%25"));
    let message = format!("`{text}` is read as `{new}`: it leads nowhere as it stands");
    *tree.pointer_mut(at.pointer.as_str())? = Value::String(new);
    Some(Diagnostic::at(Code::FoundElsewhere, at, message))
}

/// The nearest object around a reference in which its pointer leads somewhere; none where it does so in the file.
fn enclosing(tree: &Value, fragment: &str, at: &Pointer) -> Option<Pointer> {
    if tree.pointer(fragment).is_some() {
        return None;
    }
    around(at).find_map(|outer| {
        let meant = Pointer::new(format!("{outer}{fragment}"));
        tree.pointer(meant.as_str()).map(|_| meant)
    })
}

/// The outermost schema around a reference: a document is no schema, so that `#` in it must mean another whole.
fn whole(document: &Value, at: &Pointer) -> Option<Pointer> {
    document.get("methods")?;
    let mut outer: Vec<Pointer> = around(at).collect();
    outer.reverse();
    let is_schema = |pointer: &&Pointer| {
        let text = pointer.as_str();
        let component = text
            .strip_prefix(COMPONENTS)
            .and_then(|name| name.strip_prefix('/'));
        text.ends_with("/schema") || component.is_some_and(|name| !name.contains('/'))
    };
    outer.iter().find(is_schema).cloned()
}

fn identified(files: &Files, file: FileId, id: &str, fragment: &str) -> Option<Pointer> {
    let schema = files.identified(file, id)?;
    match fragment.is_empty() || fragment.starts_with('/') {
        true => Some(Pointer::new(format!(
            "{schema}{}",
            percent::decoded(fragment)
        ))),
        false => files.anchored(file, fragment).cloned(),
    }
}

/// The component that a bare name means, or a path without the `#/` before it.
fn component(tree: &Value, text: &str) -> Option<Pointer> {
    let name = text.strip_prefix("components/schemas/").unwrap_or(text);
    let schemas = tree.pointer(COMPONENTS)?;
    schemas.get(name)?;
    Some(Pointer::new(COMPONENTS).join(name))
}

/// What stands around a place, the nearest first and the file itself last.
fn around(at: &Pointer) -> impl Iterator<Item = Pointer> {
    let text = at.as_str().to_owned();
    let ends: Vec<usize> = text.match_indices('/').map(|(end, _)| end).collect();
    let outer = ends.into_iter().rev();
    outer.map(move |end| Pointer::new(&text[..end]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The references of a result's schema after mending, and how many notes there are of them.
    fn mended(schema: &Value) -> (Value, usize) {
        let document = json!({
            "methods": [{ "name": "m", "params": [], "result": { "name": "r", "schema": schema } }],
            "components": { "schemas": { "Pet": { "$id": "https://pets.example/pet", "$defs": { "a%b": {} } } } },
        });
        let mut files = Files::json(&document.to_string());
        inside(&mut files, FileId::ROOT);
        let schema = files.files[0].tree["methods"][0]["result"]["schema"].clone();
        (schema, files.warnings.iter().count())
    }

    #[test]
    fn what_a_schema_brings_along_is_found_in_it() {
        let defined = json!({ "$defs": { "Toy": {}, "Box": { "items": { "$ref": "#/$defs/Toy" } } }, "$ref": "#/$defs/Box" });
        let (schema, notes) = mended(&defined);
        let toy = "#/methods/0/result/schema/$defs/Toy";
        assert_eq!(schema["$defs"]["Box"]["items"]["$ref"], toy);
        assert_eq!(schema["$ref"], "#/methods/0/result/schema/$defs/Box");
        assert_eq!(notes, 2);
        let (schema, _) = mended(&json!({ "properties": { "kin": { "$ref": "#" } } }));
        let whole = "#/methods/0/result/schema";
        assert_eq!(schema["properties"]["kin"]["$ref"], whole);
    }

    #[test]
    fn names_and_addresses_of_components_are_found() {
        let pet = "#/components/schemas/Pet";
        assert_eq!(
            mended(&json!({ "$ref": "#components/schemas/Pet" })).0["$ref"],
            pet
        );
        let (schema, notes) = mended(&json!({ "$ref": "https://pets.example/pet" }));
        assert_eq!((&schema["$ref"], notes), (&json!(pet), 0));
        let (schema, _) = mended(&json!({ "$ref": "https://pets.example/pet#/$defs/a%25b" }));
        assert_eq!(schema["$ref"], format!("{pet}/$defs/a%25b"));
    }

    #[test]
    fn what_leads_somewhere_or_nowhere_stays() {
        for text in [
            "#/components/schemas/Pet",
            "#/$defs/Toy",
            "#Toy",
            "Pet.json",
            "https://pets.example/toy",
        ] {
            let schema = json!({ "$ref": text });
            assert_eq!(mended(&schema), (schema, 0));
        }
    }
}
