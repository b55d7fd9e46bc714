//! Writing and reading a thousand structs, in each way.

use callwright_bench_msgpack::{WAYS, pets};
use criterion::{Criterion, criterion_group, criterion_main};

fn thousand_structs(criterion: &mut Criterion) {
    let pets = pets(1000);
    let mut encode = criterion.benchmark_group("encode 1000 structs");
    for way in WAYS {
        encode.bench_function(way.name, |bencher| bencher.iter(|| (way.encode)(&pets)));
    }
    encode.finish();
    let mut decode = criterion.benchmark_group("decode 1000 structs");
    for way in WAYS {
        let message = (way.encode)(&pets).unwrap_or_default();
        decode.bench_function(way.name, |bencher| bencher.iter(|| (way.decode)(&message)));
    }
    decode.finish();
}

criterion_group!(benches, thousand_structs);
criterion_main!(benches);
