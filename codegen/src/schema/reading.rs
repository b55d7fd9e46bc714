//! Takes a raw schema at a place and gives its shape: which family of keywords decides.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::{At, Files};
use crate::markdown;
use crate::options::{Decode, Nil, Options};

use super::catalogue::{Catalogue, State};
use super::foreign::{Foreign, OwnTypes};
use super::names;
use super::place::Place;
use super::shape::{DefinitionId, Doc, Schema, Shape};
use super::{keywords, lisp, nullable, strings};

/// Schemas inside schemas that are followed; what lies deeper is a value of any kind.
pub(super) const DEPTH: usize = 64;

/// Lists and maps inside each other with no name in between; typify goes down some calls for each.
const NESTING: usize = 16;

/// Members, values, alternatives and types that are read; a client of more would take gigabytes to generate.
const PARTS: usize = 200_000;

/// Reads schemas and collects the definitions that they lead to.
#[derive(Debug)]
pub(super) struct Reader<'f> {
    pub(super) files: &'f Files,
    pub(super) catalogue: Catalogue,
    pub(super) found: Diagnostics,
    /// Keeps what schemas forbid.
    pub(super) exact: bool,
    /// Reads what schemas say of MessagePack.
    pub(super) msgpack: bool,
    /// Has required members be absent.
    pub(super) missing: bool,
    /// The definition for each place that a reference led to.
    pub(super) defined: HashMap<At, DefinitionId>,
    pub(super) waiting: VecDeque<DefinitionId>,
    /// Where chains of references end, by where they start.
    pub(super) ends: HashMap<At, Option<At>>,
    /// What the options put in the place of schemas.
    pub(super) own_types: OwnTypes,
    /// Parts that were read so far.
    parts: usize,
}

impl<'f> Reader<'f> {
    pub(super) fn new(files: &'f Files, options: &Options) -> Self {
        let catalogue = Catalogue::new(files);
        Self {
            files,
            own_types: OwnTypes::new(options, &catalogue),
            catalogue,
            found: Diagnostics::default(),
            exact: options.decode == Decode::Exact,
            msgpack: options.speaks_msgpack(),
            missing: options.nil == Nil::Missing,
            defined: HashMap::new(),
            waiting: VecDeque::new(),
            ends: HashMap::new(),
            parts: 0,
        }
    }

    /// Reads a schema that a type is wanted for.
    pub(super) fn asked(&mut self, at: &At, name: &str) -> Schema {
        let Some(raw) = self.files.value(at) else {
            return self.nothing_there(at);
        };
        if self.catalogue.is_component(at) {
            return Shape::Ref(self.definition_at(at)).bare();
        }
        let hint = names::type_name(name).unwrap_or_else(|| "Unnamed".to_owned());
        self.child(&Place::new(at.clone(), raw, &hint))
    }

    /// Reads a schema that is part of another: what needs a name gets one and is referred to.
    pub(super) fn child(&mut self, place: &Place<'f>) -> Schema {
        let schema = self.read(place);
        let schema = self.named(schema, place);
        if schema.nesting() < NESTING {
            return schema;
        }
        self.untyped(&place.at, "lists are nested too deeply to follow");
        Schema::any()
    }

    /// Reads a schema as it stands.
    pub(super) fn read(&mut self, place: &Place<'f>) -> Schema {
        if place.depth > DEPTH {
            self.untyped(&place.at, "the schema is nested too deeply to follow");
            return Schema::any();
        }
        if let Some(ty) = self.own_types.replaced(&place.at) {
            return self.foreign(ty).bare();
        }
        let place = &self.schema_of_descriptor(place);
        match place.raw {
            Value::Bool(_) => Schema::any(),
            Value::Object(_) => self.read_object(place),
            _ => {
                self.untyped(
                    &place.at,
                    "a schema is an object or a boolean; this is neither",
                );
                Schema::any()
            }
        }
    }

    fn read_object(&mut self, place: &Place<'f>) -> Schema {
        let place = &lisp::called_after_class(place);
        keywords::check(place, &mut self.found);
        let shape = match self.ext(place) {
            Some(ext) => ext,
            None => self.of_keywords(place),
        };
        let shape = nullable::wrapped(shape, nullable::is_marked(place));
        let doc = place.text("description").map(markdown::clean);
        let doc = Doc(doc.filter(|doc| !doc.is_empty()));
        Schema { shape, doc }
    }

    /// What the keywords of JSON Schema make of it.
    pub(super) fn of_keywords(&mut self, place: &Place<'f>) -> Shape {
        if let Some(reference) = place.text("$ref") {
            self.reference(place, reference)
        } else if lisp::is_anything(place) {
            Shape::Any
        } else if self.is_combined(place) {
            self.combined(place)
        } else {
            self.plain(place)
        }
    }

    /// A type that is not made here.
    pub(super) fn foreign(&mut self, ty: Foreign) -> Shape {
        self.catalogue.add_foreign(&ty);
        Shape::Foreign(ty)
    }

    /// Reads the definitions that references have led to, and those that they lead to in turn.
    pub(super) fn read_waiting(&mut self) {
        while let Some(id) = self.waiting.pop_front() {
            self.read_definition(id, 0);
        }
    }

    /// Reads a definition unless that was done or is under way.
    pub(super) fn read_definition(&mut self, id: DefinitionId, depth: usize) {
        let entry = &mut self.catalogue.entries[id.0];
        if !matches!(entry.state, State::Waiting) {
            return;
        }
        entry.state = State::Reading;
        let (at, hint) = (entry.at.clone(), entry.name.clone());
        if !self.has_room(&at, 1) {
            self.catalogue.entries[id.0].state = State::Read(Schema::any());
            return;
        }
        let schema = match self.files.value(&at) {
            Some(raw) => self.read(&Place {
                at,
                raw,
                hint,
                depth,
            }),
            None => self.nothing_there(&at),
        };
        self.catalogue.entries[id.0].state = State::Read(schema);
    }

    /// Moves what needs a name of its own to a definition, called as the schema says or else as the place.
    pub(super) fn named(&mut self, schema: Schema, place: &Place<'f>) -> Schema {
        if let Some(at) = self.catalogue.patterned(place.raw).cloned() {
            let id = self.definition_at(&at);
            self.read_definition(id, place.depth + 1);
            let known = self.catalogue.schema(id).map(|known| &known.shape);
            if known == Some(&schema.shape) {
                return Schema {
                    shape: Shape::Ref(id),
                    ..schema
                };
            }
        }
        let own = lisp::class_name(place)
            .or_else(|| place.text("title").and_then(names::from_title))
            .or_else(|| names::from_title(nullable::only_branch(place)?["title"].as_str()?))
            .or_else(|| strings::name(&schema.shape))
            .unwrap_or_else(|| place.hint.clone());
        // The same thing may be a component as well: then it is that component.
        if let Some(at) = self.catalogue.component(&own).cloned() {
            let id = self.definition_at(&at);
            self.read_definition(id, place.depth + 1);
            if self.own_types.is_replaced(&at) && self.files.value(&at) == Some(place.raw) {
                return Shape::Ref(id).bare();
            }
        }
        self.named_as(schema, &place.at, [&own, &place.hint])
    }

    /// Moves what needs a name of its own to a definition, with the first of these names that is free.
    pub(super) fn named_as(&mut self, schema: Schema, at: &At, wanted: [&str; 2]) -> Schema {
        let Schema { shape, doc } = schema;
        let shape = match shape {
            Shape::Object(object) if object.members.is_empty() => object.into_map(),
            Shape::Object(_)
            | Shape::Choice(_)
            | Shape::Union(_)
            | Shape::Text(_)
            | Shape::Bounded(_)
            | Shape::Ext(_)
                if !shape.is_plain_text() =>
            {
                let inner = Schema {
                    shape,
                    doc: doc.clone(),
                };
                Shape::Ref(
                    self.catalogue
                        .add_inline(inner, at, wanted, &mut self.found),
                )
            }
            Shape::Nullable(inner) => {
                let inner = self.named_as(*inner, at, wanted);
                if let Shape::Ref(id) = inner.shape {
                    let entry = &mut self.catalogue.entries[id.0];
                    entry.is_nullable |= entry.at == *at;
                }
                Shape::Nullable(Box::new(inner))
            }
            other => other,
        };
        Schema { shape, doc }
    }

    /// A content descriptor where a schema belongs: its schema is meant.
    fn schema_of_descriptor(&mut self, place: &Place<'f>) -> Place<'f> {
        let is_descriptor = place.text("name").is_some()
            && ["type", "$ref", "properties"]
                .iter()
                .all(|k| place.get(k).is_none());
        match place.get("schema") {
            Some(schema) if is_descriptor => {
                self.relaxed(
                    &place.at,
                    "a content descriptor stands where a schema belongs",
                );
                place.under("schema", schema, "")
            }
            _ => place.clone(),
        }
    }

    /// Whether this many parts more can be read; says so where it is the first time that they cannot.
    pub(super) fn has_room(&mut self, at: &At, parts: usize) -> bool {
        let before = self.parts;
        self.parts = before.saturating_add(parts);
        if before <= PARTS && self.parts > PARTS {
            let message = format!(
                "the document has more than {PARTS} members, values and types; from here on they are values of any kind"
            );
            self.untyped(at, &message);
        }
        self.parts <= PARTS
    }

    pub(super) fn nothing_there(&mut self, at: &At) -> Schema {
        self.found.push(Diagnostic::at(
            Code::DanglingReference,
            at,
            "no schema stands here",
        ));
        Schema::any()
    }

    /// Warns that a value of any kind stands for a schema.
    pub(super) fn untyped(&mut self, at: &At, message: &str) {
        self.found.push(
            Diagnostic::at(Code::Untyped, at, message)
                .hint("the type is `serde_json::Value` instead"),
        );
    }

    /// Notes that the type says less than the schema.
    pub(super) fn relaxed(&mut self, at: &At, message: &str) {
        self.found.push(Diagnostic::at(Code::Relaxed, at, message));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diagnostic::Code;
    use crate::options::Options;
    use crate::schema::trial::Trial;

    #[test]
    fn same_title_with_another_structure_is_another_type() {
        let item = |member: &str| json!({ "title": "Pet item", "type": "object", "properties": { member: {} } });
        let trial =
            Trial::one(json!({ "properties": { "a": item("x"), "b": item("y"), "c": item("x") } }));
        assert_eq!(trial.names(), ["PetItem", "T", "Tb"]);
        assert_eq!(trial.codes(), [Code::Renamed]);
        assert_eq!(
            trial.only()["properties"]["a"],
            trial.only()["properties"]["c"]
        );
    }

    #[test]
    fn what_may_be_null_keeps_its_title() {
        let shop = json!({ "title": "Toy shop", "type": "object", "properties": { "id": {} } });
        for schema in [
            json!({ "oneOf": [{ "type": "null" }, shop] }),
            json!({ "anyOf": [shop, { "type": "null" }] }),
            json!({ "allOf": [shop] }),
        ] {
            let trial = Trial::one(json!({ "properties": { "at": schema } }));
            assert_eq!(trial.names(), ["T", "ToyShop"]);
        }
    }

    #[test]
    fn an_inline_copy_of_a_component_is_that_component() {
        let pet = json!({ "title": "Pet", "type": "object", "properties": { "id": {} } });
        let document = json!({ "x": { "type": "array", "items": pet }, "components": { "schemas": { "Pet": pet } } });
        let trial = Trial::of(
            document,
            [("/x".to_owned(), "T".to_owned())],
            &Options::default(),
        );
        assert_eq!(
            trial.schemas.uses[0]["items"],
            json!({ "$ref": "#/definitions/Pet" })
        );
        assert_eq!(trial.names(), ["Pet"]);
    }

    #[test]
    fn names_stay_when_a_document_grows_at_its_end() {
        let method = |member: &str| json!({ "title": "Reply", "type": "object", "properties": { member: {} } });
        let names = |count: usize| {
            let methods: Vec<_> = ["a", "b", "c"][..count].iter().map(|m| method(m)).collect();
            let places = (0..count).map(|i| (format!("/x/{i}"), format!("Method{i}Result")));
            let trial = Trial::of(json!({ "x": methods }), places, &Options::default());
            trial.schemas.uses.clone()
        };
        assert_eq!(names(3)[..2], names(2)[..]);
    }

    #[test]
    fn what_is_no_schema_is_any_value() {
        for (schema, code) in [
            (json!(3), Some(Code::Untyped)),
            (json!(true), None),
            (json!(false), None),
            (json!({}), None),
        ] {
            let trial = Trial::one(schema);
            assert_eq!(
                (trial.only(), trial.codes()),
                (json!(true), code.into_iter().collect())
            );
        }
        let trial = Trial::one(json!({ "name": "a", "schema": { "type": "string" } }));
        assert_eq!(
            (trial.only(), trial.codes()),
            (json!({ "type": "string" }), vec![Code::Relaxed])
        );
    }

    #[test]
    fn deep_nesting_ends() {
        let nested = |levels| (0..levels).fold(json!({}), |inner, _| json!({ "items": inner }));
        assert_eq!(Trial::one(nested(15)).codes(), []);
        assert!(Trial::one(nested(100)).codes().contains(&Code::Untyped));
        let objects = |levels| {
            (0..levels).fold(
                json!({}),
                |inner, _| json!({ "properties": { "a": inner } }),
            )
        };
        assert_eq!(Trial::one(objects(40)).codes(), []);
        assert_eq!(Trial::one(objects(60)).codes(), []);
    }
}
