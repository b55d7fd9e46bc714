//! Takes a document and writes a client, in this process: the child that `measure` starts for every size.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use callwright_codegen::options::Wire;
use callwright_codegen::{Options, Source};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

/// What one generation took.
#[derive(Serialize, Deserialize)]
pub(crate) struct Taken {
    /// From the call of the generator to the formatted source.
    pub(crate) seconds: f64,
    /// CPU time of the same: what does not grow when others use the machine too.
    pub(crate) cpu_seconds: f64,
    /// The most memory that the process ever held.
    pub(crate) peak_kib: u64,
    /// The stages in their order, each with its seconds.
    pub(crate) stages: Vec<(String, f64)>,
    /// Lines of the formatted client.
    pub(crate) lines: usize,
    /// Bytes of the formatted client.
    pub(crate) bytes: usize,
    /// What the generator had to say.
    pub(crate) warnings: usize,
}

pub(crate) fn generate(document: &Path, out: &Path, wire: Vec<Wire>) -> Result<(), Box<dyn Error>> {
    let mut options = Options::default();
    options.name = Some("Warehouse".to_owned());
    options.wire = wire;
    options.fetch.offline = true;
    let source = Source::Path(document.to_owned());
    let (start, cpu) = (Instant::now(), cpu_time());
    let generated = callwright_codegen::generate(&source, &options)?;
    let formatting = Instant::now();
    let code = generated.code()?;
    let format = ("format", formatting.elapsed());
    let seconds = start.elapsed().as_secs_f64();
    let cpu_seconds = cpu_time().saturating_sub(cpu).as_secs_f64();
    std::fs::write(out, &code)?;
    let taken = Taken {
        seconds,
        cpu_seconds,
        peak_kib: peak()?,
        stages: generated
            .timings
            .iter()
            .chain([&format])
            .map(stage)
            .collect(),
        lines: code.lines().count(),
        bytes: code.len(),
        warnings: generated.warnings.iter().count(),
    };
    println!("{}", serde_json::to_string(&taken)?);
    Ok(())
}

fn stage((name, time): &(&'static str, Duration)) -> (String, f64) {
    ((*name).to_owned(), time.as_secs_f64())
}

/// What this process has used.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs() as u32,
    )
}

/// `VmHWM`: what the process held at its height.
fn peak() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.ok_or("no VmHWM in /proc/self/status")?.parse()?)
}
