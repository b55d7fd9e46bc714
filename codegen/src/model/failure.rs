//! The errors that a method declares, as an enum.

use super::Context;
use super::names::{Names, type_name, value_name};
use crate::document;
use crate::schema::{Direction, SchemaId};

/// A method's error enum; a catch-all variant `Other` comes with it.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) name: String,
    pub(crate) variants: Vec<Variant>,
}

/// One declared error.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    /// The function that makes it, for servers.
    pub(crate) function: String,
    pub(crate) code: i64,
    /// All that the document says with this code.
    pub(crate) message: String,
    /// What it says first: what a server answers.
    pub(crate) first: String,
    /// The schema of its data, where the document has one.
    pub(crate) data: Option<SchemaId>,
}

/// Functions that an error has by itself.
const FUNCTIONS_RESERVED: &[&str] = &[
    "with_data",
    "code",
    "message",
    "data",
    "clone",
    "fmt",
    "to_string",
    "into",
    "from",
    "as_ref",
];

/// Words of a message that become a variant's name; longer messages are named by their code.
const MOST_WORDS: usize = 6;

pub(super) fn build(
    method: &document::Method,
    type_name: &str,
    cx: &mut Context<'_, '_>,
) -> Option<Failure> {
    let at = method.at.join("errors");
    let mut names = Names::reserving(&["Other"]);
    let mut functions = Names::reserving(FUNCTIONS_RESERVED);
    let mut variants: Vec<Variant> = Vec::new();
    for error in &method.errors {
        // One code can have several messages; the code is what tells errors apart on the wire.
        if let Some(variant) = variants
            .iter_mut()
            .find(|variant| variant.code == error.code)
        {
            if variant.message != error.message {
                variant.message = format!("{}; or: {}", variant.message, error.message);
            }
            continue;
        }
        let plain = variant_name(&error.message, error.code);
        let name = names.name((&error.message, &at), None, &plain, cx.notes);
        let mut data = method.error_data.iter();
        let data = data.find(|(code, _)| *code == error.code);
        variants.push(Variant {
            data: data.map(|(_, at)| {
                let hint = format!("{type_name}{name}Data");
                cx.schemas.add(at, &hint, Direction::Received)
            }),
            function: functions.claim(&value_name(&name, "error")),
            name,
            code: error.code,
            message: error.message.clone(),
            first: error.message.clone(),
        });
    }
    (!variants.is_empty()).then(|| Failure {
        name: type_name.to_owned(),
        variants,
    })
}

fn variant_name(message: &str, code: i64) -> String {
    let name = type_name(message);
    let words = message.split_whitespace().count();
    match name.is_empty() || words > MOST_WORDS || name.len() > 48 {
        true if code < 0 => format!("CodeMinus{}", code.unsigned_abs()),
        true => format!("Code{code}"),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::variant_name;

    #[test]
    fn variants_are_named_by_short_messages_and_else_by_code() {
        assert_eq!(variant_name("Pet not found", 42), "PetNotFound");
        assert_eq!(variant_name("", -32000), "CodeMinus32000");
        assert_eq!(
            variant_name("one two three four five six seven", 7),
            "Code7"
        );
    }
}
