//! Between two answers whose order matters: finds out that the other side has read the first one.
use std::sync::Arc;

use super::{Due, Pending, Then};
use crate::{Params, Request};

/// What no peer has.
const NO_METHOD: &str = "callwright_no_such_method";

impl Pending {
    /// Waits until the other side has read all that was put on its way.
    ///
    /// Neovim before 0.10 takes two answers in one read for a fault even in the right order: it leaves the inner call only
    /// after the read. A method that it does not have it refuses at once, whatever it waits for itself.
    pub(super) async fn settled(self: &Arc<Self>) {
        // Of a connection that is being closed nothing more is asked.
        let Ok(inside) = Self::admit(&**self) else {
            return;
        };
        let Ok(mut ticket) = self.enter(inside, None, Then::Nothing) else {
            return;
        };
        let echo = Request::new(NO_METHOD, Params::by_position());
        let Ok(frame) = self.wire.request(&echo, Some(ticket.id())) else {
            return;
        };
        if self.outbox.put(frame).await.is_ok() {
            ticket.sent(Due::after(self.timeout));
            // Refused, as it should be, or late, or not to come any more.
            let _ = ticket.answer().await;
        }
    }
}
