//! The examples of a document (OpenRPC 1.4, Example Pairing Object): takes its JSON, gives results by method and params.
use std::{collections::HashMap, fmt};

use serde_json::{Map, Value};

use crate::{Error, Fault, Reply, Request};

/// How many references in a row are followed.
const DEEPEST: usize = 16;

/// All examples by method.
#[derive(Default)]
pub(super) struct Examples {
    methods: HashMap<String, Method>,
    /// The document itself.
    document: Option<Reply>,
}

struct Method {
    /// The names of its params, in the document's order.
    params: Vec<String>,
    pairs: Vec<Pair>,
}

struct Pair {
    params: Vec<(String, Value)>,
    result: Reply,
}

impl Examples {
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let document: Value = serde_json::from_str(text).map_err(|error| {
            let message = format!("the mock's document is not JSON: {error}");
            Error::Connect(Fault::new(message).caused_by(error).lasting())
        })?;
        let methods = list(&document, document.get("methods"));
        let methods = methods.filter_map(|method| {
            let name = method.get("name")?.as_str()?.to_owned();
            Some((name, Method::read(&document, method)))
        });
        Ok(Self {
            methods: methods.collect(),
            document: Some(Reply::of(&document)?),
        })
    }

    /// The result of the example whose params are those of the request, or of the first.
    pub(super) fn answer(&self, request: &Request) -> Option<Reply> {
        match self.methods.get(request.method()) {
            Some(method) => method.answer(request),
            None if request.method() == "rpc.discover" => self.document.clone(),
            None => None,
        }
    }
}

impl Method {
    fn read(document: &Value, method: &Value) -> Self {
        let params = list(document, method.get("params"));
        let pairs = list(document, method.get("examples"));
        Self {
            params: params.map(name).collect(),
            pairs: pairs
                .filter_map(|pair| Pair::read(document, pair))
                .collect(),
        }
    }

    fn answer(&self, request: &Request) -> Option<Reply> {
        let asked = serde_json::from_str(request.params().to_json().get()).unwrap_or_default();
        let fitting = self.pairs.iter().find(|pair| self.fits(pair, &asked));
        let pair = fitting.or(self.pairs.first())?;
        Some(pair.result.clone())
    }

    /// Whether an example has these params, by name or by position. Null is as good as absent.
    fn fits(&self, pair: &Pair, asked: &Value) -> bool {
        let given: Map<String, Value> = pair.params.iter().cloned().collect();
        match asked {
            Value::Object(asked) => are_same(&given, asked),
            Value::Array(asked) => {
                let named = self.params.iter().cloned().zip(asked.iter().cloned());
                let in_order = pair.params.iter().map(|(_, value)| value);
                asked.len() <= self.params.len() && are_same(&given, &named.collect())
                    || in_order.eq(asked)
            }
            _ => false,
        }
    }
}

impl Pair {
    fn read(document: &Value, pair: &Value) -> Option<Self> {
        let params = list(document, pair.get("params"));
        let result = pair.get("result").map(|result| follow(document, result));
        let result = result.and_then(|result| result.get("value"));
        Some(Self {
            params: params
                .map(|param| (name(param), param.get("value").cloned().unwrap_or_default()))
                .collect(),
            result: Reply::of(result.unwrap_or(&Value::Null)).ok()?,
        })
    }
}

fn are_same(some: &Map<String, Value>, others: &Map<String, Value>) -> bool {
    let all_in = |these: &Map<String, Value>, those: &Map<String, Value>| {
        let mut these = these.iter();
        these.all(|(name, value)| those.get(name).unwrap_or(&Value::Null) == value)
    };
    all_in(some, others) && all_in(others, some)
}

fn name(described: &Value) -> String {
    let name = described.get("name").and_then(Value::as_str);
    name.unwrap_or_default().to_owned()
}

/// The elements of a list, their references followed.
fn list<'d>(document: &'d Value, list: Option<&'d Value>) -> impl Iterator<Item = &'d Value> {
    let elements = list.and_then(Value::as_array).into_iter().flatten();
    elements.map(|element| follow(document, element))
}

/// What a reference inside the document leads to; itself where it leads nowhere.
fn follow<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let mut here = value;
    for _ in 0..DEEPEST {
        let reference = here.get("$ref").and_then(Value::as_str);
        let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
        match pointer.and_then(|pointer| document.pointer(pointer)) {
            Some(next) => here = next,
            None => break,
        }
    }
    here
}

impl fmt::Debug for Examples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods = self.methods.iter();
        let counts = methods.map(|(name, method)| (name, method.pairs.len()));
        f.debug_map().entries(counts).finish()
    }
}
