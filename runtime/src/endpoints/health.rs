//! Whether an endpoint is worth asking: takes how its calls went, rests it after failures in a row.
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How an endpoint fares, by what its calls say: nothing is sent only to find out.
#[derive(Default)]
pub(super) struct Health(Mutex<State>);

#[derive(Default)]
struct State {
    /// Failures since the last success.
    failures: u32,
    resting_until: Option<Instant>,
}

/// When an endpoint rests, and for how long.
#[derive(Clone, Copy)]
pub(super) struct Rest {
    pub(super) after: u32,
    pub(super) time: Duration,
}

impl Health {
    /// When its rest is over; `None` of one that does not rest.
    pub(super) fn rests_until(&self) -> Option<Instant> {
        self.lock().resting_until
    }

    /// A call begins. One behind the end of a rest finds out for the others, which go elsewhere for as long as one rest.
    pub(super) fn begin(&self, rest: Rest, now: Instant) {
        let mut state = self.lock();
        if state.resting_until.is_some_and(|until| until <= now) {
            state.resting_until = now.checked_add(rest.time);
        }
    }

    /// A call was answered.
    pub(super) fn succeed(&self) {
        *self.lock() = State::default();
    }

    /// A call failed for a reason that is the endpoint's. Whether it rests from now on and did not before.
    pub(super) fn fail(&self, rest: Rest, now: Instant) -> bool {
        let mut state = self.lock();
        state.failures = state.failures.saturating_add(1);
        if state.failures < rest.after {
            return false;
        }
        let is_new = state.resting_until.is_none();
        state.resting_until = now.checked_add(rest.time);
        is_new
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code under the lock leaves the state half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_in_a_row_bring_rest_and_one_call_ends_it() {
        let rest = Rest {
            after: 2,
            time: Duration::from_secs(10),
        };
        let health = Health::default();
        let start = Instant::now();
        assert!(!health.fail(rest, start));
        health.succeed();
        assert!(!health.fail(rest, start) && health.fail(rest, start));
        assert!(!health.fail(rest, start));
        let over = start + rest.time;
        assert_eq!(health.rests_until(), Some(over));
        health.begin(rest, start);
        assert_eq!(health.rests_until(), Some(over));
        // The first behind the rest finds out.
        health.begin(rest, over);
        assert_eq!(health.rests_until(), Some(over + rest.time));
        health.succeed();
        assert_eq!(health.rests_until(), None);
        assert!(!health.fail(rest, over));
    }
}
