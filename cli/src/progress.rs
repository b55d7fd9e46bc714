//! A sign of life on a terminal, for work that takes longer than a second.

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use indicatif::ProgressBar;

/// Does the work; shows that it goes on once it takes long, and takes that away again.
pub(crate) fn show<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    let (done, wait) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if wait.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout) {
                let sign = ProgressBar::new_spinner().with_message(format!("working on {what}"));
                sign.enable_steady_tick(Duration::from_millis(100));
                // Ends when the other side is gone: nothing is ever sent.
                _ = wait.recv();
                sign.finish_and_clear();
            }
        });
        let result = work();
        drop(done);
        result
    })
}
