//! The path to a place in JSON text: takes the line and column of serde_json's error, gives `.items[3].name`.

/// The index of the last byte that serde_json had read when it failed. Lines count from 1;
/// a column is the number of bytes read of its line.
pub(crate) fn offset(json: &[u8], line: usize, column: usize) -> usize {
    let start = match line.checked_sub(2) {
        None => 0,
        Some(newline) => json
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n')
            .nth(newline)
            .map_or(0, |(index, _)| index + 1),
    };
    (start + column.saturating_sub(1)).min(json.len().saturating_sub(1))
}

/// The line and the column of the byte at `place`, as serde_json would count them.
pub(crate) fn line_and_column(json: &[u8], place: usize) -> (usize, usize) {
    let before = json.get(..place).unwrap_or(json);
    let newlines = before.iter().filter(|byte| **byte == b'\n').count();
    let start = before.iter().rposition(|byte| *byte == b'\n');
    (newlines + 1, place + 1 - start.map_or(0, |start| start + 1))
}

/// The path to the value to which the byte at `place` belongs, empty for the outermost one.
pub(crate) fn at(json: &[u8], place: usize) -> String {
    if place == 0 {
        return String::new();
    }
    let mut levels = Vec::new();
    let mut index = 0;
    while index <= place && index < json.len() {
        match json[index] {
            b'{' => levels.push(Level::Member(None)),
            b'[' => levels.push(Level::Element(0)),
            b'}' | b']' => drop(levels.pop()),
            b',' => match levels.last_mut() {
                Some(Level::Member(name)) => *name = None,
                Some(Level::Element(count)) => *count += 1,
                None => {}
            },
            b'"' => {
                let end = string_end(json, index);
                // In an object, a string is a name until one is known.
                if let Some(Level::Member(name @ None)) = levels.last_mut() {
                    *name = Some(&json[index..end]);
                }
                index = end;
                continue;
            }
            _ => {}
        }
        index += 1;
    }
    levels.iter().map(Level::text).collect()
}

enum Level<'a> {
    /// The member whose quoted name was read last.
    Member(Option<&'a [u8]>),
    /// The element at this index.
    Element(usize),
}

impl Level<'_> {
    fn text(&self) -> String {
        match self {
            Self::Element(index) => format!("[{index}]"),
            Self::Member(None) => String::new(),
            Self::Member(Some(quoted)) => {
                let name = String::from_utf8_lossy(quoted);
                let plain = name.trim_matches('"');
                match plain
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                {
                    true if !plain.is_empty() => format!(".{plain}"),
                    _ => format!("[{name}]"),
                }
            }
        }
    }
}

/// The index behind the closing quote of the string that opens at `start`.
fn string_end(json: &[u8], start: usize) -> usize {
    let mut index = start + 1;
    while let Some(byte) = json.get(index) {
        match byte {
            b'"' => return index + 1,
            b'\\' => index += 2,
            _ => index += 1,
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Outer {
        items: Vec<Inner>,
        #[serde(rename = "odd key")]
        odd: Option<bool>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Inner {
        id: u8,
        name: String,
        kind: Option<Kind>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Cat,
        Dog,
    }

    fn path(json: &str) -> String {
        let error = serde_json::from_str::<Outer>(json).unwrap_err();
        at(
            json.as_bytes(),
            offset(json.as_bytes(), error.line(), error.column()),
        )
    }

    #[test]
    fn paths_lead_to_the_value_at_fault() {
        assert_eq!(path(r#"{"items":5}"#), ".items");
        assert_eq!(
            path(r#"{"items":[{"id":1,"name":"a"},{"id":-1,"name":"b"}]}"#),
            ".items[1].id"
        );
        assert_eq!(
            path(r#"{"items":[{"id":1,"name":"a\"}]"},{"id":2}]}"#),
            ".items[1]"
        );
        assert_eq!(
            path("{\n \"items\": [\n  {\"id\": 1,\n   \"name\": null}]}"),
            ".items[0].name"
        );
        assert_eq!(
            path(r#"{"items":[{"id":1,"name":"a","kind":"cow"}]}"#),
            ".items[0].kind"
        );
        assert_eq!(path(r#"{"items":[],"odd key":"x"}"#), r#"["odd key"]"#);
        assert_eq!(path(r#"[]"#), "");
        assert_eq!(path(r#"7"#), "");
        assert_eq!(path(r#"{}"#), "");
    }

    #[test]
    fn cut_text_gives_some_path() {
        let whole = r#"{"items":[{"id":1,"name":"a\"b"}],"odd key":true}"#;
        for end in 0..whole.len() {
            path(&whole[..end]);
        }
    }
}
