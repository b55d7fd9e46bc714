//! JSON to MessagePack: takes text, counts what stands in each container, then writes.
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::EXT;
use crate::json;
use crate::msgpack::{Error, write};

/// Puts one JSON value behind the bytes.
pub(super) fn write(json: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let checked: &RawValue = serde_json::from_slice(json).map_err(Error::new)?;
    let text = checked.get().as_bytes();
    let mut counts = counts(text).into_iter();
    let mut index = 0;
    while let Some(byte) = text.get(index) {
        index = match byte {
            b'{' | b'[' => {
                let count = counts.next().unwrap_or(0);
                let ext = (*byte == b'{' && count == 1).then(|| extension(&text[index..]));
                match ext.flatten() {
                    Some((length, code, payload)) => {
                        // Its list was counted too.
                        counts.next();
                        write::ext(code, &payload, out)?;
                        index + length
                    }
                    None => {
                        match byte {
                            b'{' => write::map(count, out)?,
                            _ => write::array(count, out)?,
                        }
                        index + 1
                    }
                }
            }
            b'"' => {
                let end = json::closing_quote(text, index + 1).map_or(text.len(), |end| end + 1);
                string(&text[index..end], out)?;
                end
            }
            b'-' | b'0'..=b'9' => {
                let inside = |b: &&u8| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
                let length = text[index..].iter().take_while(inside).count();
                number(&text[index..index + length], out)?;
                index + length
            }
            b'n' => {
                write::nil(out);
                index + "null".len()
            }
            b't' => {
                write::bool(true, out);
                index + "true".len()
            }
            b'f' => {
                write::bool(false, out);
                index + "false".len()
            }
            _ => index + 1,
        };
    }
    Ok(())
}

/// Puts the JSON value behind the bytes whose text is this string of MessagePack.
pub(crate) fn from_json_text(string: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let text: &str = crate::msgpack::decode::decode(string)?;
    write(text.as_bytes(), out)
}

/// How many elements or members each container has, in the order in which they begin.
fn counts(text: &[u8]) -> Vec<usize> {
    let mut counts = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut index = 0;
    while let Some(byte) = text.get(index) {
        match byte {
            b'{' | b'[' => {
                let rest = text[index + 1..].trim_ascii_start();
                let is_empty = matches!(rest.first(), Some(b'}' | b']'));
                open.push(counts.len());
                counts.push(usize::from(!is_empty));
            }
            b'}' | b']' => drop(open.pop()),
            b',' => {
                if let Some(count) = open.last().and_then(|index| counts.get_mut(*index)) {
                    *count += 1;
                }
            }
            b'"' => index = json::closing_quote(text, index + 1).unwrap_or(text.len()),
            _ => {}
        }
        index += 1;
    }
    counts
}

/// An extension as JSON has it: its length, its type code and its payload.
fn extension(text: &[u8]) -> Option<(usize, i8, Vec<u8>)> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Ext<'a> {
        #[serde(rename = "$ext", borrow)]
        ext: (i8, &'a str),
    }
    let inside = text.get(1..)?.trim_ascii_start();
    let name = json::string(inside)?;
    if name.get(1..name.len() - 1) != Some(EXT.as_bytes()) {
        return None;
    }
    let whole = json::container(text)?;
    let Ext {
        ext: (code, payload),
    } = serde_json::from_slice(whole).ok()?;
    Some((whole.len(), code, STANDARD.decode(payload).ok()?))
}

fn string(quoted: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    match quoted.get(1..quoted.len() - 1) {
        Some(plain) if !plain.contains(&b'\\') => write::str(plain, out),
        _ => {
            let text: String = serde_json::from_slice(quoted).map_err(Error::new)?;
            write::str(text.as_bytes(), out)
        }
    }
}

/// Integers stay integers, those of more than 64 bits as text, and all others are floats.
fn number(text: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let text = std::str::from_utf8(text).map_err(Error::new)?;
    let is_integer = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-')) && text != "-0";
    if is_integer {
        return write::digits(text, out);
    }
    match text.parse() {
        Ok(number) if f64::is_finite(number) => {
            write::float(number, out);
            Ok(())
        }
        _ => write::str(text.as_bytes(), out),
    }
}
