//! What a test stands on: takes a runtime for its servers, counts what the client's side leaves behind.
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use tokio::runtime::{Handle, Runtime};
use tokio_rustls::TlsAcceptor;

/// How long one case may take on a loaded machine before it counts as hanging.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// The servers run in a runtime of their own, so the tasks of the test's runtime are those of clients.
pub(crate) struct Ground {
    // Taken out to be shut down without waiting.
    servers: Option<Runtime>,
    pub(crate) acceptor: TlsAcceptor,
}

/// What there was when nothing was under way.
pub(crate) struct Idle {
    descriptors: usize,
    children: usize,
}

impl Ground {
    pub(crate) fn new(servers: Runtime, acceptor: TlsAcceptor) -> Self {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            PANICS.fetch_add(1, Ordering::SeqCst);
            report(panic);
        }));
        Self {
            servers: Some(servers),
            acceptor,
        }
    }

    /// Where servers run.
    pub(crate) fn servers(&self) -> &Handle {
        self.servers
            .as_ref()
            .expect("it is taken in drop only")
            .handle()
    }

    /// The state to come back to. What a first use opens for good has to be open by now.
    pub(crate) async fn idle(&self) -> Idle {
        until("the tasks end", || alive() == 0).await;
        // Sockets of ended tasks may be closing.
        let mut open = descriptors();
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let now = descriptors();
            if now >= open {
                return Idle {
                    descriptors: open,
                    children: children(),
                };
            }
            open = now;
        }
    }

    /// Waits until nothing is left of what was done since: no task, no descriptor; nor was there a panic.
    pub(crate) async fn settle(&self, idle: &Idle) {
        until("the tasks end", || alive() == 0).await;
        until("the descriptors are closed", || {
            descriptors() <= idle.descriptors
        })
        .await;
        until("the children are gone", || children() <= idle.children).await;
        assert_eq!(PANICS.load(Ordering::SeqCst), 0, "something panicked");
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Some(servers) = self.servers.take() {
            servers.shutdown_background();
        }
    }
}

fn alive() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

/// Processes that were started and not waited for, zombies included.
fn children() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let lists = tasks.filter_map(|task| {
        let children = task.unwrap().path().join("children");
        std::fs::read_to_string(children).ok()
    });
    lists.map(|list| list.split_whitespace().count()).sum()
}

/// How much memory this process has, in bytes.
pub(crate) fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    kilobytes.parse::<usize>().unwrap() * 1024
}

/// Waits until this holds.
pub(crate) async fn until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(
            start.elapsed() < DEADLINE,
            "{what}: {} tasks, {} descriptors",
            alive(),
            descriptors()
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
