//! What a test reads of a stream: the method of each notification, and the text of its end.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
};

use super::{Inbox, Leave};
use crate::{Error, Fault, Reply, ServerNotification};

pub(super) fn read(inbox: &Inbox) -> String {
    match inbox.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Pending => "pending".to_owned(),
        Poll::Ready(None) => "over".to_owned(),
        Poll::Ready(Some(Ok(notification))) => notification.method().to_owned(),
        Poll::Ready(Some(Err(error))) => error.to_string(),
    }
}

pub(super) fn said(word: &'static str) -> ServerNotification {
    ServerNotification::new(word, "{}")
}

pub(super) fn closed(why: &'static str) -> Error {
    Error::Closed(Fault::new(why))
}

/// Counts how often somebody leaves.
pub(super) fn leaving(count: &Arc<AtomicUsize>) -> Leave {
    let count = Arc::clone(count);
    Box::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Ok(Reply::new("true")) })
    })
}
