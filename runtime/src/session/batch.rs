//! A batch over a session: takes requests, sends one frame, gives each what answers its id.
use std::{pin::pin, time::Instant};

use super::{Session, pending::Pending, ticket};
use crate::{
    Error, Reply, Request,
    batch::{self, Outcome},
};

impl Session {
    /// How many calls go in one frame; 1 where the wire has no batches.
    pub(crate) fn max_batch(&self) -> usize {
        match self.wire.has_batches() {
            true => self.max_batch,
            false => 1,
        }
    }

    /// Sends requests as one frame and waits for what answers them, in one frame or in many. When
    /// the time is over, calls that were answered keep their answers.
    pub(crate) async fn batch(&self, requests: Vec<Request>) -> Vec<Outcome> {
        let are_notifications: Vec<_> = requests.iter().map(Request::is_notification).collect();
        let count = requests.len();
        let calls = are_notifications.iter().filter(|is| !**is).count();
        let inside = (0..calls).map(|_| Pending::admit(&*self.pending));
        let inside: Vec<_> = match inside.collect() {
            Ok(inside) => inside,
            Err(fault) => return batch::all_fail(count, &Error::Closed(fault)),
        };
        let limit = batch::timeout(&requests, self.timeout);
        let began = Instant::now();
        let mut expired = pin!(tokio::time::sleep(limit));
        let sending = async {
            let turns = self.pending.turns(calls).await;
            let tickets = self.pending.enter_batch(inside, turns);
            let tickets = tickets.map_err(Error::Closed)?;
            let opened = self.pending.open_batch(&tickets);
            let first_id = tickets.first().map_or(0, ticket::Ticket::id);
            requests.iter().for_each(super::leave_headers);
            self.put(batch::write_json(&requests, first_id)).await?;
            Ok((tickets, opened))
        };
        let sent = tokio::select! {
            biased;
            sent = sending => sent,
            () = &mut expired => Err(self.pending.late(limit, None)),
        };
        let (tickets, _opened) = match sent {
            Ok(sent) => sent,
            Err(error) => return batch::all_fail(count, &error),
        };
        drop(requests);
        let mut tickets = tickets.into_iter();
        let mut outcomes = Vec::with_capacity(count);
        for is_notification in are_notifications {
            let Some(mut ticket) = (!is_notification).then(|| tickets.next()).flatten() else {
                outcomes.push(Ok(Reply::new("null")));
                continue;
            };
            let frame = tokio::select! {
                biased;
                frame = ticket.answer() => frame,
                () = &mut expired => Err(self.pending.late(limit, Some(began))),
            };
            outcomes.push(frame.and_then(|frame| self.reply(frame)));
        }
        outcomes
    }
}
