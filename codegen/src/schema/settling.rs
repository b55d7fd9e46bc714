//! Takes all definitions once they are read and settles what only the whole shows: cycles, aliases, order.

mod aliases;
mod cycles;
mod extra;
mod order;
mod reach;
mod renames;

use crate::diagnostic::Diagnostics;

pub(super) use extra::keep;
pub(super) use renames::rename;

use super::catalogue::Catalogue;
use super::shape::Schema;

/// Leaves only definitions that are used and that a type can be made of.
pub(super) fn settle(catalogue: &mut Catalogue, uses: &mut [Schema], found: &mut Diagnostics) {
    let inner_first = cycles::cut(catalogue, found);
    aliases::replace(catalogue, uses, &inner_first);
    order::branches(catalogue);
    reach::prune(catalogue, uses);
}
