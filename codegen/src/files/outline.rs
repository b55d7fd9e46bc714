//! Takes a file's text and gives where each of its keys and elements stands.

mod json;
mod yaml;

use std::collections::HashMap;

use super::Format;
use crate::diagnostic::Position;
use crate::pointer::Pointer;

/// Where everything in a file stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    places: Vec<Position>,
    /// By place and step; one map for the whole file, so that long lists cost no walk.
    children: HashMap<(usize, String), usize>,
}

impl Outline {
    /// Never fails: what cannot be read any more has no place.
    pub(super) fn of(text: &str, format: Format) -> Self {
        // What is read here was read before without the mark, and editors do not count it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut builder = Builder::default();
        match format {
            Format::Json => json::read(text, &mut builder),
            Format::Yaml => yaml::read(text, &mut builder),
        }
        builder.outline
    }

    /// The place that a pointer leads to, or the last one on the way that exists.
    pub(super) fn find(&self, pointer: &Pointer) -> Option<Position> {
        let mut place = 0;
        for step in pointer.steps() {
            match self.children.get(&(place, step)) {
                Some(child) => place = *child,
                None => break,
            }
        }
        self.places.get(place).copied()
    }
}

/// Takes what a parser meets, in the order of the text.
#[derive(Default)]
struct Builder {
    outline: Outline,
    open: Vec<Open>,
}

enum Open {
    Map {
        place: usize,
        key: Option<(String, Position)>,
    },
    List {
        place: usize,
        next: usize,
    },
}

impl Builder {
    /// Whether the next scalar is a key.
    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Map { key: None, .. }))
    }

    fn key(&mut self, text: String, position: Position) {
        if let Some(Open::Map { key, .. }) = self.open.last_mut() {
            *key = Some((text, position));
        }
    }

    /// A value of any kind begins; gives its place.
    fn value(&mut self, position: Position) -> usize {
        let place = self.outline.places.len();
        let position = self.link(place).unwrap_or(position);
        self.outline.places.push(position);
        place
    }

    /// The next value is the one at this place; gives the position of its key.
    fn link(&mut self, place: usize) -> Option<Position> {
        match self.open.last_mut()? {
            Open::Map { place: parent, key } => {
                let (text, position) = key.take()?;
                self.outline.children.insert((*parent, text), place);
                Some(position)
            }
            Open::List {
                place: parent,
                next,
            } => {
                self.outline
                    .children
                    .insert((*parent, next.to_string()), place);
                *next += 1;
                None
            }
        }
    }

    fn open_map(&mut self, position: Position) -> usize {
        let place = self.value(position);
        self.open.push(Open::Map { place, key: None });
        place
    }

    fn open_list(&mut self, position: Position) -> usize {
        let place = self.value(position);
        self.open.push(Open::List { place, next: 0 });
        place
    }

    fn close(&mut self) {
        self.open.pop();
    }
}
