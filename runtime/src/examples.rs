//! The examples of a document (OpenRPC 1.4, Example Pairing Object): takes its JSON, gives results by method and params.
use std::{collections::HashMap, fmt, sync::Arc};

use serde_json::{Map, Value};

use crate::{BoxFuture, Error, Fault, Incoming, Reply, ServerError, Service};

/// How many references in a row are followed.
const DEEPEST: usize = 16;

/// A service that answers from the examples of an OpenRPC document: a server for tests.
///
/// Of a method's examples it is the one whose params are those of the request, and the first where
/// there is none. A method without examples is answered with -32601, `rpc.discover` with the
/// document. Generated servers have a function `mock` that gives it; clones are the same.
///
/// ```
/// # use callwright::{Error, Examples, Handlers};
/// # fn run() -> Result<(), Error> {
/// let document = r#"{"methods":[{"name":"sum","params":[{"name":"a"},{"name":"b"}],"examples":[
///     {"params":[{"name":"a","value":1},{"name":"b","value":2}],"result":{"value":3}}
/// ]}]}"#;
/// // For `Server::bind("tcp://127.0.0.1:0", …)`, with closures for what examples cannot say.
/// let handlers = Handlers::from(Examples::from_document(document)?);
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct Examples(Arc<Known>);

#[derive(Default)]
struct Known {
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
    /// Those of a document, which is JSON. Gives [`Error::Connect`] for what is not.
    pub fn from_document(json: &str) -> Result<Self, Error> {
        let document: Value = serde_json::from_str(json).map_err(|error| {
            let message = format!("the document with the examples is not JSON: {error}");
            Error::Connect(Fault::new(message).caused_by(error).lasting())
        })?;
        let methods = list(&document, document.get("methods"));
        let methods = methods.filter_map(|method| {
            let name = method.get("name")?.as_str()?.to_owned();
            Some((name, Method::read(&document, method)))
        });
        Ok(Self(Arc::new(Known {
            methods: methods.collect(),
            document: Some(Reply::of(&document)?),
        })))
    }

    /// The result of the example whose params are these, or of the first.
    pub(crate) fn answer(&self, method: &str, params: &Value) -> Option<Reply> {
        match self.0.methods.get(method) {
            Some(method) => method.answer(params),
            None if method == "rpc.discover" => self.0.document.clone(),
            None => None,
        }
    }
}

impl Service for Examples {
    fn call<'a>(&'a self, asked: Incoming<'a>) -> BoxFuture<'a, Result<Reply, ServerError>> {
        let params = asked.params::<Value>();
        let answer = params.and_then(|params| {
            let answer = self.answer(asked.method(), &params);
            answer.ok_or_else(|| {
                let message = format!("the document has no example of `{}`", asked.method());
                ServerError::new(ServerError::method_not_found().code(), message)
            })
        });
        Box::pin(std::future::ready(answer))
    }

    fn has(&self, method: &str) -> bool {
        self.0.methods.contains_key(method) || method == "rpc.discover"
    }

    #[cfg(any(feature = "serve", feature = "service"))]
    fn document(&self) -> Option<crate::Document> {
        let document = self.0.document.as_ref()?;
        serde_json::from_slice(&document.result).ok()
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

    fn answer(&self, params: &Value) -> Option<Reply> {
        let fitting = self.pairs.iter().find(|pair| self.fits(pair, params));
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
        let methods = self.0.methods.iter();
        let counts = methods.map(|(name, method)| (name, method.pairs.len()));
        f.debug_map().entries(counts).finish()
    }
}
