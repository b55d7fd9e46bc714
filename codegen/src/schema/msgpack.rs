//! Takes what a schema says of MessagePack, where the client speaks it: extension types, bytes, strings that are no UTF-8.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::suggest;

use super::foreign::Foreign;
use super::kinds::Kind;
use super::names;
use super::nullable;
use super::place::Place;
use super::reading::Reader;
use super::shape::{Ext, Payload, Shape};

const EXT: &str = "x-msgpack-ext";
const PAYLOAD: &str = "x-msgpack-ext-payload";
const PLAIN: &str = "x-msgpack-accept-plain";
const LOSSY: &str = "x-msgpack-lossy-utf8";

/// What schemas may say of MessagePack; `x-msgpack-params` is said of methods.
const KNOWN: [&str; 4] = [EXT, PAYLOAD, PLAIN, LOSSY];

const PAYLOADS: [&str; 4] = ["msgpack-integer", "bytes", "msgpack", "timestamp"];

/// The encodings of bytes as text, by `contentEncoding`; other encodings are text on both wires.
const ENCODINGS: [&str; 2] = ["base64", "base64url"];

/// The same by `format`, as OpenAPI has it. JSON has no bytes, so `binary` can only be base64 there.
const FORMATS: [&str; 2] = ["byte", "binary"];

impl<'f> Reader<'f> {
    /// The extension type that a schema is, if it says that it is one.
    pub(super) fn ext(&mut self, place: &Place<'f>) -> Option<Shape> {
        if !self.msgpack {
            return None;
        }
        self.check_msgpack(place);
        let code = place.get(EXT)?;
        let Some(code) = code.as_i64().and_then(|code| i8::try_from(code).ok()) else {
            let message = format!("`{EXT}` is {code}, which is no code of an extension type");
            self.misused(place, EXT, message, "codes are integers from -128 to 127");
            return None;
        };
        let kinds = self.kinds(place);
        let is_nullable = kinds.contains(&Kind::Null);
        let payload = self.payload(place, &kinds, code)?;
        let takes_plain = place.flag(PLAIN);
        let ext = Shape::Ext(Ext {
            code,
            payload,
            takes_plain,
        });
        Some(nullable::wrapped(ext, is_nullable))
    }

    /// What an extension type holds: as it says, or else as its type is best put into bytes.
    fn payload(&mut self, place: &Place<'f>, kinds: &[Kind], code: i8) -> Option<Payload> {
        let is = |kind| kinds.iter().all(|other| [kind, Kind::Null].contains(other));
        let has_no_type = kinds.is_empty() && place.get("$ref").is_none();
        let said = place.text(PAYLOAD);
        let fits = match said {
            Some("msgpack-integer") => !kinds.is_empty() && is(Kind::Integer),
            Some("bytes" | "timestamp") => is(Kind::String),
            _ => true,
        };
        if !fits {
            let message = format!("`{}` is not the payload of this type", said.unwrap_or("?"));
            let hint = "`msgpack-integer` is for integers, `bytes` and `timestamp` are for strings, `msgpack` is for \
                        anything; the extension type is ignored";
            self.misused(place, PAYLOAD, message, hint);
            return None;
        }
        Some(match said {
            Some("msgpack-integer") => Payload::Integer,
            Some("timestamp") => self.timestamp(),
            Some("bytes") => self.bytes_payload(),
            Some("msgpack") => self.value(place),
            _ if has_no_type => self.bytes_payload(),
            _ if is(Kind::Integer) => Payload::Integer,
            _ if is(Kind::String) && code == -1 => self.timestamp(),
            _ if is(Kind::String) && is_binary(place) => self.bytes_payload(),
            _ => self.value(place),
        })
    }

    fn timestamp(&mut self) -> Payload {
        self.catalogue.add_foreign(&Foreign::Timestamp);
        Payload::Timestamp
    }

    fn bytes_payload(&mut self) -> Payload {
        self.catalogue.add_foreign(&Foreign::Bytes);
        Payload::Bytes
    }

    /// The schema without its being an extension type.
    fn value(&mut self, place: &Place<'f>) -> Payload {
        let shape = match self.of_keywords(place) {
            Shape::Nullable(inner) => inner.shape,
            shape => shape,
        };
        let hint = names::joined(&place.hint, "Payload");
        let schema = self.named_as(shape.bare(), &place.at, [&hint, &hint]);
        Payload::Value(Box::new(schema))
    }

    /// What a string is that MessagePack has as bytes.
    pub(super) fn binary(&mut self, place: &Place<'f>) -> Option<Shape> {
        if !self.msgpack {
            return None;
        }
        if place.flag(LOSSY) {
            return Some(self.foreign(Foreign::RpcStr));
        }
        is_binary(place).then(|| self.foreign(Foreign::Bytes))
    }

    /// Warns of what counts for nothing.
    fn check_msgpack(&mut self, place: &Place<'f>) {
        let keys = place.raw.as_object().into_iter().flatten();
        for (key, value) in keys.filter(|(key, _)| key.starts_with("x-msgpack-")) {
            let (message, hint) = match key.as_str() {
                PAYLOAD if !value.as_str().is_some_and(|it| PAYLOADS.contains(&it)) => (
                    format!("`{PAYLOAD}` is {value}, which is no payload"),
                    format!("there are: {}", PAYLOADS.join(", ")),
                ),
                PAYLOAD | PLAIN if place.get(EXT).is_none() => (
                    format!("`{key}` stands where no `{EXT}` is"),
                    format!("it is ignored; `{EXT}` has the code of the extension type"),
                ),
                PLAIN | LOSSY if !value.is_boolean() => (
                    format!("`{key}` is {value}"),
                    "it is `true` or `false`; it is ignored".to_owned(),
                ),
                LOSSY if !takes_strings(place) => (
                    format!("`{LOSSY}` stands at what is no plain string"),
                    "it is ignored: it is for `type: string` without `enum`".to_owned(),
                ),
                known if KNOWN.contains(&known) => continue,
                _ => (
                    format!("`{key}` is nothing that a schema says of MessagePack"),
                    match suggest::nearest(key, KNOWN) {
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => format!("there are: {}", KNOWN.join(", ")),
                    },
                ),
            };
            self.misused(place, key, message, &hint);
        }
    }

    fn misused(&mut self, place: &Place<'f>, key: &str, message: String, hint: &str) {
        let at = place.at.join(key);
        let fault = Diagnostic::at(Code::MsgPack, &at, message).hint(hint);
        self.found.push(fault);
    }
}

fn takes_strings(place: &Place<'_>) -> bool {
    let is_string = |ty: &Value| ty == "string" || ty == "null";
    let typed = match place.get("type") {
        Some(Value::Array(types)) => types.iter().all(is_string),
        Some(ty) => is_string(ty),
        None => false,
    };
    typed
        && ["enum", "const", EXT]
            .iter()
            .all(|key| place.get(key).is_none())
}

fn is_binary(place: &Place<'_>) -> bool {
    let said = |keyword| place.text(keyword).unwrap_or_default();
    match place.get("contentEncoding") {
        Some(_) => ENCODINGS.contains(&said("contentEncoding")),
        None => FORMATS.contains(&said("format")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::options::{Options, Wire};
    use crate::schema::trial::Trial;

    fn trial(schema: Value) -> Trial {
        let mut options = Options::default();
        options.wire = vec![Wire::Json, Wire::MsgPack];
        Trial::with(json!({ "T": schema }), &options)
    }

    #[test]
    fn the_payload_is_what_the_type_is_best_put_into() {
        for (schema, payload) in [
            (json!({ "type": "integer", "x-msgpack-ext": 0 }), "integer"),
            (
                json!({ "type": ["integer", "null"], "x-msgpack-ext": 0 }),
                "integer",
            ),
            (
                json!({ "type": "string", "x-msgpack-ext": -1 }),
                "timestamp",
            ),
            (json!({ "type": "string", "x-msgpack-ext": 1 }), "value"),
            (
                json!({ "type": "string", "format": "byte", "x-msgpack-ext": 1 }),
                "bytes",
            ),
            (json!({ "x-msgpack-ext": 1 }), "bytes"),
            (
                json!({ "type": "array", "items": {}, "x-msgpack-ext": 1 }),
                "value",
            ),
            (
                json!({ "type": "integer", "x-msgpack-ext": 1, "x-msgpack-ext-payload": "msgpack" }),
                "value",
            ),
        ] {
            let trial = trial(schema.clone());
            assert_eq!(trial.schemas.exts["T"].payload, payload, "{schema}");
            assert_eq!(trial.codes(), [], "{schema}");
        }
    }

    #[test]
    fn encodings_that_are_no_base64_are_text() {
        let is_text = |schema| trial(schema).definition("T")["type"] == "string";
        for (encoding, expected) in [("base64", false), ("base64url", false), ("base32", true)] {
            assert_eq!(
                is_text(json!({ "type": "string", "contentEncoding": encoding })),
                expected,
                "{encoding}"
            );
        }
        assert!(is_text(
            json!({ "type": "string", "contentEncoding": "8bit", "format": "binary" })
        ));
    }

    #[test]
    fn a_client_of_json_looks_at_none_of_it() {
        let schema = json!({
            "type": "integer", "x-msgpack-ext": "none", "x-msgpack-lossy-utf8": 1, "x-msgpack-more": 1,
        });
        let trial = Trial::new(json!({ "T": schema }));
        assert_eq!(trial.codes(), []);
        assert!(trial.schemas.exts.is_empty());
    }

    #[test]
    fn what_holds_itself_holds_anything() {
        let schema = json!({
            "x-msgpack-ext": 1, "x-msgpack-ext-payload": "msgpack", "$ref": "#/components/schemas/T",
        });
        let trial = trial(schema);
        assert_eq!(trial.definition("T"), json!(true));
        assert_eq!(trial.codes(), [crate::diagnostic::Code::ReferenceCycle]);
    }
}
