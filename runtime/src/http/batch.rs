//! A batch over HTTP: takes requests, posts them as one array, gives each what the body has for it.
use std::sync::atomic::Ordering;

use super::{Http, answer::Answer, posting::Posting};
use crate::{
    Error, Request,
    batch::{self, Answers, Outcome},
    endpoint::header_map,
};

impl Http {
    pub(super) async fn post_batch(&self, requests: Vec<Request>) -> Vec<Outcome> {
        let are_notifications: Vec<_> = requests.iter().map(Request::is_notification).collect();
        let calls = are_notifications.iter().filter(|is| !**is).count();
        let first_id = self
            .shared
            .next_id
            .fetch_add(calls as u64, Ordering::Relaxed);
        match self.exchange_batch(requests, first_id, calls).await {
            Err(error) => batch::all_fail(are_notifications.len(), &error),
            Ok(answer) => {
                let (status, strays) = (answer.status, &self.shared.strays);
                let answers = Answers::read(answer.body, status, first_id, calls, strays);
                let late = |error: Error| error.with_retry_after(answer.retry_after);
                let outcomes = answers.outcomes(&are_notifications).into_iter();
                outcomes.map(|outcome| outcome.map_err(late)).collect()
            }
        }
    }

    async fn exchange_batch(
        &self,
        requests: Vec<Request>,
        first_id: u64,
        calls: usize,
    ) -> Result<Answer, Error> {
        let headers = header_map(&batch::headers(&requests))?;
        let limit = batch::timeout(&requests, self.shared.timeout);
        let posting = Posting::of(&requests, batch::write_json(&requests, first_id));
        // The parameters may be large and are not needed while waiting.
        drop(requests);
        self.exchange(headers, posting, limit, calls).await
    }
}
