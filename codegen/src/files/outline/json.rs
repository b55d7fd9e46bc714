//! Takes JSON or JSON5 text and tells an outline what stands where.

use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};

use super::Builder;
use crate::diagnostic::Position;

/// Reads tokens rather than a tree: no depth is too deep, and a fault ends the outline where it stands.
pub(super) fn read(text: &str, builder: &mut Builder) {
    let mut scanner = Scanner::new(text, &ScannerOptions::default());
    let mut cursor = Cursor::new(text);
    while let Ok(Some(token)) = scanner.scan() {
        let position = cursor.at(scanner.token_start());
        match token {
            Token::OpenBrace => _ = builder.open_map(position),
            Token::OpenBracket => _ = builder.open_list(position),
            Token::CloseBrace | Token::CloseBracket => builder.close(),
            Token::String(text) if builder.wants_key() => builder.key(text.into_owned(), position),
            // Keys as JSON5 has them.
            Token::Word(text) | Token::Number(text) if builder.wants_key() => {
                builder.key(text.to_owned(), position);
            }
            Token::String(_)
            | Token::Number(_)
            | Token::Boolean(_)
            | Token::Null
            | Token::Word(_) => {
                builder.value(position);
            }
            Token::Comma | Token::Colon | Token::CommentLine(_) | Token::CommentBlock(_) => {}
        }
    }
}

/// Counts lines and characters on the way from one byte offset to the next.
struct Cursor<'t> {
    text: &'t str,
    offset: usize,
    position: Position,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            offset: 0,
            position: Position { line: 1, column: 1 },
        }
    }

    fn at(&mut self, offset: usize) -> Position {
        let passed = self.text.get(self.offset..offset).unwrap_or_default();
        for c in passed.chars() {
            match c {
                '\n' => {
                    self.position.line = self.position.line.saturating_add(1);
                    self.position.column = 1;
                }
                _ => self.position.column = self.position.column.saturating_add(1),
            }
        }
        self.offset = offset;
        self.position
    }
}
