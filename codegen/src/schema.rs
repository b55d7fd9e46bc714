//! Takes JSON Schemas as they stand in documents and gives definitions that typify takes.
//!
//! ```text
//! place -> reading (one file per family of keywords) -> shapes -> settling -> draft 7
//! ```

mod all_of;
mod arrays;
mod catalogue;
mod discriminator;
mod draft7;
mod enums;
mod foreign;
mod forms;
mod keywords;
mod kinds;
mod labels;
mod lisp;
mod merge;
mod msgpack;
mod names;
mod nullable;
mod numbers;
mod objects;
mod patterns;
mod place;
mod reading;
mod refs;
mod settling;
mod shape;
mod spelling;
mod strings;
mod told;
#[cfg(test)]
pub(crate) mod trial;
mod unions;
mod wholes;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::files::{At, Files};
use crate::options::{Decode, Options, Rename, Unknown};

pub(crate) use forms::{Form, Known, Union};

pub(crate) use foreign::Foreign;
pub(crate) use patterns::{Alphabet, Class, Digits};
use reading::Reader;
use shape::Schema;
pub(crate) use shape::{Bounds, Extension, Limits};
pub(crate) use wholes::Whole;

/// One place that asked for a type: a param, a result, an item of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SchemaId(pub(crate) usize);

/// Which way the values of a place go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// To the server: users construct them.
    Sent,
    /// From the server.
    Received,
}

/// What typify takes: flat, uniquely named, draft 7, closed under reference.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schemas {
    /// By type name; references inside are `#/definitions/<name>`.
    pub(crate) definitions: BTreeMap<String, Value>,
    /// Where each definition comes from, for diagnostics.
    pub(crate) origins: BTreeMap<String, At>,
    /// By place: the type of all that stands there.
    pub(crate) wholes: BTreeMap<At, Whole>,
    /// By `SchemaId`: a reference to a definition, or a small schema that needs no name of its own.
    pub(crate) uses: Vec<Value>,
    /// By `SchemaId`: where it was asked for.
    pub(crate) places: Vec<At>,
    /// By type name: what the wire calls a member or an enum value that the definition has under its Rust name.
    pub(crate) wire: BTreeMap<String, BTreeMap<String, String>>,
    /// By the type name of a union: its variants' names, in the order of its branches.
    pub(crate) variants: BTreeMap<String, Vec<String>>,
    /// By the type name of an integer: its bounds.
    pub(crate) bounds: BTreeMap<String, Bounds>,
    /// By the type name of a string: what it is like.
    pub(crate) texts: BTreeMap<String, Limits>,
    /// By type name: the extension types of MessagePack.
    pub(crate) exts: BTreeMap<String, Extension>,
    /// Names that stand for types that are not made here.
    pub(crate) foreign: BTreeMap<String, Foreign>,
    /// By the type name of a union: how its values are told apart.
    pub(crate) unions: BTreeMap<String, Union>,
    /// By the type name of an enum: the variant that keeps values which the document does not list.
    pub(crate) open: BTreeMap<String, String>,
}

/// Collects the schemas of an API and brings them to typify's dialect.
pub(crate) struct Normaliser<'f> {
    reader: Reader<'f>,
    uses: Vec<(Schema, At)>,
    sent: Vec<SchemaId>,
    keeps: bool,
    /// What a client receives is sent by the server of the same types.
    serves: bool,
    decode: Decode,
    rename: Rename,
}

impl<'f> Normaliser<'f> {
    /// `nil` is `options.nil` with `auto` already decided.
    pub(crate) fn new(files: &'f Files, options: &Options) -> Self {
        Self {
            reader: Reader::new(files, options),
            uses: Vec::new(),
            sent: Vec::new(),
            keeps: options.unknown == Unknown::Keep,
            serves: options.server,
            decode: options.decode,
            rename: options.rename.clone(),
        }
    }

    /// Takes the schema at a place, with the name to give it when it has no better one of its own.
    pub(crate) fn add(&mut self, at: &At, name: &str, direction: Direction) -> SchemaId {
        let schema = self.reader.asked(at, name);
        // What this one leads to is named before the next one is looked at, so that names do not
        // change when a document grows at its end.
        self.reader.read_waiting();
        self.uses.push((schema, at.clone()));
        let id = SchemaId(self.uses.len() - 1);
        if direction == Direction::Sent || self.serves {
            self.sent.push(id);
        }
        id
    }

    /// Every definition that the added schemas reach, and what was found wrong on the way.
    pub(crate) fn finish(self) -> (Schemas, Diagnostics) {
        let Reader {
            mut catalogue,
            mut found,
            own_types,
            ..
        } = self.reader;
        own_types.report(&mut found);
        let (mut uses, places): (Vec<_>, Vec<_>) = self.uses.into_iter().unzip();
        settling::settle(&mut catalogue, &mut uses, &mut found);
        if self.keeps {
            let sent = self.sent.iter().filter_map(|id| uses.get(id.0));
            settling::keep(&mut catalogue, sent, &mut found);
        }
        settling::rename(&mut catalogue, &self.rename, &mut found);
        let mut schemas = draft7::write(&catalogue, &uses, self.decode, &mut found);
        schemas.places = places;
        (schemas, found)
    }
}
