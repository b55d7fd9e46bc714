//! Takes sizes and gives the table of what the generator took for each, every run in a process of its own.

use std::error::Error;
use std::path::Path;
use std::process::Command;

use crate::api::Api;
use crate::client::Taken;
use crate::openrpc;

/// Prints one row a size: the run of median time out of `runs`.
pub(crate) fn table(sizes: &[usize], runs: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut measured = Vec::new();
    for &size in sizes {
        let document = folder.path().join(format!("{size}.json"));
        let text = serde_json::to_string_pretty(&openrpc::document(&Api::new(size)))?;
        std::fs::write(&document, &text)?;
        let mut taken = Vec::new();
        for _ in 0..runs.max(1) {
            taken.push(child(&document, &folder.path().join("client.rs"))?);
        }
        taken.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
        let spread = (taken[0].seconds, taken[taken.len() - 1].seconds);
        let median = taken.swap_remove(taken.len() / 2);
        measured.push((size, text.len(), spread, median));
    }
    println!(
        "| methods | document | wall (of {runs}: least, most) | CPU | CPU per method | peak memory | lines per method | warnings |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (size, bytes, (least, most), taken) in &measured {
        println!(
            "| {size} | {:.1} MB | {:.3} s ({least:.3}, {most:.3}) | {:.3} s | {:.0} us | {:.0} MB | {:.1} | {} |",
            *bytes as f64 / 1e6,
            taken.seconds,
            taken.cpu_seconds,
            taken.cpu_seconds * 1e6 / *size as f64,
            taken.peak_kib as f64 * 1024.0 / 1e6,
            taken.lines as f64 / *size as f64,
            taken.warnings,
        );
    }
    println!();
    stages(
        &measured
            .iter()
            .map(|(size, _, _, taken)| (*size, taken))
            .collect::<Vec<_>>(),
    );
    Ok(())
}

/// Microseconds a method and the share of each stage: a stage is linear when its numbers stay the same to the right.
fn stages(measured: &[(usize, &Taken)]) {
    let Some((_, first)) = measured.first() else {
        return;
    };
    let head: Vec<_> = measured
        .iter()
        .map(|(size, _)| format!(" {size} "))
        .collect();
    println!("| stage, us per method (share) |{}|", head.join("|"));
    println!("|---|{}", "---|".repeat(measured.len()));
    for (index, (name, _)) in first.stages.iter().enumerate() {
        let cells = measured.iter().map(|(size, taken)| {
            let seconds = taken.stages.get(index).map_or(0.0, |(_, seconds)| *seconds);
            let share = 100.0 * seconds / taken.seconds;
            format!(" {:.1} ({share:.0} %) ", seconds * 1e6 / *size as f64)
        });
        println!("| {name} |{}|", cells.collect::<Vec<_>>().join("|"));
    }
}

fn child(document: &Path, out: &Path) -> Result<Taken, Box<dyn Error>> {
    let output = Command::new(std::env::current_exe()?)
        .arg("client")
        .args([document, out])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
