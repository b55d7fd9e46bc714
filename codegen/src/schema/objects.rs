//! Takes objects and gives their members and what becomes of the members that they do not declare.

use std::collections::HashSet;

use serde_json::Value;

use super::place::Place;
use super::reading::Reader;
use super::shape::{Extra, Member, Object, Schema, Shape};

impl<'f> Reader<'f> {
    pub(super) fn object(&mut self, place: &Place<'f>) -> Shape {
        let demanded = demanded(place);
        let members = self.members(place, &demanded);
        let declared: HashSet<&str> = members.iter().map(|m| m.name.as_str()).collect();
        let demanded: Vec<String> = demanded
            .iter()
            .filter(|name| !declared.contains(*name))
            .map(|name| (*name).to_owned())
            .collect();
        let extra = self.extra(place, members.is_empty());
        if members.is_empty() && demanded.is_empty() {
            return Object {
                members,
                extra,
                demanded,
            }
            .into_map();
        }
        Shape::Object(Object {
            members,
            extra,
            demanded,
        })
    }

    fn members(&mut self, place: &Place<'f>, demanded: &HashSet<&'f str>) -> Vec<Member> {
        let declared = place.get("properties").and_then(Value::as_object);
        let declared = declared.filter(|declared| self.has_room(&place.at, declared.len()));
        let mut members = Vec::new();
        for (name, raw) in declared.into_iter().flatten() {
            if *raw == Value::Bool(false) {
                continue;
            }
            let schema = self.child(&place.each("properties", name, raw, name));
            members.push(Member {
                required: demanded.contains(name.as_str()) && self.is_needed(&schema),
                name: name.clone(),
                schema,
                constant: constant(raw),
                null_is_absent: raw.get("x-null-is-absent") == Some(&Value::Bool(true)),
            });
        }
        members
    }

    /// Members that servers leave out where they have nothing, but never the tag that tells types apart.
    fn is_needed(&self, schema: &Schema) -> bool {
        !self.missing
            || match schema.shape {
                Shape::Ref(id) => matches!(
                    self.catalogue.schema(id).map(|s| &s.shape),
                    Some(Shape::Choice(values)) if values.len() == 1
                ),
                _ => false,
            }
    }

    /// `additionalProperties` and `patternProperties`: typify drops what is not a schema object there.
    fn extra(&mut self, place: &Place<'f>, no_members: bool) -> Extra {
        let patterns = place.get("patternProperties").and_then(Value::as_object);
        if let Some(patterns) = patterns.filter(|patterns| !patterns.is_empty()) {
            let mut values = patterns.iter();
            return match (values.next(), values.next()) {
                (Some((key, raw)), None) if no_members => {
                    let value = self.child(&place.each("patternProperties", key, raw, "Value"));
                    Extra::Kept(Box::new(value))
                }
                _ => Extra::Kept(Box::new(Schema::any())),
            };
        }
        match place.get("additionalProperties") {
            None => Extra::Open,
            Some(Value::Bool(false)) if self.exact && !no_members => Extra::Refused,
            Some(Value::Bool(false)) => Extra::Dropped,
            Some(Value::Bool(true)) => Extra::Kept(Box::new(Schema::any())),
            Some(raw) => {
                let value = self.child(&place.under("additionalProperties", raw, "Value"));
                Extra::Kept(Box::new(value))
            }
        }
    }
}

/// The only value that a member has, if that is a boolean or an integer.
fn constant(raw: &Value) -> Option<String> {
    let only = || match raw.get("enum")?.as_array()?.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let value = raw.get("const").or_else(only)?;
    (value.is_boolean() || value.is_i64() || value.is_u64()).then(|| value.to_string())
}

/// The names under `required`, which some documents write as a flag.
fn demanded<'f>(place: &Place<'f>) -> HashSet<&'f str> {
    let names = place.list("required").into_iter().flatten();
    names.filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::options::{Decode, Nil, Options};
    use crate::schema::trial::Trial;

    #[test]
    fn extras_are_kept_where_the_schema_allows_them() {
        let trial = Trial::one(json!({ "properties": { "a": {} }, "additionalProperties": true }));
        assert_eq!(trial.only()["additionalProperties"], json!({}));
        let trial = Trial::one(
            json!({ "properties": { "a": {} }, "additionalProperties": { "type": "integer" } }),
        );
        assert_eq!(trial.only()["additionalProperties"]["type"], "integer");
        let trial =
            Trial::one(json!({ "properties": { "a": {} }, "patternProperties": { "^x": {} } }));
        assert_eq!(trial.only()["additionalProperties"], json!({}));
    }

    #[test]
    fn null_is_no_third_state_where_it_says_nothing() {
        let optional = json!({ "type": ["string", "null"], "x-null-is-absent": true });
        let trial = Trial::one(json!({
            "properties": { "a": optional, "b": optional, "c": { "type": ["string", "null"] } },
            "required": ["b"],
        }));
        let members = &trial.only()["properties"];
        assert_eq!(members["a"], json!({ "type": "string" }));
        for member in ["b", "c"] {
            assert_eq!(members[member]["oneOf"][1], json!({ "type": "null" }));
        }
    }

    #[test]
    fn closed_objects_are_open_unless_exact() {
        let schema = json!({ "T": { "properties": { "a": {} }, "additionalProperties": false } });
        assert_eq!(
            Trial::new(schema.clone())
                .definition("T")
                .get("additionalProperties"),
            None
        );
        let mut options = Options::default();
        options.decode = Decode::Exact;
        assert_eq!(
            Trial::with(schema, &options).definition("T")["additionalProperties"],
            json!(false)
        );
    }

    #[test]
    fn objects_without_members_are_maps() {
        for schema in [
            json!({ "type": "object" }),
            json!({ "type": "object", "properties": {}, "additionalProperties": false }),
        ] {
            assert_eq!(
                Trial::one(schema).only(),
                json!({ "type": "object", "additionalProperties": true })
            );
        }
    }

    #[test]
    fn required_members_may_be_missing_where_the_server_leaves_them_out() {
        let schema = json!({ "T": { "properties": { "kind": { "const": "t" }, "a": {} }, "required": ["a", "kind"] } });
        let mut options = Options::default();
        options.nil = Nil::Missing;
        assert_eq!(
            Trial::with(schema, &options).definition("T")["required"],
            json!(["kind"])
        );
    }

    #[test]
    fn members_that_collide_keep_their_names_on_the_wire() {
        let trial =
            Trial::one(json!({ "properties": { "fooBar": {}, "foo_bar": {} }, "required": true }));
        assert_eq!(trial.schemas.wire["T"]["foo_bar"], "fooBar");
        assert_eq!(trial.schemas.wire["T"]["foo_bar_2"], "foo_bar");
    }
}
