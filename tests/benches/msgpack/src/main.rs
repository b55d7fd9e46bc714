//! Prints the CPU time of each way, taking turns: what to trust on a machine that is busy with other things.

use std::hint::black_box;

use callwright_bench_msgpack::{WAYS, long_message, pets, scanned};

/// Turns of each way; the median of them is shown.
const ROUNDS: usize = 15;

/// What a socket gives at once.
const READ: usize = 16 << 10;

fn main() {
    let pets = pets(1000);
    let mut taken = vec![(Vec::new(), Vec::new(), 0); WAYS.len()];
    for _ in 0..ROUNDS {
        for (way, (encode, decode, bytes)) in WAYS.iter().zip(&mut taken) {
            let message = (way.encode)(&pets).unwrap_or_default();
            *bytes = message.len();
            encode.push(timed(20, || drop(black_box((way.encode)(&pets)))));
            decode.push(timed(20, || drop(black_box((way.decode)(&message)))));
        }
    }
    println!("| 1,000 structs | encode | decode | bytes |\n|---|---|---|---|");
    for (way, (encode, decode, bytes)) in WAYS.iter().zip(taken) {
        let (encode, decode) = (median(encode), median(decode));
        println!(
            "| {} | {encode:.0} us | {decode:.0} us | {bytes} |",
            way.name
        );
    }
    println!("\n| one message in reads of 16 KiB | found in |\n|---|---|");
    for megabytes in [6, 64] {
        let message = long_message(megabytes * 1_000_000);
        let found = (0..ROUNDS).map(|_| timed(1, || _ = black_box(scanned(&message, READ))));
        println!(
            "| {megabytes} MB | {:.1} ms |",
            median(found.collect()) / 1000.0
        );
    }
}

/// The CPU time of this thread for one of so many times, in microseconds.
fn timed(times: u32, mut what: impl FnMut()) -> f64 {
    let before = cpu();
    for _ in 0..times {
        what();
    }
    (cpu() - before) / f64::from(times)
}

/// Microseconds that this thread ran.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds: f64 = text
        .split(' ')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0.0);
    nanoseconds / 1000.0
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(0.0)
}
