//! Takes options that could be read and says what is wrong with their values, each with its pointer.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase as _;

use super::{Options, Rename};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;

/// Names that the generated module has for its own modules and imports.
const MODULE_NAMES: [&str; 6] = ["calls", "errors", "rt", "servers", "tags", "types"];

impl Options {
    /// What serde cannot see.
    pub(crate) fn faults(&self) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        if let Some(name) = &self.name {
            faults.extend(client_name(name));
        }
        let wire = self.wire_fault();
        faults.extend(wire.map(|(message, hint)| {
            fault_at(
                Pointer::root().join("wire"),
                message.to_owned(),
                hint.to_owned(),
            )
        }));
        let sides = self.sides_fault();
        faults.extend(sides.map(|(option, message, hint)| {
            fault_at(
                Pointer::root().join(option),
                message.to_owned(),
                hint.to_owned(),
            )
        }));
        self.rename.faults(&mut faults);
        faults
    }
}

impl Rename {
    fn faults(&self, faults: &mut Vec<Diagnostic>) {
        let at = |kind| Pointer::root().join("rename").join(kind);
        names(&self.methods, &at("methods"), function_name, faults);
        names(&self.types, &at("types"), type_name, faults);
        for (method, params) in &self.params {
            names(params, &at("params").join(method), function_name, faults);
        }
        for (ty, members) in &self.members {
            names(members, &at("members").join(ty), member_name, faults);
        }
    }
}

/// What a name cannot be, and a hint.
type Fault = Option<(&'static str, String)>;

fn names(
    chosen: &BTreeMap<String, String>,
    at: &Pointer,
    check: fn(&str) -> Fault,
    faults: &mut Vec<Diagnostic>,
) {
    for (key, name) in chosen {
        if let Some((what, hint)) = check(name) {
            let message =
                format!("`{key}` cannot be renamed to `{name}`: that is no name of {what} in Rust");
            faults.push(fault_at(at.join(key), message, hint));
        }
    }
}

fn client_name(name: &str) -> Option<Diagnostic> {
    let fault = match is_identifier(name) {
        false => (
            format!("`{name}` cannot be the name of a Rust type"),
            "a name is letters, digits and `_`, such as `Petshop`".to_owned(),
        ),
        true if MODULE_NAMES.contains(&name) => (
            format!("`{name}` is the name of a module beside the client"),
            format!("`{}` is free", name.to_upper_camel_case()),
        ),
        true => return None,
    };
    Some(fault_at(Pointer::root().join("name"), fault.0, fault.1))
}

fn function_name(name: &str) -> Fault {
    let upper = name.chars().any(char::is_uppercase);
    let hint = "small letters, digits and `_`, and no word of the language";
    (!is_identifier(name) || upper).then(|| ("a function", hint.to_owned()))
}

fn type_name(name: &str) -> Fault {
    let camel = name.to_upper_camel_case();
    let hint = match is_identifier(&camel) {
        true => format!("did you mean `{camel}`?"),
        false => "types are called in UpperCamelCase, such as `Pet`".to_owned(),
    };
    (!is_identifier(name) || camel != name).then_some(("a type", hint))
}

/// Of a field or of a variant: which it is, only the document says.
fn member_name(name: &str) -> Fault {
    let (_, hint) = function_name(name)?;
    type_name(name)?;
    Some(("a field or a variant", hint))
}

fn is_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok() && !name.starts_with("r#") && name != "Self"
}

fn fault_at(at: Pointer, message: String, hint: String) -> Diagnostic {
    let mut fault = Diagnostic::of(Code::Options, "", message).hint(hint);
    fault.pointer = at;
    fault
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::options::Options;

    fn faults(options: serde_json::Value) -> Vec<String> {
        let options: Options = serde_json::from_value(options).unwrap();
        let faults = options.faults();
        faults
            .iter()
            .map(|fault| fault.pointer.to_string())
            .collect()
    }

    #[test]
    fn names_that_rust_does_not_take_are_faults_at_their_keys() {
        let rename = json!({
            "methods": { "a": "list", "b": "type", "c": "listPets", "d/e": "x y", "f": "_private" },
            "types": { "A": "Pet", "B": "HTTPServer", "C": "Self", "D": "r#Type" },
            "params": { "m.n": { "a": "limit", "b": "" } },
            "members": { "T": { "a": "field_of", "b": "VariantOf", "c": "neither_Of" } },
        });
        let expected = [
            "/rename/methods/b",
            "/rename/methods/c",
            "/rename/methods/d~1e",
            "/rename/types/B",
            "/rename/types/C",
            "/rename/types/D",
            "/rename/params/m.n/b",
            "/rename/members/T/c",
        ];
        assert_eq!(faults(json!({ "rename": rename })), expected);
    }

    #[test]
    fn a_client_speaks_json_whatever_else_it_speaks() {
        for (wire, at) in [
            (json!(["msgpack"]), &["/wire"][..]),
            (json!(["json"]), &[]),
            (json!(["msgpack", "json"]), &[]),
        ] {
            assert_eq!(faults(json!({ "wire": wire })), at, "{wire}");
        }
    }

    #[test]
    fn a_client_is_left_out_where_there_is_a_server() {
        for (options, at) in [
            (json!({ "server": true, "client": false }), &[][..]),
            (json!({ "server": false, "client": true }), &[]),
            (json!({ "client": false }), &["/client"]),
            (json!({ "server": true, "only_types": true }), &["/server"]),
        ] {
            assert_eq!(faults(options.clone()), at, "{options}");
        }
    }

    #[test]
    fn a_client_is_not_called_as_a_module_beside_it() {
        for (name, is_free) in [
            ("Types", true),
            ("types", false),
            ("rt", false),
            ("1", false),
        ] {
            assert_eq!(
                faults(json!({ "name": name })).is_empty(),
                is_free,
                "{name}"
            );
        }
    }
}
