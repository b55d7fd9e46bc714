//! A made-up API of any size, as neither OpenRPC nor OpenAPI: one method and one schema for each number.
//!
//! In each ten there are six records of eight members (of which one is listed in pages), two enums, a union and a
//! list. All refer to others of the same ten; the first record of a ten refers to the first of another ten, so that
//! the whole is one tree and nothing can be left out.

use serde_json::{Value, json};

/// How many schemas and methods refer to each other closely.
const CLUSTER: usize = 10;

/// An API of this many methods and as many schemas.
pub(crate) struct Api {
    methods: usize,
}

/// What a method does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Takes a number and, if asked, a flag; gives what the schema says.
    Get,
    /// Takes a record and, if asked, a version; gives the record.
    Put,
    /// Takes a record; gives a flag.
    Remove,
    /// Takes a key and a limit; gives records in pages.
    List,
}

/// One method with its schema.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    number: usize,
}

impl Api {
    /// `methods` is rounded up to whole tens.
    pub(crate) fn new(methods: usize) -> Self {
        Self {
            methods: methods.next_multiple_of(CLUSTER).max(CLUSTER),
        }
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry> {
        (0..self.methods).map(|number| Entry { number })
    }

    /// The schemas by name. `place` is what stands before a name in a reference.
    pub(crate) fn schemas(&self, place: &str) -> serde_json::Map<String, Value> {
        let entries = self.entries();
        entries
            .map(|entry| (entry.schema_name(), Self::schema(entry, place)))
            .collect()
    }

    fn schema(entry: Entry, place: &str) -> Value {
        let refer =
            |number: usize| json!({ "$ref": format!("{place}{}", Entry { number }.schema_name()) });
        let first = entry.number - entry.number % CLUSTER;
        let about = format!("What the shop knows under number {}.", entry.number);
        match entry.number % CLUSTER {
            6 | 9 => json!({
                "description": about,
                "type": "string",
                "enum": ["new", "paid", "packed", "sent", "returned"]
            }),
            7 => json!({
                "description": about,
                "oneOf": [refer(first), refer(first + 6), { "type": "integer", "format": "int64" }]
            }),
            8 => json!({ "description": about, "type": "array", "items": refer(first + 1) }),
            within => json!({
                "description": about,
                "type": "object",
                "required": ["id", "name", "state"],
                "properties": {
                    "id": { "type": "integer", "format": "int64", "description": "Its number." },
                    "name": { "type": "string", "description": "What it is called." },
                    "note": { "type": "string" },
                    "state": refer(first + 6),
                    // The record before, or the first record of the ten above in the tree; the root is its own.
                    "parent": match within {
                        0 => refer(entry.number / CLUSTER / 2 * CLUSTER),
                        _ => refer(entry.number - 1),
                    },
                    "tags": { "type": "array", "items": { "type": "string" } },
                    "score": { "type": "number", "description": "From zero to one." },
                    "active": { "type": "boolean" }
                }
            }),
        }
    }
}

impl Entry {
    pub(crate) fn verb(self) -> Verb {
        match self.number % CLUSTER {
            1 | 2 | 5 => Verb::Put,
            3 => Verb::Remove,
            4 => Verb::List,
            _ => Verb::Get,
        }
    }

    pub(crate) fn schema_name(self) -> String {
        let shape = match self.number % CLUSTER {
            6 | 9 => "State",
            7 => "Choice",
            8 => "Batch",
            _ => "Record",
        };
        format!("{shape}{}", self.number)
    }

    /// `get_thing_12`
    pub(crate) fn method_name(self) -> String {
        let verb = match self.verb() {
            Verb::Get => "get",
            Verb::Put => "put",
            Verb::Remove => "remove",
            Verb::List => "list",
        };
        format!("{verb}_thing_{}", self.number)
    }

    pub(crate) fn summary(self) -> String {
        match self.verb() {
            Verb::Get => format!("Looks thing {} up.", self.number),
            Verb::Put => format!("Stores thing {}.", self.number),
            Verb::Remove => format!("Takes thing {} away.", self.number),
            Verb::List => format!("Lists what there is of thing {}.", self.number),
        }
    }
}
