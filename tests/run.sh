#!/usr/bin/env bash
# Installs what the tests need and runs them all. Exits with 1 when anything failed, having tried everything.
#
#   CALLWRIGHT_CORPUS  the folder of real documents; without it only our own fixtures are tested
#   CALLWRIGHT_ORACLE  the recordings of the originals; by default ../oracle beside the corpus
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
exec </dev/null
failed=()
printed=$(mktemp -d)
trap 'rm -rf "$printed"' EXIT

# step WHAT COMMAND...
step() {
  local what=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$what"
  if "$@" 2>&1 | tee "$printed/$what"; then
    printf -- '-- %s: done in %d s\n' "$what" "$((SECONDS - start))"
  else
    printf -- '-- %s: FAILED after %d s\n' "$what" "$((SECONDS - start))"
    failed+=("$what")
  fi
}

# What a step that failed said, where it matters: who reads only the end of a long run sees why.
causes() {
  local lines='^error|^test .*FAILED|panicked at|^---- |^[-+] |: .*not |differs'
  { grep -aE "$lines" "$printed/$1" | head -12; echo ...; tail -n 12 "$printed/$1"; } | cut -c 1-300
}

# The runtime must build with each of its features alone, with none and with all, and without a warning.
features() {
  local names name
  names=$(cargo metadata --no-deps --format-version 1 | python3 -c '
import json, sys
package, = (p for p in json.load(sys.stdin)["packages"] if p["name"] == "callwright")
print(*sorted(f for f in package["features"] if f != "default"))') || return 1
  for name in "" $names; do
    echo "features: ${name:-none}"
    cargo clippy --quiet --package callwright --no-default-features --features "$name" -- -D warnings || return 1
  done
  echo "features: all"
  cargo clippy --quiet --package callwright --all-features -- -D warnings
}

if [ -n "${CALLWRIGHT_CORPUS:-}" ]; then
  CALLWRIGHT_CORPUS=$(cd "$CALLWRIGHT_CORPUS" && pwd) || exit 1
  export CALLWRIGHT_CORPUS
  echo "corpus: $CALLWRIGHT_CORPUS"
else
  unset CALLWRIGHT_CORPUS
  echo "CALLWRIGHT_CORPUS is not set: the fixtures are used only, tests over real documents and recordings are left out"
fi

# One folder for all that is built, so that the benches and the consumers share what the tests have built already.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
echo "disk: $(df -hP . | awk 'NR == 2 { print $4 }') free"

# Most tests stand on the peers: without them the run means nothing.
bash tests/peers/install.sh || exit 1

step "format" cargo fmt --all --check
step "clippy" cargo clippy --workspace --all-targets -- -D warnings
# Libraries only: the command and the runtime share a name, and their pages would share a folder.
step "documentation" env RUSTDOCFLAGS=-Dwarnings cargo doc --workspace --no-deps --lib
# As users see it who take what is on by itself.
step "documentation of the default features" env RUSTDOCFLAGS=-Dwarnings cargo doc --package callwright --no-deps --lib
step "features" features
# The README's first commands, as they stand there.
step "example" cargo run --quiet --example petshop
step "example on Neovim" cargo run --quiet --example neovim
# Examples and doc tests included.
step "tests" cargo test --workspace --no-fail-fast
# Every document through the generator, the compiler and its own values; optimised, so that its time can be told.
step "corpus" cargo run --quiet --release --package callwright-corpus
# Our own cases and a handful of documents, each value through JSON and through MessagePack.
step "corpus on both wires" cargo run --quiet --release --package callwright-corpus -- both few
step "client of alloy" cargo fmt --all --check --manifest-path tests/peers/alloy/Cargo.toml
# Speed is measured by hand, never tested; that the benches still build and run is.
step "benches" bash tests/benches/smoke.sh
step "fuzz targets" cargo fmt --all --check --manifest-path tests/fuzz/Cargo.toml
# A minute finds what a change has broken; hours are spent by hand.
step "fuzzing" bash tests/fuzz/run.sh 60

printf '\n'
echo "disk: $(du -sh "$CARGO_TARGET_DIR" | cut -f1) built, $(df -hP . | awk 'NR == 2 { print $4 }') free"
if [ ${#failed[@]} -gt 0 ]; then
  for what in "${failed[@]}"; do
    printf 'FAILED: %s\n' "$what"
    causes "$what"
  done
  exit 1
fi
echo "all passed in $SECONDS s"
