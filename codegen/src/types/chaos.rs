//! Random schemas, sensible and not: nothing panics, and typify takes what the normaliser makes of them.

// Test code throughout.

use serde_json::{Map, Value, json};

use super::*;
use crate::options::{Decode, Nil};
use crate::schema::trial::Trial;

/// A small generator of numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }

    fn word(&mut self) -> String {
        (*self.pick(&[
            "a", "A", "fooBar", "foo_bar", "type", "", "+", "1", "Ok", "extra", "self", "имя",
            "x y", "Vec", "A/b~c",
        ]))
        .to_owned()
    }

    fn list(&mut self, depth: usize) -> Value {
        let count = self.roll(4);
        (0..count).map(|_| self.schema(depth)).collect()
    }

    fn schema(&mut self, depth: usize) -> Value {
        if depth == 0 || self.roll(8) == 0 {
            return match self.roll(5) {
                0 => json!(true),
                1 => json!({}),
                2 => self
                    .pick(&[json!(3), json!(null), json!("x"), json!([]), json!(false)])
                    .clone(),
                _ => {
                    json!({ "$ref": format!("#/components/schemas/{}", self.pick(&["N0", "N1", "N2", "N3", "Nope", "N0/properties/a"])) })
                }
            };
        }
        let mut schema = Map::new();
        for _ in 0..=self.roll(4) {
            let (keyword, value) = self.keyword(depth - 1);
            schema.insert(keyword.to_owned(), value);
        }
        schema.into()
    }

    fn keyword(&mut self, depth: usize) -> (&'static str, Value) {
        const TYPES: [&str; 9] = [
            "null", "boolean", "integer", "number", "array", "object", "string", "int", "what",
        ];
        const REMARKS: [&str; 8] = [
            "const", "default", "format", "minimum", "maxItems", "not", "if", "pattern",
        ];
        match self.roll(21) {
            0..=3 => ("type", json!(self.pick(&TYPES))),
            4 => (
                "type",
                json!([self.pick(&TYPES), self.pick(&TYPES), self.pick(&TYPES)]),
            ),
            5 | 6 => {
                let members = (0..self.roll(4))
                    .map(|_| (self.word(), self.schema(depth)))
                    .collect::<Map<_, _>>();
                ("properties", members.into())
            }
            7 => ("required", json!([self.word(), self.word()])),
            8 => ("items", self.schema(depth)),
            9 => ("items", self.list(depth)),
            10 => ("prefixItems", self.list(depth)),
            11 => ("oneOf", self.list(depth)),
            12 => ("anyOf", self.list(depth)),
            13 => ("allOf", self.list(depth)),
            14 => (
                "enum",
                json!([self.word(), self.word(), self.roll(3), null, 1.5, true]),
            ),
            15 => ("enum", json!([self.word(), self.word()])),
            16 => ("additionalProperties", self.schema(depth)),
            17 => ("nullable", json!(true)),
            18 => ("title", json!(self.word())),
            19 => (
                "discriminator",
                json!({ "propertyName": self.word(), "mapping": { "x": "N1" } }),
            ),
            _ => (*self.pick(&REMARKS), json!(self.pick(&["a", "uint8", "["]))),
        }
    }
}

#[test]
fn random_schemas_give_types() {
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let components: Map<String, Value> =
            (0..4).map(|i| (format!("N{i}"), dice.schema(4))).collect();
        let mut options = Options::default();
        options.nil = *dice.pick(&[Nil::Off, Nil::Null, Nil::Missing]);
        options.decode = *dice.pick(&[Decode::Exact, Decode::Tolerant, Decode::Lenient]);
        let trial = Trial::with(components.clone().into(), &options);
        let (types, found) = Types::generate(&trial.schemas, &options);
        let faults: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert!(
            faults.is_empty(),
            "{seed}: {faults:?}\n{}\n{}",
            json!(components),
            json!(trial.schemas.definitions)
        );
        assert_eq!(types.uses.len(), 4);
        if let Ok(out) = std::env::var("CALLWRIGHT_CHAOS_OUT") {
            let code = crate::format::formatted(&types.items).unwrap();
            std::fs::write(format!("{out}/c{seed}.rs"), code).unwrap();
        }
    }
}
