//! The way of a message from endpoint to endpoint: takes what became of it at each, says whether and for how long it goes on.
use std::time::{Duration, Instant};

use super::{
    Shared,
    member::{Member, may_go_elsewhere},
};
use crate::{Error, Fault, Request};

/// Where a message was, and what it may stand.
pub(super) struct Course<'a> {
    shared: &'a Shared,
    was_at: Vec<usize>,
    deadline: Option<Instant>,
    /// Some endpoint may have received it.
    was_received: bool,
}

impl<'a> Course<'a> {
    /// Of a message that may take so long, over all endpoints.
    pub(super) fn new(shared: &'a Shared, limit: Option<Duration>) -> Self {
        Self {
            shared,
            was_at: Vec::new(),
            deadline: limit.and_then(|limit| Instant::now().checked_add(limit)),
            was_received: false,
        }
    }

    /// The next endpoint.
    pub(super) fn next(&mut self) -> Option<&'a Member> {
        let members = &self.shared.members;
        let place = self.shared.choice.next(members, &self.was_at)?;
        self.was_at.push(place);
        Some(&members[place])
    }

    /// Whether there is another endpoint, and time for it.
    pub(super) fn may_go_on(&self) -> bool {
        let is_late = self
            .deadline
            .is_some_and(|deadline| deadline <= Instant::now());
        self.was_at.len() < self.shared.members.len() && !is_late
    }

    /// Gives a request the time that it has at one endpoint.
    pub(super) fn limit(&self, request: &mut Request) {
        let left = self
            .deadline
            .map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let limits = [left, self.shared.attempt_timeout, request.options().timeout];
        if let Some(limit) = limits.into_iter().flatten().min() {
            request.options_mut().timeout = Some(limit);
        }
    }

    /// Whether a request with this error may go to another endpoint: nothing is done twice that must not be.
    pub(super) fn may_repeat(&self, is_idempotent: bool, error: &Error) -> bool {
        let is_safe = is_idempotent || !error.may_have_been_received();
        is_safe && may_go_elsewhere(error)
    }

    /// The error of an endpoint, which tells of those before, too.
    pub(super) fn seen(&mut self, error: Error) -> Error {
        self.was_received |= error.may_have_been_received();
        match self.was_received {
            true => error.sent(),
            false => error,
        }
    }
}

/// Of a list without endpoints.
pub(super) fn nobody() -> Error {
    Error::Connect(Fault::new("there is no endpoint to send it to").lasting())
}
