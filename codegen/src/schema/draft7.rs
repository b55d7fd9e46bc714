//! Takes settled definitions and writes them in the draft 7 that typify reads without a doubt.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::options::Decode;

use super::catalogue::{Catalogue, Entry, State};
use super::foreign::Foreign;
use super::shape::{
    Bounds, Branch, DefinitionId, Extra, Member, Object, Payload, Schema, Shape, Width,
};
use super::{Schemas, forms, names, spelling, told, wholes};

/// Every definition that was kept, and the uses.
pub(super) fn write(
    catalogue: &Catalogue,
    uses: &[Schema],
    decode: Decode,
    found: &mut Diagnostics,
) -> Schemas {
    let mut writer = Writer {
        catalogue,
        decode,
        tags: forms::tags(catalogue),
        schemas: Schemas::default(),
        found,
    };
    for (index, entry) in catalogue.entries.iter().enumerate() {
        if let State::Read(schema) = &entry.state {
            writer.keep_unknown(DefinitionId(index), entry, schema);
            let value = writer.definition(entry, schema);
            writer.schemas.definitions.insert(entry.name.clone(), value);
            writer
                .schemas
                .origins
                .insert(entry.name.clone(), entry.at.clone());
        }
    }
    let foreign = catalogue.foreign().iter();
    writer.schemas.foreign = foreign
        .map(|(ty, name)| (name.clone(), ty.clone()))
        .collect();
    writer.schemas.wholes = wholes::of(catalogue);
    writer.schemas.uses = uses.iter().map(|schema| writer.schema(schema)).collect();
    writer.schemas
}

struct Writer<'c> {
    catalogue: &'c Catalogue,
    decode: Decode,
    /// Definitions of single values that no other value may stand for.
    tags: HashSet<DefinitionId>,
    schemas: Schemas,
    found: &'c mut Diagnostics,
}

impl Writer<'_> {
    fn definition(&mut self, entry: &Entry, schema: &Schema) -> Value {
        let value = match &schema.shape {
            Shape::Object(object) => self.object(entry, object),
            Shape::Choice(values) => self.choice(entry, values),
            Shape::Union(branches) => self.union(entry, branches),
            Shape::Bounded(bounds) => {
                self.schemas.bounds.insert(entry.name.clone(), *bounds);
                return self.schema(schema);
            }
            Shape::Text(limits) if !limits.are_none() => {
                let name = entry.name.clone();
                self.schemas.texts.insert(name, limits.clone());
                return self.schema(schema);
            }
            Shape::Ext(ext) => {
                let name = entry.name.clone();
                self.schemas.exts.insert(name, ext.written());
                return self.schema(schema);
            }
            _ => return self.schema(schema),
        };
        described(value, schema)
    }

    fn schema(&self, schema: &Schema) -> Value {
        let value = match &schema.shape {
            Shape::Null => json!({ "type": "null" }),
            Shape::Boolean => json!({ "type": "boolean" }),
            Shape::Integer(Width::ANY) => self.foreign(&Foreign::Integer),
            Shape::Foreign(ty) => self.foreign(ty),
            Shape::Integer(width) | Shape::Bounded(Bounds { width, .. }) => {
                json!({ "type": "integer", "format": width.0 })
            }
            Shape::Number => json!({ "type": "number" }),
            Shape::Text(_) => json!({ "type": "string" }),
            Shape::List(item) => json!({ "type": "array", "items": self.schema(item) }),
            Shape::Tuple(items) => {
                let count = items.len();
                let items: Vec<_> = items.iter().map(|item| self.schema(item)).collect();
                json!({ "type": "array", "items": items, "minItems": count, "maxItems": count })
            }
            Shape::Map(value) => {
                json!({ "type": "object", "additionalProperties": self.schema(value) })
            }
            Shape::Ext(ext) => match &ext.payload {
                Payload::Integer => json!({ "type": "integer", "format": "int64" }),
                Payload::Bytes => self.foreign(&Foreign::Bytes),
                Payload::Timestamp => self.foreign(&Foreign::Timestamp),
                Payload::Value(inner) => self.schema(inner),
            },
            Shape::Nullable(inner) => {
                json!({ "oneOf": [self.schema(inner), { "type": "null" }] })
            }
            Shape::Ref(id) => reference(&self.catalogue.entry(*id).name),
            // The other shapes stand in definitions only.
            Shape::Any | Shape::Object(_) | Shape::Choice(_) | Shape::Union(_) => {
                return match &schema.doc.0 {
                    Some(doc) => json!({ "description": doc }),
                    None => Value::Bool(true),
                };
            }
        };
        described(value, schema)
    }

    fn foreign(&self, ty: &Foreign) -> Value {
        let name = self.catalogue.foreign().get(ty);
        name.map_or(Value::Bool(true), |name| reference(name))
    }

    fn object(&mut self, entry: &Entry, object: &Object) -> Value {
        let has_extra = matches!(object.extra, Extra::Kept(_));
        let wire = || object.members.iter().map(|m| m.name.as_str());
        let fields = spelling::fields(wire(), &entry.chosen, has_extra);
        told::unmatched(entry, wire(), self.found);
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (field, member) in fields.iter().zip(&object.members) {
            properties.insert(field.clone(), self.member(member));
            if member.required {
                required.push(Value::from(field.as_str()));
            }
            self.spelled(&entry.name, field, &member.name);
            let wanted = spelling::wanted_field(&member.name, &entry.chosen);
            told::collision(entry, &member.name, &wanted, field, self.found);
        }
        let mut value = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            value["required"] = Value::Array(required);
        }
        match &object.extra {
            Extra::Open | Extra::Dropped => {}
            Extra::Refused => value["additionalProperties"] = Value::Bool(false),
            // `true` would mean to typify that they are dropped.
            Extra::Kept(schema) if schema.is_any() => value["additionalProperties"] = json!({}),
            Extra::Kept(schema) => value["additionalProperties"] = self.schema(schema),
        }
        value
    }

    /// A member that may be left out has a third state by null, unless that means the same.
    fn member(&self, member: &Member) -> Value {
        match &member.schema.shape {
            Shape::Nullable(inner) if member.null_is_absent && !member.required => {
                let inner = Schema {
                    shape: inner.shape.clone(),
                    doc: member.schema.doc.clone(),
                };
                self.schema(&inner)
            }
            _ => self.schema(&member.schema),
        }
    }

    fn choice(&mut self, entry: &Entry, values: &[String]) -> Value {
        let variants = self.variants(entry, values);
        for (variant, value) in variants.iter().zip(values) {
            self.spelled(&entry.name, variant, value);
        }
        json!({ "type": "string", "enum": variants })
    }

    /// Finds a name for the variant that keeps values which the document does not list.
    fn keep_unknown(&mut self, id: DefinitionId, entry: &Entry, schema: &Schema) {
        let Shape::Choice(values) = &schema.shape else {
            return;
        };
        if self.decode != Decode::Exact && !self.tags.contains(&id) {
            let taken = spelling::variants(values.iter().map(String::as_str), &entry.chosen);
            let free = |name: &&str| !taken.iter().any(|taken| taken == name);
            let variant = match ["Other", "Unknown"].into_iter().find(free) {
                Some(free) => free.to_owned(),
                None => {
                    let names = taken.iter().map(String::as_str).chain(["Other"]);
                    spelling::variants(names, &spelling::Chosen::new())
                        .pop()
                        .unwrap_or_default()
                }
            };
            self.schemas.open.insert(entry.name.clone(), variant);
        }
    }

    /// The names of values or branches.
    fn variants(&mut self, entry: &Entry, labels: &[String]) -> Vec<String> {
        let labels = || labels.iter().map(String::as_str);
        let variants = spelling::variants(labels(), &entry.chosen);
        told::unmatched(entry, labels(), self.found);
        for (label, variant) in labels().zip(&variants) {
            let wanted = spelling::wanted_variant(label, &entry.chosen);
            told::collision(entry, label, &wanted, variant, self.found);
        }
        variants
    }

    fn union(&mut self, entry: &Entry, branches: &[Branch]) -> Value {
        let union = forms::of_union(branches, self.catalogue, self.decode == Decode::Lenient);
        self.schemas.unions.insert(entry.name.clone(), union);
        let labels: Vec<String> = branches
            .iter()
            .map(|b| self.label(&entry.name, b))
            .collect();
        let variants = self.variants(entry, &labels);
        self.schemas.variants.insert(entry.name.clone(), variants);
        let branches: Vec<_> = branches.iter().map(|b| self.schema(&b.schema)).collect();
        json!({ "oneOf": branches })
    }

    fn spelled(&mut self, name: &str, rust: &str, wire: &str) {
        if rust != wire {
            let names = self.schemas.wire.entry(name.to_owned()).or_default();
            names.insert(rust.to_owned(), wire.to_owned());
        }
    }

    /// What a branch is called: by the document, or else after its type, without the name of the union.
    fn label(&self, union: &str, branch: &Branch) -> String {
        match (&branch.label, &branch.schema.shape) {
            (_, Shape::Ref(id)) => {
                let name = &self.catalogue.entry(*id).name;
                let starts_word = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_uppercase());
                let rest = name.strip_prefix(union).filter(starts_word);
                rest.unwrap_or(name).to_owned()
            }
            (None, Shape::Foreign(ty)) => ty.name(),
            (Some(label), _) => names::camel(label).unwrap_or_else(|| "Other".to_owned()),
            (None, shape) => kind(shape).to_owned(),
        }
    }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Boolean => "Boolean",
        Shape::Integer(_) | Shape::Bounded(_) => "Integer",
        Shape::Number => "Number",
        Shape::Text(_) => "String",
        Shape::List(_) | Shape::Tuple(_) => "List",
        Shape::Map(_) => "Map",
        _ => "Other",
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn described(mut value: Value, schema: &Schema) -> Value {
    if let Some(doc) = &schema.doc.0 {
        value["description"] = Value::from(doc.as_str());
    }
    value
}
