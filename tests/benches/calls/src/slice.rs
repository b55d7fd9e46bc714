//! Takes a contender and a load and calls for a short time: one turn of one contender.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::contender::Contender;
use crate::load::Load;

/// What a turn came to.
pub(crate) struct Slice {
    /// Calls in a second.
    pub(crate) rate: f64,
    /// CPU time of this process, the client's side alone, for a call.
    pub(crate) cpu: f64,
    /// The middle of the latencies in seconds.
    pub(crate) median: f64,
    /// What 99 of 100 calls stay below.
    pub(crate) tail: f64,
}

pub(crate) async fn run(
    contender: &Contender,
    load: Load,
    time: Duration,
) -> Result<Slice, Box<dyn Error + Send + Sync>> {
    let cpu = cpu_time();
    let start = Instant::now();
    let callers: Vec<_> = (0..load.concurrency)
        .map(|_| tokio::spawn(calls(Arc::clone(&contender.call), load, start + time)))
        .collect();
    let mut latencies = Vec::new();
    for caller in callers {
        latencies.append(&mut caller.await??);
    }
    let elapsed = start.elapsed().as_secs_f64();
    let cpu = cpu_time().saturating_sub(cpu).as_secs_f64();
    latencies.sort_unstable();
    let calls = latencies.len() as f64;
    let at = |share: f64| latencies[((calls - 1.0) * share) as usize].as_secs_f64();
    Ok(Slice {
        rate: calls / elapsed,
        cpu: cpu / calls,
        median: at(0.5),
        tail: at(0.99),
    })
}

/// One caller: the next call as soon as the last is answered. At least one, so that there is something to report.
async fn calls(
    call: Arc<dyn Fn(crate::load::Reply, i64) -> crate::contender::Called + Send + Sync>,
    load: Load,
    end: Instant,
) -> Result<Vec<Duration>, Box<dyn Error + Send + Sync>> {
    let mut latencies = Vec::with_capacity(1024);
    loop {
        let start = Instant::now();
        if call(load.reply, 7).await? == 0 {
            return Err("an empty reply".into());
        }
        latencies.push(start.elapsed());
        if Instant::now() >= end {
            return Ok(latencies);
        }
    }
}

/// What all threads of this process have used.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs() as u32,
    )
}
