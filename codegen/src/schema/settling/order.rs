//! Takes unions and puts their branches in the order in which they are tried: the most specific first.

use std::cmp::Reverse;

use crate::schema::catalogue::{Catalogue, State};
use crate::schema::shape::{DefinitionId, Payload, Schema, Shape};

/// Sorts what could hide what comes after it to the end: any string would hide those that mean something.
pub(super) fn branches(catalogue: &mut Catalogue) {
    for index in 0..catalogue.entries.len() {
        let Some(schema) = catalogue.schema(DefinitionId(index)) else {
            continue;
        };
        let Shape::Union(branches) = &schema.shape else {
            continue;
        };
        let mut ranked: Vec<_> = branches
            .iter()
            .map(|branch| (rank(&branch.schema, catalogue, 0), branch.clone()))
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        if let State::Read(Schema { shape, .. }) = &mut catalogue.entries[index].state {
            *shape = Shape::Union(ranked.into_iter().map(|(_, branch)| branch).collect());
        }
    }
}

/// The kind, then longer tuples before shorter ones and narrow patterns before wide ones. Which object it is, its members decide when it is read.
type Rank = (u8, Reverse<usize>);

fn rank(schema: &Schema, catalogue: &Catalogue, depth: usize) -> Rank {
    let kind = |kind| (kind, Reverse(0));
    match &schema.shape {
        Shape::Null => kind(0),
        Shape::Boolean => kind(1),
        Shape::Choice(_) => kind(2),
        // It is checked: what it refuses is left to the others.
        Shape::Bounded(_) => kind(2),
        Shape::Integer(width) if width.0.starts_with('u') => kind(3),
        Shape::Integer(_) => kind(4),
        Shape::Number => kind(5),
        Shape::Object(_) => kind(6),
        Shape::Tuple(items) => (7, Reverse(items.len())),
        Shape::List(item) if !item.is_any() => kind(8),
        Shape::Map(value) if !value.is_any() => kind(9),
        Shape::Ext(ext) => match &ext.payload {
            Payload::Integer => kind(2),
            Payload::Bytes | Payload::Timestamp => kind(10),
            Payload::Value(inner) => rank(inner, catalogue, depth),
        },
        Shape::Foreign(_) => kind(10),
        Shape::Text(limits) if !limits.are_none() => (10, Reverse(limits.specificity())),
        Shape::List(_) => kind(11),
        Shape::Map(_) => kind(12),
        Shape::Text(_) => kind(13),
        Shape::Any => kind(14),
        Shape::Nullable(inner) => rank(inner, catalogue, depth),
        Shape::Ref(id) => match catalogue.schema(*id) {
            Some(schema) if depth < 40 => rank(schema, catalogue, depth + 1),
            _ => kind(14),
        },
        Shape::Union(branches) => {
            let ranks = branches
                .iter()
                .map(|b| rank(&b.schema, catalogue, depth + 1));
            ranks.max().unwrap_or(kind(14))
        }
    }
}
