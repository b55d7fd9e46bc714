//! One call of a batch: takes a typed call apart, and types what became of it.
use serde::de::DeserializeOwned;

use super::{Answer, Entry};
use crate::{Call, Error, Failure, Notification, Page, PagedCall};

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

impl<R: DeserializeOwned, F: Failure> Typed for Call<R, F> {
    type Output = Result<R, Error<F>>;

    fn enter(self) -> Entry {
        Entry::call(self.into_raw())
    }

    fn leave(answer: Answer) -> Self::Output {
        answer.typed(|answer| answer.into_reply()?.decode())
    }
}

impl<T: DeserializeOwned + 'static, F: Failure> Typed for PagedCall<T, F> {
    type Output = Result<Page<T, F>, Error<F>>;

    fn enter(self) -> Entry {
        let (raw, key) = self.into_parts();
        Entry::page(raw, key)
    }

    fn leave(answer: Answer) -> Self::Output {
        answer.typed(|answer| {
            let fetched = answer.into_page()?;
            Ok(Page::new(fetched.items()?, fetched))
        })
    }
}

impl Typed for Notification {
    type Output = Result<(), Error>;

    fn enter(self) -> Entry {
        Entry::notification(self.into_raw())
    }

    fn leave(answer: Answer) -> Self::Output {
        answer.typed(|answer| answer.into_reply().map(drop))
    }
}
