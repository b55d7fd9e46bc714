//! Takes the names that the user chose for types and gives them to the definitions that they are for.

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;
use crate::options::Rename;
use crate::schema::catalogue::{Catalogue, State};
use crate::suggest;

/// Chosen names come first: another type that had one gets a number.
///
/// This happens when all generated names are known, so that renaming one type changes no other's name.
pub(in crate::schema) fn rename(
    catalogue: &mut Catalogue,
    rename: &Rename,
    found: &mut Diagnostics,
) {
    let keys = keys(catalogue);
    for (index, own) in &keys {
        let members = own.iter().find_map(|key| rename.members.get(key));
        if let Some(members) = members {
            catalogue.entries[*index].chosen.clone_from(members);
        }
    }
    unmatched("rename.types", &rename.types, &keys, found);
    unmatched("rename.members", &rename.members, &keys, found);
    if rename.types.is_empty() {
        return;
    }
    let mut taken: HashSet<String> = catalogue.foreign().values().cloned().collect();
    for first in [true, false] {
        for (index, own) in &keys {
            let entry = &mut catalogue.entries[*index];
            let chosen = own.iter().find_map(|key| rename.types.get(key));
            if chosen.is_some() != first {
                continue;
            }
            let wanted = chosen.unwrap_or(&entry.name).clone();
            let name = free(&wanted, &mut taken);
            if name != wanted {
                found.push(super::super::catalogue::renamed(&entry.at, &wanted, &name));
            }
            entry.name = name;
        }
    }
}

/// By definition that is kept, what it may be called in options: its generated name and that of its component.
fn keys(catalogue: &Catalogue) -> Vec<(usize, Vec<String>)> {
    let entries = catalogue.entries.iter().enumerate();
    let kept = entries.filter(|(_, entry)| matches!(entry.state, State::Read(_)));
    kept.map(|(index, entry)| {
        let component = catalogue.component_key(&entry.at);
        let names = [Some(entry.name.clone()), component].into_iter().flatten();
        (index, names.collect())
    })
    .collect()
}

fn free(wanted: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{wanted}{number}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    names
        .find(|name| taken.insert(name.clone()))
        .unwrap_or_default()
}

/// Says which keys are no type's.
fn unmatched<V>(
    option: &str,
    rules: &BTreeMap<String, V>,
    keys: &[(usize, Vec<String>)],
    found: &mut Diagnostics,
) {
    let known = || keys.iter().flat_map(|(_, names)| names);
    for key in rules.keys() {
        if !known().any(|name| name == key) {
            let message = format!("`{option}` has `{key}`, which no generated type is called");
            let fault = Diagnostic::at(Code::NoMatch, &At::root(), message);
            found.push(suggest::hinted(fault, key, known()));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostic::Code;
    use crate::options::Options;
    use crate::schema::trial::Trial;

    fn renamed(rename: Value) -> Trial {
        let document = json!({
            "x": { "properties": { "a": { "properties": { "b-c": {} } }, "p": { "$ref": "#/components/schemas/PET" } } },
            "components": { "schemas": { "PET": { "enum": ["x", "y"] } } },
        });
        let mut options = Options::default();
        options.rename = serde_json::from_value(rename).unwrap();
        Trial::of(document, [("/x".to_owned(), "T".to_owned())], &options)
    }

    #[test]
    fn types_are_renamed_by_generated_and_by_component_name() {
        let trial = renamed(json!({ "types": { "Ta": "Inner", "PET": "Animal" } }));
        assert_eq!(trial.names(), ["Animal", "Inner", "T"]);
        assert!(trial.codes().is_empty());
        let member = &trial.definition("T")["properties"]["p"];
        assert_eq!(member, &json!({ "$ref": "#/definitions/Animal" }));
    }

    #[test]
    fn a_chosen_name_comes_first() {
        let trial = renamed(json!({ "types": { "Ta": "Pet" } }));
        assert_eq!(trial.names(), ["Pet", "Pet2", "T"]);
        assert_eq!(trial.codes(), [Code::Renamed]);
        let swapped = renamed(json!({ "types": { "Ta": "Pet", "Pet": "Ta" } }));
        assert_eq!(swapped.names(), ["Pet", "T", "Ta"]);
        assert!(swapped.codes().is_empty());
    }

    #[test]
    fn members_and_values_are_renamed() {
        let trial =
            renamed(json!({ "members": { "Ta": { "b-c": "bc" }, "PET": { "x": "First" } } }));
        assert_eq!(trial.definition("Ta")["properties"], json!({ "bc": true }));
        assert_eq!(trial.definition("Pet")["enum"], json!(["First", "Y"]));
        assert!(trial.codes().is_empty());
    }

    #[test]
    fn what_matches_nothing_is_told() {
        let trial = renamed(json!({ "types": { "Tb": "X" }, "members": { "Ta": { "no": "n" } } }));
        assert_eq!(trial.codes(), [Code::NoMatch, Code::NoMatch]);
    }
}
