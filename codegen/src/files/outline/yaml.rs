//! Takes YAML text and tells an outline what stands where.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, Span};

use super::Builder;
use crate::diagnostic::Position;

/// Reads events rather than a tree. An alias leads to the places of its anchor.
pub(super) fn read(text: &str, builder: &mut Builder) {
    let mut anchors = HashMap::new();
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        let position = position(span);
        match event {
            Event::Scalar(text, ..) if builder.wants_key() => {
                builder.key(text.into_owned(), position)
            }
            Event::Scalar(_, _, anchor, _) => _ = anchors.insert(anchor, builder.value(position)),
            Event::MappingStart(anchor, _) => {
                _ = anchors.insert(anchor, builder.open_map(position))
            }
            Event::SequenceStart(anchor, _) => {
                _ = anchors.insert(anchor, builder.open_list(position))
            }
            Event::MappingEnd | Event::SequenceEnd => builder.close(),
            Event::Alias(anchor) => match anchors.get(&anchor) {
                Some(place) => _ = builder.link(*place),
                None => _ = builder.value(position),
            },
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
}

fn position(span: Span) -> Position {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Position {
        line: number(span.start.line()),
        column: number(span.start.col()).saturating_add(1),
    }
}
