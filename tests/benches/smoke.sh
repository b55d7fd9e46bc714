#!/usr/bin/env bash
# Says whether the benches still build and run, in a tiny size: under three minutes on two cores, without progenitor.
set -euo pipefail
cd "$(dirname "$0")"
exec </dev/null
# Unoptimised: it says nothing about speed, and builds in a third of the time.
target=${CARGO_TARGET_DIR:-$PWD/target}

cargo test --quiet --workspace
cargo build --quiet --workspace

"$target/debug/generator" measure --runs 1 10 100
"$target/debug/calls" --rounds 1 --slice 20 small
python3 compile/compile.py --only callwright --steps check --sizes 10 --rounds 1 --profile dev
