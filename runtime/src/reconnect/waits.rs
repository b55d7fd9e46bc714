//! How long it is waited before each attempt in a row, and when a row is over.
use std::{
    iter::{Enumerate, Peekable},
    time::Duration,
};

use backon::ExponentialBackoff;

use super::Reconnect;

/// The waits of a connection that is made again and again.
pub(super) struct Waits {
    reconnect: Reconnect,
    row: Peekable<Enumerate<ExponentialBackoff>>,
    /// Nothing was lost yet, so nothing is waited for.
    is_first: bool,
}

impl Waits {
    pub(super) fn new(reconnect: &Reconnect, is_first: bool) -> Self {
        Self {
            row: reconnect.delays().enumerate().peekable(),
            reconnect: reconnect.clone(),
            is_first,
        }
    }

    /// Begins a new row behind a connection that lasted as long as the next wait. A server that takes connections only
    /// to drop them is waited for longer each time.
    pub(super) fn lasted(&mut self, time: Duration) {
        let next = self.row.peek().map(|(_, delay)| *delay);
        if time >= next.unwrap_or(self.reconnect.max_delay) {
            *self = Self::new(&self.reconnect, false);
        }
    }

    /// The number of the next attempt in the row, from 1, and the wait before it.
    pub(super) fn next(&mut self) -> Option<(usize, Duration)> {
        let (before, delay) = self.row.next()?;
        match std::mem::take(&mut self.is_first) {
            true => Some((1, Duration::ZERO)),
            false => Some((before + 1, delay)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_that_lasted_begins_a_new_row() {
        let reconnect = Reconnect::new().with_max_attempts(3);
        let mut waits = Waits::new(&reconnect, false);
        assert!(waits.next().unwrap().1 >= Duration::from_millis(100));
        waits.lasted(Duration::from_millis(10));
        assert_eq!(waits.next().unwrap().0, 2);
        waits.lasted(Duration::from_secs(1));
        assert_eq!(waits.next().unwrap().0, 1);
    }

    #[test]
    fn a_row_ends() {
        let reconnect = Reconnect::new().with_max_attempts(2);
        let mut waits = Waits::new(&reconnect, true);
        assert_eq!(waits.next(), Some((1, Duration::ZERO)));
        assert_eq!(waits.next().unwrap().0, 2);
        assert_eq!(waits.next(), None);
        waits.lasted(Duration::from_secs(1));
        assert_eq!(waits.next(), None);
        waits.lasted(Duration::from_secs(30));
        assert_eq!(waits.next().unwrap().0, 1);
    }
}
