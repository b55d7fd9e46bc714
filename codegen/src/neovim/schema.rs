//! Takes the name of a type as Neovim writes it, `ArrayOf(Integer, 2)`, and gives a JSON schema.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::api_info::Handle;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// No type of Neovim is nested half as deep.
const DEEPEST: usize = 16;

/// The types of a description.
#[derive(Debug)]
pub(super) struct Types<'i> {
    handles: &'i BTreeMap<String, Handle>,
    unknown: RefCell<BTreeSet<String>>,
}

/// A function of Lua, which nobody can send.
#[derive(Debug, PartialEq)]
pub(super) struct LuaFunction;

impl<'i> Types<'i> {
    pub(super) fn new(handles: &'i BTreeMap<String, Handle>) -> Self {
        Self {
            handles,
            unknown: RefCell::default(),
        }
    }

    /// The params of a function or event, none of which may be left out.
    pub(super) fn params<S: AsRef<str>>(
        &self,
        parameters: &[(S, S)],
    ) -> Result<Vec<Value>, LuaFunction> {
        let params = parameters.iter().map(|(kind, name)| {
            let schema = self.schema(kind.as_ref())?;
            Ok(json!({ "name": name.as_ref(), "required": true, "schema": schema }))
        });
        params.collect()
    }

    /// The schema of a type; any value where its name is not known.
    pub(super) fn schema(&self, name: &str) -> Result<Value, LuaFunction> {
        self.nested(name, 0)
    }

    /// What was asked for and is not known.
    pub(super) fn unknown(&self) -> Diagnostics {
        let unknown = self.unknown.borrow();
        let warning = |name: &String| {
            let message = format!("Neovim's type `{name}` is not known");
            Diagnostic::of(Code::Untyped, "", message)
                .hint("it is any value; an overlay can say more")
        };
        unknown.iter().map(warning).collect()
    }

    fn nested(&self, name: &str, depth: usize) -> Result<Value, LuaFunction> {
        let (head, arguments) = parts(name);
        let inner = |name: &&str| self.nested(name, depth + 1);
        let inner_all = || arguments.iter().map(inner).collect::<Result<Vec<_>, _>>();
        Ok(match (head, arguments.as_slice()) {
            _ if head.starts_with("LuaRef") => return Err(LuaFunction),
            _ if depth > DEEPEST => self.any(name),
            (handle, []) if self.handles.contains_key(handle) => {
                json!({ "$ref": format!("#/components/schemas/{handle}") })
            }
            ("Boolean", []) => json!({ "type": "boolean" }),
            ("Integer", []) => json!({ "type": "integer", "format": "int64" }),
            ("Float", []) => json!({ "type": "number", "format": "double" }),
            // Neovim's strings are bytes: mostly text, but nothing makes them UTF-8.
            ("String", []) => json!({ "type": "string", "x-msgpack-lossy-utf8": true }),
            ("Object", []) => json!({}),
            ("void" | "Nil" | "nil", []) => json!({ "type": "null" }),
            ("Array", []) => json!({ "type": "array", "items": {} }),
            ("ArrayOf", [item]) => json!({ "type": "array", "items": inner(item)? }),
            ("ArrayOf", [item, size]) if size.parse::<u32>().is_ok() => {
                let size: u32 = size.parse().unwrap_or_default();
                json!({ "type": "array", "items": inner(item)?, "minItems": size, "maxItems": size })
            }
            ("Tuple", [_, ..]) => {
                let (items, size) = (inner_all()?, arguments.len());
                json!({ "type": "array", "items": items, "minItems": size, "maxItems": size })
            }
            ("DictOf", [value]) => {
                json!({ "type": "object", "additionalProperties": inner(value)? })
            }
            // What stands in the parentheses is a name that the description does not explain.
            ("Dictionary" | "Dict" | "DictAs", _) => {
                json!({ "type": "object", "additionalProperties": true })
            }
            ("Union", [_, ..]) => json!({ "anyOf": inner_all()? }),
            ("Enum", [_, ..]) => {
                let values = arguments
                    .iter()
                    .map(|value| value.trim_matches(['"', '\'']));
                json!({ "type": "string", "enum": values.collect::<Vec<_>>() })
            }
            _ => self.any(name),
        })
    }

    fn any(&self, name: &str) -> Value {
        self.unknown.borrow_mut().insert(name.to_owned());
        json!({})
    }
}

/// `ArrayOf(Integer, 2)` as `ArrayOf` and its two arguments.
fn parts(name: &str) -> (&str, Vec<&str>) {
    let name = name.trim();
    let Some((head, inside)) = name.strip_suffix(')').and_then(|name| name.split_once('(')) else {
        return (name, Vec::new());
    };
    let mut arguments = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, letter) in inside.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                arguments.push(inside[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    arguments.push(inside[start..].trim());
    (head.trim(), arguments)
}
