//! The errors that a method declares, as an enum.

use super::names::{Names, type_name};
use crate::diagnostic::Diagnostics;
use crate::document;

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
    pub(crate) code: i64,
    pub(crate) message: String,
}

/// Words of a message that become a variant's name; longer messages are named by their code.
const MOST_WORDS: usize = 6;

pub(super) fn build(
    method: &document::Method,
    type_name: &str,
    notes: &mut Diagnostics,
) -> Option<Failure> {
    let at = method.at.join("errors");
    let mut names = Names::reserving(&["Other"]);
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
        variants.push(Variant {
            name: names.name(
                (&error.message, &at),
                None,
                &variant_name(&error.message, error.code),
                notes,
            ),
            code: error.code,
            message: error.message.clone(),
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
