//! Takes a file's text and gives where each of its keys and elements stands.

mod json;
mod yaml;

use std::collections::HashMap;

use super::Format;
use crate::diagnostic::Position;
use crate::pointer::Pointer;

/// The key of YAML whose value lends its members to the map.
const MERGE: &str = "<<";

/// Merged maps inside merged maps that are looked into.
const MOST_MERGES: usize = 8;

/// Where everything in a file stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    places: Vec<Position>,
    /// By place and step; one map for the whole file, so that long lists cost no walk.
    children: HashMap<(usize, String), usize>,
    /// Keys that stand in their object for a second time.
    pub(super) repeated: Vec<(Pointer, Position)>,
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
            match self.child(place, &step, 0) {
                Some(child) => place = child,
                None => break,
            }
        }
        self.places.get(place).copied()
    }

    /// What stands under a key, in the map itself or in one that YAML's `<<` merges into it.
    fn child(&self, place: usize, step: &str, depth: usize) -> Option<usize> {
        let own = |step: &str| self.children.get(&(place, step.to_owned())).copied();
        own(step).or_else(|| {
            let merged = own(MERGE).filter(|_| depth < MOST_MERGES)?;
            let element = |i: usize| self.children.get(&(merged, i.to_string())).copied();
            std::iter::once(merged)
                .chain((0..).map_while(element))
                .find_map(|merged| self.child(merged, step, depth + 1))
        })
    }
}

/// Takes what a parser meets, in the order of the text.
#[derive(Default)]
struct Builder {
    outline: Outline,
    open: Vec<Open>,
}

struct Open {
    place: usize,
    /// The key or the index that it stands under.
    step: String,
    holds: Holds,
}

enum Holds {
    /// The key whose value comes next.
    Map(Option<(String, Position)>),
    /// The index of the element that comes next.
    List(usize),
}

impl Builder {
    /// Whether the next scalar is a key.
    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(open) if matches!(open.holds, Holds::Map(None)))
    }

    fn key(&mut self, text: String, position: Position) {
        if let Some(Holds::Map(key)) = self.open.last_mut().map(|open| &mut open.holds) {
            *key = Some((text, position));
        }
    }

    /// A value of any kind begins; gives its place.
    fn value(&mut self, position: Position) -> usize {
        self.step(position).0
    }

    /// The same with the key or the index that it stands under.
    fn step(&mut self, position: Position) -> (usize, String) {
        let place = self.outline.places.len();
        let (step, key) = self.link(place).unwrap_or_default();
        self.outline.places.push(key.unwrap_or(position));
        (place, step)
    }

    /// The next value is the one at this place; gives what it stands under, and the position of that where it is a key.
    fn link(&mut self, place: usize) -> Option<(String, Option<Position>)> {
        let open = self.open.last_mut()?;
        let (step, position) = match &mut open.holds {
            Holds::Map(key) => {
                let (step, position) = key.take()?;
                (step, Some(position))
            }
            Holds::List(next) => {
                *next += 1;
                ((*next - 1).to_string(), None)
            }
        };
        let old = self
            .outline
            .children
            .insert((open.place, step.clone()), place);
        if let (Some(_), Some(position)) = (old, position)
            && step != MERGE
        {
            self.outline.repeated.push((self.pointer(&step), position));
        }
        Some((step, position))
    }

    /// The pointer to a member of what is open.
    fn pointer(&self, key: &str) -> Pointer {
        let around = self.open.iter().skip(1).map(|open| open.step.as_str());
        let steps = around.chain([key]);
        steps.fold(Pointer::root(), |at, step| at.join(step))
    }

    fn open_map(&mut self, position: Position) -> usize {
        self.open(position, Holds::Map(None))
    }

    fn open_list(&mut self, position: Position) -> usize {
        self.open(position, Holds::List(0))
    }

    fn open(&mut self, position: Position, holds: Holds) -> usize {
        let (place, step) = self.step(position);
        self.open.push(Open { place, step, holds });
        place
    }

    fn close(&mut self) {
        self.open.pop();
    }
}
