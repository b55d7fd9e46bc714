//! Typed services: takes requests, gives their params to methods by their types, and writes what these answer.
//!
//! What the attribute macro and the generated server traits emit stands on this and on nothing else. Whatever does not
//! depend on a type of the user is done here, once; a method costs a call for each param and one for its answer.
mod answer;
#[cfg(feature = "service")]
mod described;
mod error;
mod given;
mod keyset;
mod not_implemented;
mod paginated;
mod raised;
mod sent;
mod slots;
mod subscriptions;
mod table;
mod wrong;

pub use answer::{Answer, Outcome, ResultOutcome, ValueOutcome, outcome};
#[cfg(feature = "service")]
pub use described::{Described, ResultDescription, ValueDescription};
pub use error::{ErrorCase, RpcError, each_code_once};
pub use given::Given;
pub use keyset::Keyset;
pub use not_implemented::{BoxStream, document, examples, no_such_kind, not_implemented};
pub use paginated::Paginated;
#[cfg(feature = "serve")]
pub(crate) use subscriptions::MAX_SUBSCRIPTIONS;
#[cfg(any(feature = "streams", feature = "ws"))]
pub(crate) use subscriptions::Registry;
pub use subscriptions::{
    Ids, OneOf, Place, ResultItems, ResultStream, ValueItems, ValueStream, items, leave, stream,
    subscribe, subscribe_to_several, unsubscribe,
};
pub use table::{Table, UnknownParams};

use crate::{Incoming, ServerError, Wires};

/// A service whose methods have numbers: their places in its table.
pub trait Methods: Send + Sync + 'static {
    /// What it goes straight to and from.
    type Wires: Wires;

    /// What they are called, and what becomes of params that they do not know.
    fn table(&self) -> &'static Table;

    /// Takes the params of the method of this number and begins its answer; what they lack is the error.
    fn begin<'a>(
        &'a self,
        number: usize,
        given: Given<'a, Self::Wires>,
    ) -> Result<Answer<'a>, ServerError>;
}

/// What [`Service::call`](crate::Service::call) is of such a service.
pub fn call<'a, S: Methods>(service: &'a S, asked: Incoming<'a>) -> Answer<'a> {
    let begun = service.table().take(asked);
    let begun = begun.and_then(|(number, slots)| service.begin(number, Given::new(slots)));
    begun.unwrap_or_else(|error| Box::pin(std::future::ready(Err(error))))
}
