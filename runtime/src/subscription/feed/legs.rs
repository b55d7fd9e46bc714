//! A stream that several connections feed, one after another: takes its feed, gives each of them a leg of it.
use std::sync::Arc;

use serde_json::value::RawValue;

use super::Feed;

/// Where the connection was made again.
#[derive(Default)]
pub(super) struct Gaps {
    /// A connection has ended, and the next one has brought nothing yet.
    is_open: bool,
    /// How many were closed.
    pub(super) closed: u64,
    /// How many of them the reader has come by.
    pub(super) passed: u64,
}

impl Gaps {
    /// What comes from now on comes behind the gap.
    pub(super) fn close(&mut self) {
        self.closed += u64::from(std::mem::take(&mut self.is_open));
    }
}

impl Feed {
    /// A feed of the same stream that ends with a connection and not with the stream. Those made
    /// before it bring nothing any more. `after_gap`: the reader missed what came meanwhile.
    pub(crate) fn leg(&self, after_gap: bool) -> Self {
        let mut state = self.shared.lock();
        state.leg += 1;
        state.gaps.is_open |= after_gap;
        // The connection that it is for has ended.
        let leave = state.leave.take();
        let leg = Some(state.leg);
        drop(state);
        drop(leave);
        Self {
            shared: Arc::clone(&self.shared),
            streaming: self.streaming,
            trial: self.trial.clone(),
            leg,
            tap: self.tap.clone(),
        }
    }

    /// The stream goes on: its subscription was made again, under this id.
    pub(crate) fn go_on(&self, id: Option<Box<RawValue>>) {
        let mut state = self.shared.lock();
        state.gaps.close();
        state.id = id;
    }

    /// Whether somebody reads what it would bring.
    pub(crate) fn is_wanted(&self) -> bool {
        let state = self.shared.lock();
        !state.has_left && state.end.is_none() && !self.is_mute(&state)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, atomic::Ordering};

    use super::super::{
        Room, queue,
        reader::{closed, leaving, read, said},
    };
    use crate::{Error, Fault};

    #[test]
    fn the_stream_outlives_its_legs() {
        let (feed, inbox) = queue(Room::default(), None);
        let (first_left, second_left) = (Arc::default(), Arc::default());
        let first = feed.leg(false);
        assert!(first.on_leave(leaving(&first_left)).is_none());
        assert!(first.push(said("one")));
        first.close(closed("gone"));
        let second = feed.leg(true);
        // What is late of the one before is not taken.
        assert!(!first.push(said("late")) && first.on_leave(leaving(&first_left)).is_some());
        assert!(second.on_leave(leaving(&second_left)).is_none());
        drop(first);
        assert!(second.push(said("two")));
        assert_eq!((read(&inbox), inbox.gaps()), ("one".into(), 0));
        assert_eq!((read(&inbox), inbox.gaps()), ("two".into(), 1));
        assert_eq!(read(&inbox), "pending");
        drop(inbox);
        assert!(!feed.is_wanted() && !second.push(said("three")));
        assert_eq!(first_left.load(Ordering::SeqCst), 0);
        assert_eq!(second_left.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn gaps_in_which_nothing_came_are_one() {
        let (feed, inbox) = queue(Room::default(), None);
        for _ in 0..3 {
            drop(feed.leg(true));
        }
        let leg = feed.leg(true);
        feed.go_on(None);
        leg.push(said("one"));
        assert_eq!((read(&inbox), inbox.gaps()), ("one".into(), 1));
    }

    #[test]
    fn what_is_not_the_end_of_a_connection_ends_the_stream() {
        let (feed, inbox) = queue(Room::default(), None);
        feed.leg(false)
            .close(Error::Subscription(Fault::new("no more")));
        assert_eq!(
            (read(&inbox), read(&inbox)),
            ("no more".into(), "over".into())
        );
        let (feed, inbox) = queue(Room::default(), None);
        drop(feed.leg(false));
        assert!(feed.is_wanted());
        drop(feed);
        assert_eq!(read(&inbox), "the connection has ended");
    }
}
