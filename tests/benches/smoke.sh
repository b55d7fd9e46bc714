#!/usr/bin/env bash
# Says whether the benches still build and run, in a tiny size: under six minutes on two cores, without progenitor and
# alloy.
set -euo pipefail
cd "$(dirname "$0")"
exec </dev/null
# Unoptimised: it says nothing about speed, and builds in a third of the time.
target=${CARGO_TARGET_DIR:-$PWD/target}

cargo fmt --all --check
cargo clippy --quiet --workspace --all-targets -- -D warnings
cargo test --quiet --workspace
cargo build --quiet --workspace

"$target/debug/generator" measure --runs 1 10 100
"$target/debug/calls" --rounds 1 --slice 20 small
"$target/debug/calls" --rounds 1 --slice 20 text
"$target/debug/calls" --rounds 1 --slice 20 "batch of 10"
"$target/debug/calls" paging 5
"$target/debug/sessions" --rounds 1 --slice 20
"$target/debug/sessions" idle 20
"$target/debug/sessions" large
"$target/debug/sessions" stalled 1
"$target/debug/serving" --rounds 1 --slice 20 small
# Each reading once.
cargo bench --quiet --package callwright-bench-tolerance -- --test
cargo bench --quiet --package callwright-bench-msgpack --bench codec -- --test
python3 compile/compile.py --only callwright both-wires --steps check --sizes 10 --rounds 1 --profile dev
python3 compile/services.py --methods 10 --steps check --rounds 1
python3 features/features.py --only "callwright: none" --profile dev
