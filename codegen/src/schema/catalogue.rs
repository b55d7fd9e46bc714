//! The definitions found so far: their names, where they come from, and what is known of them.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::{At, FileId, Files};
use crate::pointer::Pointer;

use super::foreign::Foreign;
use super::names;
use super::shape::{DefinitionId, Schema, Shape};
use super::spelling::Chosen;

/// Every definition, with no name and no content twice.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    pub(super) entries: Vec<Entry>,
    owners: HashMap<String, Owner>,
    /// With the name that each has kept for it.
    components: HashMap<At, Option<String>>,
    /// Components that are strings, by title and pattern: documents are often written out without references.
    patterned: HashMap<(String, String), At>,
    contents: HashMap<(String, Shape), DefinitionId>,
    numbers: HashMap<String, usize>,
    /// The names that stand for types that are not made here.
    foreign: BTreeMap<Foreign, String>,
}

/// A type with a name.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) at: At,
    /// Whether it was made for all that stands there.
    pub(super) is_place: bool,
    /// Whether null may stand there as well, which the type itself does not hold.
    pub(super) is_nullable: bool,
    pub(super) state: State,
    /// The names that the user chose for its members or values.
    pub(super) chosen: Chosen,
}

/// How far the reading of a definition has come.
#[derive(Debug)]
pub(super) enum State {
    Waiting,
    Reading,
    Read(Schema),
}

/// Who has a name: a component keeps its own from the start, whether it is met or not.
#[derive(Debug, Clone)]
enum Owner {
    Component(At),
    Definition(DefinitionId),
    Foreign,
}

impl Catalogue {
    /// Keeps the names of the document's component schemas for them. Of those that want the same one the first has it;
    /// the others are named when they are met, so that no name changes when one is added at the end.
    pub(super) fn new(files: &Files) -> Self {
        let mut catalogue = Self::default();
        let list = At {
            file: FileId::ROOT,
            pointer: Pointer::new("/components/schemas"),
        };
        let schemas = files.value(&list).and_then(Value::as_object);
        for (key, schema) in schemas.into_iter().flatten() {
            let at = list.join(key);
            let wanted = names::type_name(key).unwrap_or_else(|| "Unnamed".to_owned());
            let own = (!catalogue.owners.contains_key(&wanted)).then_some(wanted);
            if let Some(name) = &own {
                let owner = Owner::Component(at.clone());
                catalogue.owners.insert(name.clone(), owner);
            }
            if let Some(key) = title_and_pattern(schema) {
                catalogue.patterned.entry(key).or_insert(at.clone());
            }
            catalogue.components.insert(at, own);
        }
        catalogue
    }

    pub(super) fn entry(&self, id: DefinitionId) -> &Entry {
        &self.entries[id.0]
    }

    /// The schema of a definition that was read.
    pub(super) fn schema(&self, id: DefinitionId) -> Option<&Schema> {
        match &self.entries[id.0].state {
            State::Read(schema) => Some(schema),
            State::Waiting | State::Reading => None,
        }
    }

    /// A definition for a place that a reference leads to.
    pub(super) fn add_place(
        &mut self,
        at: &At,
        wanted: &str,
        found: &mut Diagnostics,
    ) -> DefinitionId {
        let name = self
            .components
            .get(at)
            .cloned()
            .flatten()
            .unwrap_or_else(|| {
                let name = self.distinct(&[wanted]);
                if name != wanted {
                    found.push(renamed(at, wanted, &name));
                }
                name
            });
        self.insert(name, at.clone(), State::Waiting)
    }

    /// A definition for something written where it is used: the one that has this name and content already, or a new one.
    pub(super) fn add_inline(
        &mut self,
        schema: Schema,
        at: &At,
        wanted: [&str; 2],
        found: &mut Diagnostics,
    ) -> DefinitionId {
        let key = (wanted[0].to_owned(), schema.shape.clone());
        if let Some(id) = self.contents.get(&key) {
            return *id;
        }
        if let Some(Owner::Definition(id)) = self.owners.get(wanted[0])
            && self.schema(*id).is_some_and(|s| s.shape == schema.shape)
        {
            return *id;
        }
        let name = self.distinct(&wanted);
        if name != wanted[0] {
            found.push(renamed(at, wanted[0], &name));
        }
        let id = self.insert(name, at.clone(), State::Read(schema));
        self.contents.insert(key, id);
        id
    }

    /// What the document calls the component that stands here.
    pub(super) fn component_key(&self, at: &At) -> Option<String> {
        self.is_component(at).then(|| at.pointer.last())?
    }

    /// Whether a component schema stands here.
    pub(super) fn is_component(&self, at: &At) -> bool {
        self.components.contains_key(at)
    }

    /// Where the component stands that is this string.
    pub(super) fn patterned(&self, raw: &Value) -> Option<&At> {
        self.patterned.get(&title_and_pattern(raw)?)
    }

    /// Where the component stands that has this name.
    pub(super) fn component(&self, name: &str) -> Option<&At> {
        match self.owners.get(name)? {
            Owner::Component(at) => Some(at),
            Owner::Definition(id) => {
                Some(&self.entries[id.0].at).filter(|at| self.is_component(at))
            }
            Owner::Foreign => None,
        }
    }

    /// Finds a name for a type that is not made here, which typify shall write as its path.
    pub(super) fn add_foreign(&mut self, ty: &Foreign) {
        if !self.foreign.contains_key(ty) {
            let name = self.distinct(&["Foreign"]);
            self.owners.insert(name.clone(), Owner::Foreign);
            self.foreign.insert(ty.clone(), name);
        }
    }

    /// The types that are not made here, with their names.
    pub(super) fn foreign(&self) -> &BTreeMap<Foreign, String> {
        &self.foreign
    }

    fn insert(&mut self, name: String, at: At, state: State) -> DefinitionId {
        let id = DefinitionId(self.entries.len());
        self.owners.insert(name.clone(), Owner::Definition(id));
        let chosen = Chosen::new();
        self.entries.push(Entry {
            name,
            at,
            is_place: matches!(state, State::Waiting),
            is_nullable: false,
            state,
            chosen,
        });
        id
    }

    /// The first of these names that is free, or the last one with a number.
    fn distinct(&mut self, wanted: &[&str]) -> String {
        if let Some(free) = wanted.iter().find(|name| !self.owners.contains_key(**name)) {
            return (*free).to_owned();
        }
        let last = wanted.last().copied().unwrap_or("Unnamed");
        let number = self.numbers.entry(last.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let name = format!("{last}{number}");
            if !self.owners.contains_key(&name) {
                return name;
            }
        }
    }
}

fn title_and_pattern(raw: &Value) -> Option<(String, String)> {
    let text = |keyword| raw.get(keyword)?.as_str().map(str::to_owned);
    Some((text("title")?, text("pattern")?))
}

/// The note that a type could not have the name that it wanted.
pub(super) fn renamed(at: &At, wanted: &str, name: &str) -> Diagnostic {
    Diagnostic::at(
        Code::Renamed,
        at,
        format!(
            "the type is called `{name}`, because `{wanted}` is the name of another type already"
        ),
    )
}
