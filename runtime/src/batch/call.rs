//! One call of a batch: takes a typed call apart, and types what became of it.
use serde::de::DeserializeOwned;

use super::{Answer, Entry};
use crate::{Call, Error, Failure, Notification, Page, PagedCall, Wires, paging::Fetched};

/// A call that can go in a [`batch`](crate::batch): a [`Call`], a [`PagedCall`], a
/// [`Notification`], and what is generated over them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot go in a batch",
    note = "a batch takes calls that are not awaited"
)]
pub trait BatchCall {
    /// The call without a generated type around it.
    type Call: Typed;

    /// Takes that type off.
    fn into_call(self) -> Self::Call;
}

/// The calls of this crate, as a batch takes them.
#[doc(hidden)]
pub trait Typed {
    /// What awaiting the call gives.
    type Output;

    fn enter(self) -> Entry;

    /// The only part that is compiled for each type of result.
    fn leave(answer: Answer) -> Self::Output;
}

/// Each of them goes as it is.
impl<C: Typed> BatchCall for C {
    type Call = Self;

    fn into_call(self) -> Self {
        self
    }
}

impl<R: DeserializeOwned, F: Failure, W: Wires> Typed for Call<R, F, W> {
    type Output = Result<R, Error<F>>;

    fn enter(self) -> Entry {
        Entry::call(self.into_raw())
    }

    fn leave(answer: Answer) -> Self::Output {
        answer.typed(|answer| answer.into_reply()?.decode_as::<W, R>())
    }
}

impl<T, F, W> Typed for PagedCall<T, F, W>
where
    T: DeserializeOwned + 'static,
    F: Failure,
    W: Wires,
{
    type Output = Result<Page<T, F>, Error<F>>;

    fn enter(self) -> Entry {
        let (raw, key) = self.into_parts();
        Entry::page(raw, key)
    }

    fn leave(answer: Answer) -> Self::Output {
        answer.typed(|answer| Page::read(answer.into_page()?, Fetched::items::<W, T>))
    }
}

impl<W: Wires> Typed for Notification<W> {
    type Output = Result<(), Error>;

    fn enter(self) -> Entry {
        Entry::notification(self.into_raw())
    }

    fn leave(answer: Answer) -> Self::Output {
        answer.typed(|answer| answer.into_reply().map(drop))
    }
}
