//! Takes a contender and a load and calls for a short time, or so many times: one turn of one contender.

use std::sync::Arc;
use std::time::{Duration, Instant};

use counting::Counted;
use futures_util::future::try_join_all;
use rustix::time::{ClockId, clock_gettime};

use crate::{Call, Contender, Failure, Load};

/// What a turn came to.
pub(crate) struct Slice {
    /// Calls in a second.
    pub(crate) rate: f64,
    /// CPU time for a call: of this process, which is the client's side alone, or of the server's.
    pub(crate) cpu: f64,
    /// The middle of the latencies in seconds. Of batches, those of whole batches.
    pub(crate) median: f64,
    /// What 99 of 100 calls stay below.
    pub(crate) tail: f64,
}

/// What a call allocates.
pub(crate) struct Allocated {
    pub(crate) times: f64,
    pub(crate) bytes: f64,
}

pub(crate) async fn run(
    contender: &Contender,
    load: &Load,
    time: Duration,
) -> Result<Slice, Failure> {
    let cpu = cpu_time(contender.process)?;
    let start = Instant::now();
    let callers: Vec<_> = (0..load.concurrency)
        .map(|_| tokio::spawn(calls(Arc::clone(&contender.call), load.batch, start + time)))
        .collect();
    let mut latencies = Vec::new();
    for caller in callers {
        latencies.append(&mut caller.await??);
    }
    let elapsed = start.elapsed().as_secs_f64();
    let cpu = cpu_time(contender.process)?
        .saturating_sub(cpu)
        .as_secs_f64();
    latencies.sort_unstable();
    let samples = latencies.len() as f64;
    let calls = samples * load.batch as f64;
    let at = |share: f64| latencies[((samples - 1.0) * share) as usize].as_secs_f64();
    Ok(Slice {
        rate: calls / elapsed,
        cpu: cpu / calls,
        median: at(0.5),
        tail: at(0.99),
    })
}

/// One caller: the next call as soon as the last is answered. At least one, so that there is something to report.
async fn calls(call: Call, batch: usize, end: Instant) -> Result<Vec<Duration>, Failure> {
    let mut latencies = Vec::with_capacity(1024);
    loop {
        let start = Instant::now();
        once(&call, batch).await?;
        latencies.push(start.elapsed());
        if Instant::now() >= end {
            return Ok(latencies);
        }
    }
}

/// A turn in which allocations are counted, and nothing else is measured.
pub(crate) async fn count(contender: &Contender, load: &Load) -> Result<Allocated, Failure> {
    let (each, batch) = (load.counted, load.batch);
    counting::start();
    let callers = (0..load.concurrency).map(|_| {
        let call = Arc::clone(&contender.call);
        let caller = async move {
            for _ in 0..each {
                once(&call, batch).await?;
            }
            Ok::<_, Failure>(())
        };
        tokio::spawn(caller)
    });
    let ended = try_join_all(callers.collect::<Vec<_>>()).await;
    let Counted { times, bytes } = counting::stop();
    ended?.into_iter().collect::<Result<(), _>>()?;
    let calls = (load.concurrency * batch * each) as f64;
    Ok(Allocated {
        times: times as f64 / calls,
        bytes: bytes as f64 / calls,
    })
}

async fn once(call: &Call, batch: usize) -> Result<(), Failure> {
    let came = call().await?;
    if came == 0 || (batch > 1 && came != batch) {
        return Err(format!("{came} answers came").into());
    }
    Ok(())
}

/// What all threads of a process have used.
fn cpu_time(process: Option<u32>) -> Result<Duration, Failure> {
    match process {
        None => Ok(own_cpu_time()),
        Some(process) => cpu_time_of(process),
    }
}

/// As the kernel tells it of each thread, in nanoseconds. Threads that have ended are not among them.
fn cpu_time_of(process: u32) -> Result<Duration, Failure> {
    let mut time = 0;
    for thread in std::fs::read_dir(format!("/proc/{process}/task"))? {
        let told = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        let told = told.split(' ').next().ok_or("no CPU time")?;
        time += told.parse::<u64>()?;
    }
    Ok(Duration::from_nanos(time))
}

fn own_cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs() as u32,
    )
}
