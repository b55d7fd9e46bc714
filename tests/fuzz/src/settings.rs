//! Takes two bytes and gives how a document is read: by which name, with which options.

use callwright_codegen::Options;
use callwright_codegen::options::{Decode, Nil, ParamsDefault, Unknown};

/// The name of the document's file, whose ending has a say in whether it is JSON or YAML.
pub fn file_name(choice: u16) -> &'static str {
    one(choice >> 14, ["openrpc.json", "openrpc.yaml", "openrpc"])
}

/// Options that change what is generated; 0 is the default.
pub fn options(choice: u16) -> Options {
    let mut options = Options::default();
    options.fetch.offline = true;
    options.decode = one(choice, [Decode::Tolerant, Decode::Exact, Decode::Lenient]);
    options.nil = one(choice >> 2, [Nil::Auto, Nil::Off, Nil::Null, Nil::Missing]);
    options.unknown = one(choice >> 4, [Unknown::Keep, Unknown::Drop]);
    options.params = one(
        choice >> 5,
        [ParamsDefault::ByPosition, ParamsDefault::ByName],
    );
    options.name = one(choice >> 6, [None, Some("Client".to_owned())]);
    options.strict = one(choice >> 7, [false, true]);
    options
}

/// The value that the lowest two bits choose; the lowest one of two values.
fn one<T, const N: usize>(choice: u16, values: [T; N]) -> T {
    let bits = if N == 2 { 1 } else { 3 };
    let index = usize::from(choice & bits) % N;
    values
        .into_iter()
        .nth(index)
        .expect("there are as many values")
}
