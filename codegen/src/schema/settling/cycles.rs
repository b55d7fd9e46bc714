//! Takes definitions that consist of each other and cuts the circle: no value is ever read by going round it.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::schema::catalogue::{Catalogue, State};
use crate::schema::shape::{Branch, DefinitionId, Schema, Shape};

/// Unions inside unions without a value in between; reading goes down one call for each.
const HEIGHT: usize = 32;

/// Cuts circles and gives the definitions in an order where each comes after those that it consists of.
pub(super) fn cut(catalogue: &mut Catalogue, found: &mut Diagnostics) -> Vec<DefinitionId> {
    let mut walk = Walk {
        marks: vec![Mark::New; catalogue.entries.len()],
        heights: vec![0; catalogue.entries.len()],
        order: Vec::with_capacity(catalogue.entries.len()),
    };
    for index in 0..catalogue.entries.len() {
        walk.from(DefinitionId(index), catalogue, found);
    }
    walk.order
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

struct Walk {
    marks: Vec<Mark>,
    heights: Vec<usize>,
    order: Vec<DefinitionId>,
}

impl Walk {
    /// Depth first, on a stack of its own: documents decide how deep it goes.
    fn from(&mut self, start: DefinitionId, catalogue: &mut Catalogue, found: &mut Diagnostics) {
        let mut stack = Vec::new();
        self.open(start, catalogue, &mut stack);
        while let Some((id, parts)) = stack.last_mut() {
            let id = *id;
            let Some(part) = parts.pop() else {
                stack.pop();
                self.close(id, catalogue, found);
                continue;
            };
            match self.marks[part.0] {
                Mark::New => self.open(part, catalogue, &mut stack),
                Mark::Open => without(id, part, catalogue, found),
                Mark::Done => {}
            }
        }
    }

    fn open(
        &mut self,
        id: DefinitionId,
        catalogue: &Catalogue,
        stack: &mut Vec<(DefinitionId, Vec<DefinitionId>)>,
    ) {
        if self.marks[id.0] == Mark::New {
            self.marks[id.0] = Mark::Open;
            let mut parts = catalogue
                .schema(id)
                .map_or_else(Vec::new, |s| parts(&s.shape));
            parts.reverse();
            stack.push((id, parts));
        }
    }

    fn close(&mut self, id: DefinitionId, catalogue: &mut Catalogue, found: &mut Diagnostics) {
        self.marks[id.0] = Mark::Done;
        self.order.push(id);
        let parts = catalogue
            .schema(id)
            .map_or_else(Vec::new, |s| parts(&s.shape));
        let height = parts.iter().map(|part| self.heights[part.0] + 1).max();
        self.heights[id.0] = height.unwrap_or(0);
        if self.heights[id.0] > HEIGHT {
            self.heights[id.0] = 0;
            let message = "the alternatives are nested too deeply to follow";
            make_any(id, catalogue, Code::Untyped, message, found);
        }
    }
}

/// The definitions that a value of this shape is a value of.
fn parts(shape: &Shape) -> Vec<DefinitionId> {
    match shape {
        Shape::Ref(id) => vec![*id],
        Shape::Nullable(inner) => parts(&inner.shape),
        Shape::Union(branches) => branches.iter().filter_map(|b| target(&b.schema)).collect(),
        shape => shape
            .payload()
            .map_or_else(Vec::new, |payload| parts(&payload.shape)),
    }
}

fn target(schema: &Schema) -> Option<DefinitionId> {
    match &schema.shape {
        Shape::Ref(id) => Some(*id),
        Shape::Nullable(inner) => target(inner),
        _ => None,
    }
}

/// Takes a part away that leads back: a union loses no value by it, anything else has none to begin with.
fn without(
    id: DefinitionId,
    part: DefinitionId,
    catalogue: &mut Catalogue,
    found: &mut Diagnostics,
) {
    if let State::Read(schema) = &mut catalogue.entries[id.0].state
        && let Some(branches) = branches(&mut schema.shape)
    {
        branches.retain(|branch| target(&branch.schema) != Some(part));
        if !branches.is_empty() {
            return;
        }
    }
    let message = "the schema consists of nothing but itself";
    make_any(id, catalogue, Code::ReferenceCycle, message, found);
}

fn branches(shape: &mut Shape) -> Option<&mut Vec<Branch>> {
    match shape {
        Shape::Union(branches) => Some(branches),
        Shape::Nullable(inner) => branches(&mut inner.shape),
        _ => None,
    }
}

fn make_any(
    id: DefinitionId,
    catalogue: &mut Catalogue,
    code: Code,
    message: &str,
    found: &mut Diagnostics,
) {
    let entry = &mut catalogue.entries[id.0];
    entry.state = State::Read(Schema::any());
    found.push(
        Diagnostic::at(code, &entry.at, message).hint("the type is `serde_json::Value` instead"),
    );
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diagnostic::Code;
    use crate::schema::trial::Trial;

    #[test]
    fn unions_of_each_other_lose_the_way_back() {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let trial = Trial::new(json!({
            "A": { "anyOf": [{ "type": "integer" }, reference("B"), { "type": "object", "properties": { "a": reference("A") } }] },
            "B": { "anyOf": [{ "type": "string" }, { "anyOf": [reference("A"), { "type": "null" }] }] },
        }));
        assert_eq!(trial.codes(), []);
        assert_eq!(trial.names(), ["A", "AObject", "B"]);
        assert_eq!(trial.definition("B"), json!({ "type": "string" }));
    }

    #[test]
    fn towers_of_unions_end() {
        let floor = |i: usize| json!({ "oneOf": [{ "$ref": format!("#/components/schemas/N{}", i + 1) }, { "type": "array", "items": { "const": format!("x{i}") } }] });
        let mut tower: serde_json::Map<String, serde_json::Value> =
            (0..5000).map(|i| (format!("N{i}"), floor(i))).collect();
        tower.insert("N5000".to_owned(), json!({ "type": "string" }));
        assert!(Trial::new(tower.into()).codes().contains(&Code::Untyped));
    }
}
