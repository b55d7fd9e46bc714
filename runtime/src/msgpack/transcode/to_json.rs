//! MessagePack to JSON: takes the bytes of one value, writes the text as it goes.
use super::{EXT, base64};
use crate::json;
use crate::msgpack::head::{Head, Kind, NoHead};
use crate::msgpack::{Error, scan};

/// Bytes of the message behind the place of an excerpt.
const BEHIND: usize = 200;

#[derive(Default)]
pub(super) struct Writer {
    pub(super) out: Vec<u8>,
    /// Where the value stands in `out` that was asked for.
    pub(super) shown: usize,
    open: Vec<Open>,
}

/// A container that has not ended.
struct Open {
    is_map: bool,
    count: u64,
    left: u64,
}

impl Writer {
    /// Writes all of it, or no more than is needed to show the byte at `place`.
    pub(super) fn write(&mut self, message: &[u8], place: usize) -> Result<(), Error> {
        let mut at = 0;
        loop {
            if at > place.saturating_add(BEHIND) {
                return Ok(());
            }
            let is_key = self.separate();
            if at <= place {
                self.shown = self.out.len().saturating_sub(usize::from(!is_key));
            }
            at = match is_key {
                true => self.key(message, at)?,
                false => self.value(message, at)?,
            };
            self.close();
            if self.open.is_empty() {
                break;
            }
        }
        match at == message.len() {
            true => Ok(()),
            false => Err(Error::new("trailing bytes").at(at)),
        }
    }

    /// Writes what stands before the next value, and says whether that is a key.
    fn separate(&mut self) -> bool {
        let Some(open) = self.open.last_mut() else {
            return false;
        };
        let is_first = open.left == open.count;
        let is_key = open.is_map && open.left.is_multiple_of(2);
        open.left -= 1;
        match (is_first, open.is_map && !is_key) {
            (_, true) => self.out.push(b':'),
            (false, false) => self.out.push(b','),
            (true, false) => {}
        }
        is_key
    }

    /// Closes what has ended.
    fn close(&mut self) {
        while let Some(open) = self.open.last()
            && open.left == 0
        {
            self.out.push(if open.is_map { b'}' } else { b']' });
            self.open.pop();
        }
    }

    fn key(&mut self, message: &[u8], at: usize) -> Result<usize, Error> {
        let end = scan::end(message, at).ok_or_else(|| Error::new("no MessagePack").at(at))?;
        json::write_string(&key(&message[at..end]), &mut self.out);
        Ok(end)
    }

    /// Writes a value, or the beginning of a container, and gives what stands behind.
    fn value(&mut self, message: &[u8], at: usize) -> Result<usize, Error> {
        let head = Head::read(message.get(at..).unwrap_or_default());
        let head = head.map_err(|why| Error::from(why).at(at))?;
        let start = at + head.length;
        let body = usize::try_from(head.body).ok();
        let body = body.and_then(|length| message.get(start..start.checked_add(length)?));
        let body = body.ok_or_else(|| Error::from(NoHead::Short).at(at))?;
        match head.kind {
            Kind::Str => json::write_string(&String::from_utf8_lossy(body), &mut self.out),
            Kind::Bin => json::write_string(&base64(body), &mut self.out),
            Kind::Ext(code) => {
                let text = format!("{{\"{EXT}\":[{code},\"{}\"]}}", base64(body));
                self.out.extend_from_slice(text.as_bytes());
            }
            Kind::Array | Kind::Map => {
                let is_map = head.kind == Kind::Map;
                self.out.push(if is_map { b'{' } else { b'[' });
                let (count, left) = (head.values, head.values);
                self.open.push(Open {
                    is_map,
                    count,
                    left,
                });
            }
            scalar => self.out.extend_from_slice(plain(scalar).as_bytes()),
        }
        Ok(start + body.len())
    }
}

/// The key of an entry as text: of text and binary data in UTF-8 itself, of a number its digits, of what has no text its
/// MessagePack in base64.
pub(crate) fn key(value: &[u8]) -> String {
    match Head::read(value) {
        Ok(head) => match head.kind {
            Kind::Str | Kind::Bin => {
                let body = value.get(head.length..).unwrap_or_default();
                match head.kind {
                    Kind::Bin if std::str::from_utf8(body).is_err() => base64(body),
                    _ => String::from_utf8_lossy(body).into_owned(),
                }
            }
            Kind::Ext(_) | Kind::Array | Kind::Map => base64(value),
            scalar => plain(scalar),
        },
        Err(_) => base64(value),
    }
}

/// The JSON of what is one word or number; of a float that is no number, null.
fn plain(kind: Kind) -> String {
    match kind {
        Kind::Bool(value) => value.to_string(),
        Kind::Unsigned(number) => number.to_string(),
        Kind::Negative(number) => number.to_string(),
        Kind::Float(number) => serde_json::Value::from(number).to_string(),
        _ => "null".to_owned(),
    }
}
