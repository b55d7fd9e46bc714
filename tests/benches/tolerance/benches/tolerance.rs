//! Reading the envelope of a reply, leniently and strictly, in several dresses and sizes.

use bytes::Bytes;
use callwright_bench_tolerance::{Dressed, frames, strict, tolerant};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// A way to read a frame.
type Reading = fn(&Bytes) -> Option<(u64, usize)>;

fn envelopes(criterion: &mut Criterion) {
    // About a hundred bytes, ten kilobytes, a megabyte.
    for items in [1, 110, 11_000] {
        let mut group = criterion.benchmark_group(format!("{items} items"));
        for Dressed { name, frame } in frames(items) {
            group.throughput(Throughput::Bytes(frame.len() as u64));
            for (reading, read) in [("strict", strict as Reading), ("tolerant", tolerant)] {
                let id = BenchmarkId::new(reading, name);
                group.bench_with_input(id, &frame, |bencher, frame| bencher.iter(|| read(frame)));
            }
        }
        group.finish();
    }
}

criterion_group!(benches, envelopes);
criterion_main!(benches);
