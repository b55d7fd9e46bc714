//! The calls of a batch: takes a tuple or anything that gives equal calls, gives results of the same shape.
use std::vec;

use super::{Answer, BatchCall, Entry, Typed};

/// What [`batch`](crate::batch) takes. `K` tells tuples from iterators, and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no batch",
    note = "a batch is a tuple of up to twelve calls, or anything that gives equal ones"
)]
pub trait IntoBatch<K> {
    /// The calls as the batch keeps them: a tuple, or a `Vec`.
    type Calls: BatchCalls;

    #[doc(hidden)]
    fn into_calls(self) -> Self::Calls;
}

/// The calls of a [`Batch`](crate::Batch): a tuple of up to twelve, or a `Vec`.
pub trait BatchCalls {
    /// The results: a tuple, or a `Vec`.
    type Output;

    #[doc(hidden)]
    fn enter(self, entries: &mut Vec<Entry>);

    #[doc(hidden)]
    fn leave(answers: &mut vec::IntoIter<Answer>) -> Self::Output;
}

/// Calls of one type.
#[derive(Debug)]
pub enum Many {}

/// Calls of as many types.
#[derive(Debug)]
pub enum Tuple {}

impl<I: IntoIterator<Item: BatchCall>> IntoBatch<Many> for I {
    type Calls = Vec<<I::Item as BatchCall>::Call>;

    fn into_calls(self) -> Self::Calls {
        self.into_iter().map(BatchCall::into_call).collect()
    }
}

impl<C: Typed> BatchCalls for Vec<C> {
    type Output = Vec<C::Output>;

    fn enter(self, entries: &mut Vec<Entry>) {
        entries.extend(self.into_iter().map(C::enter));
    }

    fn leave(answers: &mut vec::IntoIter<Answer>) -> Self::Output {
        answers.map(C::leave).collect()
    }
}

/// The tuple of these and each that is shorter.
macro_rules! tuples {
    () => {};
    ($first:ident $($rest:ident)*) => {
        impl<$first: BatchCall, $($rest: BatchCall),*> IntoBatch<Tuple> for ($first, $($rest,)*) {
            type Calls = ($first::Call, $($rest::Call,)*);

            #[allow(non_snake_case)]
            fn into_calls(self) -> Self::Calls {
                let ($first, $($rest,)*) = self;
                ($first.into_call(), $($rest.into_call(),)*)
            }
        }

        impl<$first: Typed, $($rest: Typed),*> BatchCalls for ($first, $($rest,)*) {
            type Output = ($first::Output, $($rest::Output,)*);

            #[allow(non_snake_case)]
            fn enter(self, entries: &mut Vec<Entry>) {
                let ($first, $($rest,)*) = self;
                entries.extend([$first.enter(), $($rest.enter(),)*]);
            }

            fn leave(answers: &mut vec::IntoIter<Answer>) -> Self::Output {
                let mut next = || answers.next().expect("each call of a batch has an answer");
                ($first::leave(next()), $($rest::leave(next()),)*)
            }
        }

        tuples!($($rest)*);
    };
}

tuples!(A B C D E F G H I J K L);
