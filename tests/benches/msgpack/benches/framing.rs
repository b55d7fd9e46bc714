//! Finding the end of one long message that comes in small reads.

use callwright_bench_msgpack::{long_message, scanned, tried_again};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// What a socket gives at once.
const READ: usize = 16 << 10;

fn long_messages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("one message in reads of 16 KiB");
    group.sample_size(10);
    for megabytes in [6, 64] {
        let message = long_message(megabytes * 1_000_000);
        group.throughput(Throughput::Bytes(message.len() as u64));
        let name = format!("{megabytes} MB, scanned on");
        group.bench_function(name, |bencher| bencher.iter(|| scanned(&message, READ)));
    }
    // Of the longer one it would take minutes.
    let message = long_message(6_000_000);
    group.throughput(Throughput::Bytes(message.len() as u64));
    group.bench_function("6 MB, read again each time", |bencher| {
        bencher.iter(|| tried_again(&message, READ));
    });
    group.finish();
}

criterion_group!(benches, long_messages);
criterion_main!(benches);
