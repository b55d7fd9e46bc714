//! Whether a message is sent again, and when: takes what became of it, gives the time to wait.
use std::{fmt, mem, sync::Arc, time::Duration};

use tokio::time::{Instant, Sleep, sleep_until};
use tower::{
    BoxError,
    retry::{
        Policy,
        backoff::{Backoff, ExponentialBackoff},
    },
};

use super::{Settings, outcomes::Outcomes};
use crate::{
    Error, Reply, Request,
    layers::{
        failure,
        message::{Answer, Kind, Message},
    },
};

/// What [`Retry`](super::Retry) asks after each attempt.
#[derive(Clone)]
pub struct RetryPolicy {
    settings: Arc<Settings>,
    /// How often the message was sent, of a clone that has seen what became of it.
    attempts: usize,
    backoff: Option<ExponentialBackoff>,
    /// What the requests of a batch got so far, once some of them are sent again.
    outcomes: Option<Outcomes>,
}

impl RetryPolicy {
    pub(super) fn new(settings: Arc<Settings>) -> Self {
        Self {
            settings,
            attempts: 0,
            backoff: None,
            outcomes: None,
        }
    }

    /// Whether a request with this error may be sent again.
    fn may(&self, request: &Request, error: &Error) -> bool {
        let is_safe = !error.may_have_been_received() || request.is_idempotent();
        is_safe && (self.settings.may_pass)(error)
    }

    /// The time to wait for the next attempt, if there may be one; `asked`: as the server would have it.
    fn wait(&mut self, asked: Option<Duration>) -> Option<Sleep> {
        let settings = &self.settings;
        let is_too_long = asked.is_some_and(|asked| asked > settings.patience);
        if is_too_long || self.attempts >= settings.attempts {
            return None;
        }
        let budget = settings.budget.as_ref();
        if budget.is_some_and(|budget| !budget.withdraw()) {
            return None;
        }
        if self.backoff.is_none() {
            self.backoff = self.settings.backoff();
        }
        let wait = self.backoff.as_mut()?.next_backoff();
        let until = asked.and_then(|asked| Instant::now().checked_add(asked));
        Some(match until {
            Some(until) if until > wait.deadline() => sleep_until(until),
            _ => wait,
        })
    }

    /// Leaves in a batch what is sent again, and else puts into `answers` what all requests got.
    fn retry_some(
        &mut self,
        message: &mut Message,
        answers: &mut Vec<Result<Reply, Error>>,
    ) -> Option<Sleep> {
        let outcomes = message.requests().iter().zip(&*answers);
        let again: Vec<bool> = outcomes
            .map(|(request, outcome)| matches!(outcome, Err(error) if self.may(request, error)))
            .collect();
        let errors = answers.iter().zip(&again).filter(|(_, again)| **again);
        let asked = errors.filter_map(|(outcome, _)| outcome.as_ref().err()?.retry_after());
        let asked = asked.max();
        let wait = again.contains(&true).then(|| self.wait(asked)).flatten();
        let so_far = self.outcomes.take();
        let mut so_far = so_far.unwrap_or_else(|| Outcomes::of(message.requests().len()));
        so_far.take(mem::take(answers), &again);
        match wait {
            Some(_) => {
                message.keep(|place| again.get(place) == Some(&true));
                self.outcomes = Some(so_far);
            }
            None => *answers = so_far.all(),
        }
        wait
    }

    fn deposit(&self) {
        if let Some(budget) = &self.settings.budget {
            budget.deposit();
        }
    }
}

impl Policy<Message, Answer, BoxError> for RetryPolicy {
    type Future = Sleep;

    fn retry(
        &mut self,
        message: &mut Message,
        result: &mut Result<Answer, BoxError>,
    ) -> Option<Sleep> {
        self.attempts += 1;
        let received = message.may_have_been_received();
        if message.kind() == Kind::Batch && result.is_err() {
            // It is the error of each, and some may be sent again where others may not.
            let count = message.requests().len();
            let error = mem::replace(result, Ok(Answer::Batch(Vec::new()))).err()?;
            let error = failure::read(error, received);
            *result = Ok(Answer::Batch(vec![Err(error); count]));
        }
        match result {
            Ok(Answer::Batch(answers))
                if self.outcomes.is_some() || answers.iter().any(Result::is_err) =>
            {
                self.retry_some(message, answers)
            }
            Ok(_) => {
                self.deposit();
                None
            }
            Err(error) => {
                let error = failure::known(error)?;
                let error = if received { error.sent() } else { error };
                let request = message.requests().first()?;
                let asked = error.retry_after();
                self.may(request, &error)
                    .then(|| self.wait(asked))
                    .flatten()
            }
        }
    }

    fn clone_request(&mut self, message: &Message) -> Option<Message> {
        // What a batch got before the last attempt is put together after it.
        let is_last = self.attempts + 1 >= self.settings.attempts;
        (!is_last || self.outcomes.is_some()).then(|| message.clone())
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
