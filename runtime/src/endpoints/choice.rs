//! Which endpoint a message goes to: takes all of them and those that it was at, gives the next.
use std::time::Instant;

use super::member::Member;

/// How the next endpoint is found among those that do not rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// The first of them.
    First,
    /// Of two that are drawn the one with fewer calls under way. That is nearly as good as the least busy of all, and
    /// callers that choose at the same time do not all choose the same.
    LessBusy,
}

impl Choice {
    /// The place of an endpoint for which the message was not at yet. Where all rest, it is the one that has rested most:
    /// a call that may succeed is not refused.
    pub(super) fn next(self, members: &[Member], was_at: &[usize]) -> Option<usize> {
        let now = Instant::now();
        let rest = |place: &usize| members[*place].health.rests_until();
        let open: Vec<_> = (0..members.len())
            .filter(|place| !was_at.contains(place))
            .collect();
        let awake = open
            .iter()
            .copied()
            .filter(|place| rest(place).is_none_or(|until| until <= now));
        let chosen = match self {
            Self::First => awake.min(),
            Self::LessBusy => less_busy(members, &awake.collect::<Vec<_>>()),
        };
        chosen.or_else(|| open.into_iter().min_by_key(rest))
    }
}

fn less_busy(members: &[Member], awake: &[usize]) -> Option<usize> {
    let (first, second) = match awake.len() {
        0 | 1 => return awake.first().copied(),
        count => {
            let first = fastrand::usize(..count);
            // Any of the others.
            let second = (first + fastrand::usize(1..count)) % count;
            (awake[first], awake[second])
        }
    };
    match members[first].busy() <= members[second].busy() {
        true => Some(first),
        false => Some(second),
    }
}
