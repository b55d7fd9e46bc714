//! A token that is asked for when it is needed: takes a closure, gives all who wait the same answer.
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use ::http::HeaderMap;
use tokio::sync::Mutex;

use super::{Ask, Source, Token, bearer};
use crate::{BoxFuture, Error};

/// Who needs a token asks for it under the lock, and so those who come meanwhile wait. If the one
/// who asks is dropped, the next one asks.
pub(super) struct Refreshing {
    ask: Ask<Token>,
    /// What the last answer was.
    latest: Mutex<Option<Result<Held, Error>>>,
    /// How many answers there were.
    answers: AtomicU64,
}

struct Held {
    headers: HeaderMap,
    due: Option<Instant>,
}

impl Refreshing {
    pub(super) fn new(ask: Ask<Token>) -> Self {
        Self {
            ask,
            latest: Mutex::new(None),
            answers: AtomicU64::new(0),
        }
    }

    async fn get(&self, refused: Option<&HeaderMap>) -> Result<HeaderMap, Error> {
        let answers = self.answers.load(Ordering::Acquire);
        let mut latest = self.latest.lock().await;
        match &*latest {
            Some(Ok(held)) if held.is_good(refused) => return Ok(held.headers.clone()),
            // It failed while this one waited; the next to come tries again.
            Some(Err(error)) if self.answers.load(Ordering::Acquire) != answers => {
                return Err(error.clone());
            }
            _ => {}
        }
        let answer = self.ask().await;
        let headers = answer.as_ref().map(|held| held.headers.clone());
        let headers = headers.map_err(Clone::clone);
        *latest = Some(answer);
        self.answers.fetch_add(1, Ordering::Release);
        headers
    }

    async fn ask(&self) -> Result<Held, Error> {
        let token = (self.ask)().await?;
        Ok(Held {
            headers: bearer(token.text())?,
            due: token.due(),
        })
    }
}

impl Held {
    fn is_good(&self, refused: Option<&HeaderMap>) -> bool {
        let is_due = self.due.is_some_and(|due| due <= Instant::now());
        !is_due && refused != Some(&self.headers)
    }
}

impl Source for Refreshing {
    fn headers<'a>(
        &'a self,
        refused: Option<&'a HeaderMap>,
    ) -> BoxFuture<'a, Result<HeaderMap, Error>> {
        Box::pin(self.get(refused))
    }

    fn renews(&self) -> bool {
        true
    }

    fn kind(&self) -> String {
        "refreshing".to_owned()
    }
}
