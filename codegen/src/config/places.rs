//! Takes a pointer to an option and gives where it stands in a file of options.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Position};
use crate::pointer::Pointer;

/// The bytes of the value at a pointer, or of the nearest value around it.
pub(super) fn find(text: &str, pointer: &Pointer) -> Option<Range<usize>> {
    let table = DeTable::parse(text).ok()?;
    let mut span = None;
    let mut place = DeValue::Table(table.into_inner());
    for step in pointer.steps() {
        let next = match place {
            DeValue::Table(mut table) => table.remove(step.as_str()),
            DeValue::Array(list) => {
                let index: Option<usize> = step.parse().ok();
                index.and_then(|index| list.into_iter().nth(index))
            }
            _ => None,
        };
        let Some(next) = next else { break };
        span = Some(next.span());
        place = next.into_inner();
    }
    span
}

/// Adds line and column to a fault that a TOML reader found.
pub(crate) fn placed(diagnostic: Diagnostic, text: &str, span: Option<Range<usize>>) -> Diagnostic {
    let Some(before) = span.and_then(|span| text.get(..span.start)) else {
        return diagnostic;
    };
    let Position { line, column } = Position::after(before);
    diagnostic.position(line, column)
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::pointer::Pointer;

    #[test]
    fn options_are_found_where_they_stand() {
        let text = "[rename.methods]\n'a.b' = 'x'\n[rename]\ntypes = { Pet = 'Animal' }\n";
        let text = format!("overlay = ['a', {{ b = 1 }}]\n{text}");
        let found = |pointer: &str| find(&text, &Pointer::new(pointer)).map(|span| &text[span]);
        assert_eq!(found("/rename/methods/a.b"), Some("'x'"));
        assert_eq!(found("/rename/types/Pet"), Some("'Animal'"));
        assert_eq!(found("/overlay/1/b"), Some("1"));
        assert_eq!(found("/overlay/0/none"), Some("'a'"));
        assert_eq!(found("/none"), None);
    }
}
