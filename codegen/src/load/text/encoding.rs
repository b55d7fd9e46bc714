//! Takes the bytes of a file and gives its characters: UTF-8, or UTF-16 with the mark that editors and shells of Windows put first.

use crate::diagnostic::{Code, Diagnostic, Position};

use super::placed;

/// The text, and a warning where it is not in the encoding of JSON and YAML.
pub(super) fn read(
    origin: &str,
    bytes: Vec<u8>,
) -> Result<(String, Option<Diagnostic>), Diagnostic> {
    let wide = match bytes.as_slice() {
        [0xff, 0xfe, text @ ..] => utf16(text, u16::from_le_bytes),
        [0xfe, 0xff, text @ ..] => utf16(text, u16::from_be_bytes),
        _ => None,
    };
    if let Some(text) = wide {
        let warning = Diagnostic::of(Code::LooseSyntax, origin, "this is encoded in UTF-16");
        let warning = warning.hint("other tools read UTF-8 only: save the document as UTF-8");
        return Ok((text, Some(placed(warning, 1, 1))));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, None)),
        Err(e) => Err(not_utf8(origin, e.as_bytes(), e.utf8_error().valid_up_to())),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (units, rest) = bytes.as_chunks();
    let units: Vec<u16> = units.iter().copied().map(unit).collect();
    String::from_utf16(&units).ok().filter(|_| rest.is_empty())
}

fn not_utf8(origin: &str, bytes: &[u8], valid: usize) -> Diagnostic {
    let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default());
    let Position { line, column } = Position::after(&before);
    Diagnostic::of(
        Code::Syntax,
        origin,
        "this is no text: it is not encoded in UTF-8",
    )
    .hint("save the document as UTF-8")
    .position(line, column)
}
