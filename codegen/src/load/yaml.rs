//! Takes YAML text and gives the JSON tree that it means.

mod scalar;

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, Tag};
use serde_json::{Map, Value};

use super::MAX_DEPTH;

/// Values that aliases may add: a legitimate document has thousands, a bomb has billions.
const MAX_EXPANDED: usize = 1_000_000;

/// Bytes of text that count as much as one more value.
const TEXT: usize = 64;

/// What is wrong, with line and column from 1.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// What a text means.
#[derive(Debug)]
pub(super) struct Yaml {
    pub(super) tree: Value,
    /// What was forgiven.
    pub(super) warnings: Vec<Fault>,
    /// Whether a map has a key twice.
    pub(super) repeats: bool,
}

/// Reads the first document of the text.
pub(super) fn parse(text: &str) -> Result<Yaml, Fault> {
    let mut tree = Tree::default();
    let mut ended = false;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            // What follows the document is not read, whatever it is.
            Err(_) if ended => break,
            Err(error) => return Err(fault(error.info(), *error.marker())),
            Ok(event) => event,
        };
        if ended && matches!(event, Event::DocumentStart(_)) {
            let message = "another YAML document follows in this file; only the first is read";
            tree.warnings.push(fault(message, span.start));
            break;
        }
        ended |= event == Event::DocumentEnd;
        tree.here = span.start;
        tree.take(event)
            .map_err(|message| fault(message, span.start))?;
    }
    Ok(Yaml {
        tree: tree.root.map_or(Value::Null, |node| node.value),
        warnings: tree.warnings,
        repeats: tree.repeats,
    })
}

fn fault(message: impl Into<String>, at: Marker) -> Fault {
    Fault {
        message: message.into(),
        line: at.line(),
        column: at.col() + 1,
    }
}

/// A finished value with its size, which aliases are charged for.
#[derive(Clone)]
struct Node {
    value: Value,
    size: usize,
    depth: usize,
}

/// A list or map that is not finished.
struct Open {
    anchor: usize,
    size: usize,
    depth: usize,
    holds: Holds,
}

enum Holds {
    List(Vec<Value>),
    Map {
        map: Map<String, Value>,
        key: Option<String>,
        /// Values of `<<`, whose members stand in where the map has none of the name.
        merged: Vec<Value>,
    },
}

#[derive(Default)]
struct Tree {
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    expanded: usize,
    root: Option<Node>,
    /// Where the event stands that is taken.
    here: Marker,
    warnings: Vec<Fault>,
    repeats: bool,
}

impl Tree {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        let list = || Holds::List(Vec::new());
        let map = || Holds::Map {
            map: Map::new(),
            key: None,
            merged: Vec::new(),
        };
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let size = 1 + text.len() / TEXT;
                let scalar = |value| Node {
                    value,
                    size,
                    depth: 0,
                };
                if self.key(&text) {
                    self.anchors
                        .insert(anchor, scalar(Value::String(text.into_owned())));
                    return Ok(());
                }
                self.check_tag(tag.as_deref());
                self.finish(anchor, scalar(scalar::read(&text, style, tag.as_deref())))
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned();
                let node = node.ok_or("this alias stands inside of what it stands for")?;
                self.charge(node.size)?;
                match &node.value {
                    Value::String(text) if self.key(text) => Ok(()),
                    _ => self.finish(0, node),
                }
            }
            Event::SequenceStart(anchor, tag) => {
                self.check_tag(tag.as_deref());
                self.begin(anchor, list())
            }
            Event::MappingStart(anchor, tag) => {
                self.check_tag(tag.as_deref());
                self.begin(anchor, map())
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Nothing | Event::StreamStart | Event::StreamEnd => Ok(()),
            Event::DocumentStart(_) | Event::DocumentEnd => Ok(()),
        }
    }

    /// Takes a scalar as a key where one is wanted.
    fn key(&mut self, text: &str) -> bool {
        match self.open.last_mut().map(|open| &mut open.holds) {
            Some(Holds::Map {
                key: key @ None, ..
            }) => {
                *key = Some(text.to_owned());
                true
            }
            _ => false,
        }
    }

    fn begin(&mut self, anchor: usize, holds: Holds) -> Result<(), String> {
        if let Some(Holds::Map { key: None, .. }) = self.open.last().map(|open| &open.holds) {
            return Err("a key must be a string: JSON knows no other".to_owned());
        }
        self.check_depth(1)?;
        self.open.push(Open {
            anchor,
            size: 1,
            depth: 1,
            holds,
        });
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.holds {
            Holds::List(list) => Value::Array(list),
            Holds::Map { map, merged, .. } => Value::Object(merge(map, merged)),
        };
        self.finish(
            open.anchor,
            Node {
                value,
                size: open.size,
                depth: open.depth,
            },
        )
    }

    /// Puts a finished value where it belongs.
    fn finish(&mut self, anchor: usize, node: Node) -> Result<(), String> {
        self.check_depth(node.depth)?;
        if anchor > 0 {
            self.charge(node.size)?;
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return Ok(());
        };
        open.size += node.size;
        open.depth = open.depth.max(node.depth + 1);
        match &mut open.holds {
            Holds::List(list) => list.push(node.value),
            Holds::Map { map, key, merged } => match key.take() {
                Some(key) if key == "<<" => {
                    if !is_mergeable(&node.value) {
                        let message = "`<<` takes a map or a list of maps; this is left out";
                        self.warnings.push(fault(message, self.here));
                    }
                    merged.push(node.value);
                }
                Some(key) => self.repeats |= map.insert(key, node.value).is_some(),
                None => return Err("a key must be a string: JSON knows no other".to_owned()),
            },
        }
        Ok(())
    }

    /// JSON has no other types than those that YAML defines; what was meant by another is anyone's guess.
    fn check_tag(&mut self, tag: Option<&Tag>) {
        if let Some(tag) = tag.filter(|tag| !scalar::is_known(tag)) {
            let message = format!("the tag `{tag}` means nothing in JSON; it is left out");
            self.warnings.push(fault(message, self.here));
        }
    }

    fn check_depth(&self, more: usize) -> Result<(), String> {
        match self.open.len() + more > MAX_DEPTH {
            true => Err(format!("this is nested deeper than {MAX_DEPTH} levels")),
            false => Ok(()),
        }
    }

    fn charge(&mut self, size: usize) -> Result<(), String> {
        self.expanded += size;
        match self.expanded > MAX_EXPANDED {
            true => Err(format!("aliases stand for more than {MAX_EXPANDED} values")),
            false => Ok(()),
        }
    }
}

fn is_mergeable(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.iter().all(Value::is_object),
        other => other.is_object(),
    }
}

/// Adds the members of `<<` that the map does not have itself; the first of several wins.
fn merge(mut map: Map<String, Value>, merged: Vec<Value>) -> Map<String, Value> {
    for value in merged {
        let sources = match value {
            Value::Array(list) => list,
            other => vec![other],
        };
        for source in sources {
            if let Value::Object(members) = source {
                for (key, value) in members {
                    map.entry(key).or_insert(value);
                }
            }
        }
    }
    map
}
