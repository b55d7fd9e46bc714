//! Takes open objects and decides which keep the members that they do not declare.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::schema::catalogue::{Catalogue, State};
use crate::schema::shape::{DefinitionId, Extra, Object, Schema, Shape};
use crate::schema::{forms, spelling};

use super::reach;

/// Keeps them where they would be lost: in what is only received, and in what a value may be at once with more.
///
/// Users construct what is sent, and every field makes that longer.
pub(in crate::schema) fn keep<'s>(
    catalogue: &mut Catalogue,
    sent: impl IntoIterator<Item = &'s Schema>,
    found: &mut Diagnostics,
) {
    let sent = reach::from(catalogue, sent);
    let overlapping = overlapping(catalogue);
    for (index, entry) in catalogue.entries.iter_mut().enumerate() {
        let State::Read(Schema {
            shape: Shape::Object(object),
            ..
        }) = &mut entry.state
        else {
            continue;
        };
        let only_received = sent.get(index) == Some(&false);
        if object.extra != Extra::Open
            || !(only_received || overlapping.contains(&DefinitionId(index)))
        {
            continue;
        }
        if has_extra(object) {
            let message = "other members are not kept, because the schema has one called `extra`";
            found.push(Diagnostic::at(Code::Relaxed, &entry.at, message));
        } else {
            object.extra = Extra::Kept(Box::new(Schema::any()));
        }
    }
}

/// Whether a member has the name of the field that would hold the others.
fn has_extra(object: &Object) -> bool {
    let names = object.members.iter().map(|member| member.name.as_str());
    spelling::fields(names, &spelling::Chosen::new(), false)
        .iter()
        .any(|field| field == "extra")
}

/// The open objects that are branches of one union with nothing to tell them apart.
///
/// A value that `anyOf` takes may be several of them at once; one that `oneOf` takes is one of them only, but may hold
/// what the others declare all the same.
fn overlapping(catalogue: &Catalogue) -> HashSet<DefinitionId> {
    let mut overlapping = HashSet::new();
    for index in 0..catalogue.entries.len() {
        let Some(Shape::Union(branches)) = catalogue.schema(DefinitionId(index)).map(|s| &s.shape)
        else {
            continue;
        };
        let mut objects = HashSet::new();
        let mut seen = HashSet::new();
        let mut waiting: Vec<_> = branches.iter().collect();
        while let Some(branch) = waiting.pop() {
            let Shape::Ref(id) = &branch.schema.shape else {
                continue;
            };
            match catalogue.schema(*id).map(|schema| &schema.shape) {
                Some(Shape::Object(_)) => _ = objects.insert(*id),
                Some(Shape::Union(inner)) if seen.insert(*id) => waiting.extend(inner),
                _ => {}
            }
        }
        if objects.len() > 1 && forms::of_union(branches, catalogue, false).tag.is_none() {
            overlapping.extend(objects);
        }
    }
    overlapping
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostic::Code;
    use crate::options::{Options, Unknown};
    use crate::schema::Direction;
    use crate::schema::trial::Trial;

    fn received(schema: &Value, options: &Options) -> Trial {
        let places = [("/x".to_owned(), "T".to_owned())];
        Trial::going(Direction::Received, json!({ "x": schema }), places, options)
    }

    fn keeps(trial: &Trial, name: &str) -> bool {
        trial.definition(name)["additionalProperties"] == json!({})
    }

    #[test]
    fn what_is_only_received_keeps_what_is_not_declared() {
        let schema = json!({ "properties": { "a": { "properties": { "b": {} } } } });
        let trial = received(&schema, &Options::default());
        assert!(keeps(&trial, "T") && keeps(&trial, "Ta"));
        let mut options = Options::default();
        options.unknown = Unknown::Drop;
        assert!(!keeps(&received(&schema, &options), "T"));
        assert!(!keeps(&Trial::one(schema), "T"));
    }

    #[test]
    fn closed_objects_keep_nothing() {
        let schema = json!({ "properties": { "a": {} }, "additionalProperties": false });
        assert!(!keeps(&received(&schema, &Options::default()), "T"));
    }

    #[test]
    fn branches_keep_what_others_declare() {
        let branches = json!([
            { "title": "One", "properties": { "a": {} } },
            { "title": "Other", "properties": { "b": {} } },
        ]);
        for keyword in ["anyOf", "oneOf"] {
            let trial = Trial::one(json!({ keyword: branches }));
            assert!(keeps(&trial, "One") && keeps(&trial, "Other"), "{keyword}");
        }
    }

    #[test]
    fn branches_with_tags_do_not_hold_at_once() {
        let tagged = |title: &str| {
            let members = json!({ "type": { "const": title } });
            json!({ "title": title, "properties": members, "required": ["type"] })
        };
        let trial = Trial::one(json!({ "anyOf": [tagged("One"), tagged("Other")] }));
        assert!(!keeps(&trial, "One") && !keeps(&trial, "Other"));
    }

    #[test]
    fn a_member_called_extra_keeps_its_name() {
        let trial = received(
            &json!({ "properties": { "extra": {} } }),
            &Options::default(),
        );
        assert!(!keeps(&trial, "T"));
        assert_eq!(trial.codes(), [Code::Relaxed]);
    }
}
