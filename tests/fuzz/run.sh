#!/usr/bin/env bash
# Builds the fuzz targets and fuzzes each for its share of SECONDS. Fails on any finding, and prints it.
#
#   bash run.sh [SECONDS]    60 unless said otherwise
#
#   CALLWRIGHT_CORPUS   the folder of real documents, which mutations then start from too
#   CALLWRIGHT_FUZZ     where inputs worth keeping are kept from run to run; by default nothing is kept
set -euo pipefail
cd "$(dirname "$0")"
exec </dev/null
seconds=${1:-60}
targets=(bytes mutations messages exchanges session requests)
built=${CARGO_TARGET_DIR:-$PWD/target}
tools=$built/tools
export CARGO_TARGET_DIR=$built/fuzz
# A build with coverage is of no use to anything else, and as large as that of the tests.
trap 'rm -rf "$CARGO_TARGET_DIR"' EXIT

if ! command -v cargo-fuzz >/dev/null; then
  cargo install --quiet --locked --root "$tools" --target-dir "$CARGO_TARGET_DIR" cargo-fuzz@0.13.2
  export PATH=$tools/bin:$PATH
fi
# Without a sanitizer, which only nightly has: there is no unsafe code to find faults in. Comparisons are not traced:
# that costs nearly half of the speed, and the dictionary has the words to compare with.
cargo fuzz build --fuzz-dir . --sanitizer none --no-trace-compares
host=$(rustc -vV | sed -n 's/^host: //p')
echo "built in $SECONDS s, $(du -sh "$CARGO_TARGET_DIR" | cut -f1)"

# What a run starts from: documents behind two bytes for the options, chance for the mutations, messages of each kind
# behind a byte for the reads, and calls behind a byte for the way and one for the reads.
seed() {
  local document name
  for document in ../../fixtures/*/*/openrpc.*; do
    name=$(basename "$(dirname "$document")")
    case $document in
      *.yaml) printf '\100\0' ;;
      *) printf '\0\0' ;;
    esac | cat - "$document" >"$kept/bytes/$name"
  done
  for name in $(seq 100); do
    head -c "$((RANDOM % 400 + 20))" /dev/urandom >"$kept/mutations/chance-$name"
    head -c "$((RANDOM % 400 + 20))" /dev/urandom >"$kept/exchanges/chance-$name"
  done
  # A request, a response with both slots, a notification, and one value of each marker's kind.
  printf '\6\x94\x00\x00\xa3add\x92\x05\x04\x94\x01\xcc\x07\x92\x00\xa1x\x91\x01\x93\x02\xa1m\x90' >"$kept/messages/rpc"
  printf '\1\x9a\xc0\xc3\xff\xd1\x80\x00\xca\x3f\x00\x00\x00\xc4\x01\xff\xd9\x01\xff\x81\x01\x80\xd5\x00\xcc\x80\xdc\x00\x00' \
    >"$kept/messages/kinds"
  printf '\376\224\1\0\300\223\332\0\2hi\313@Y\206fffff\201\241a\303' >"$kept/session/answer"
  printf '\10\224\0\314\310\241m\222\1\315\1\0\223\2\241m\220\224\0\3\304\1m\200' >"$kept/session/asked"
  printf '\11\224\1\0\243bad\300\224\1\377\300\325\0\314\200' >"$kept/session/error"
  calls
}

calls() {
  local id='"jsonrpc":"2.0","id":1' call pet way
  call="{$id,\"method\":\"add\",\"params\":[1,2]}"
  pet="{$id,\"method\":\"tame\",\"params\":{\"pet\":{\"name\":\"Bobik\",\"kind\":\"dog\",\"young\":[]},\"home\":null}}"
  for way in 0 3 4 5; do
    printf '%b\50%s\n' "\\$way" "$call" >"$kept/requests/call-$way"
    printf '%b\50%s\n' "\\$way" "$pet" >"$kept/requests/pet-$way"
    printf '%b\50[%s,%s,7]\n' "\\$way" "$call" "$pet" >"$kept/requests/batch-$way"
    printf '%b\50{%s,"method":"ticks","params":[3]}\n' "\\$way" "$id" >"$kept/requests/ticks-$way"
  done
  printf '\1\50POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
    "${#call}" "$call" >"$kept/requests/post"
  printf '\2\50\x81\x84\0\0\0\0null\x89\x80\0\0\0\0\x88\x82\0\0\0\0\3\350' >"$kept/requests/frames"
  printf '\6\50Content-Length: %d\r\n\r\n%s' "${#call}" "$call" >"$kept/requests/counted"
  printf '\7\50\x94\0\1\xa3add\x92\1\2\x93\2\xa4note\x91\xa1x\x94\0\2\xa4tame\x91\x81\xa4name\xa1x' >"$kept/requests/packed"
}

kept=${CALLWRIGHT_FUZZ:-$CARGO_TARGET_DIR/kept}
mkdir -p "${targets[@]/#/$kept/}" artifacts
seed

failed=0
for target in "${targets[@]}"; do
  case $target in
    bytes) how=(-max_len=20000 -dict=words.dict) ;;
    mutations | exchanges) how=(-max_len=1024 -len_control=0) ;;
    messages) how=(-max_len=4096) ;;
    session) how=(-max_len=512) ;;
    requests) how=(-max_len=2048 -dict=calls.dict) ;;
  esac
  echo "fuzzing $target"
  "$CARGO_TARGET_DIR/$host/release/$target" "$kept/$target" "${how[@]}" -artifact_prefix="artifacts/$target-" \
    -max_total_time="$((seconds / ${#targets[@]}))" -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
    >"$CARGO_TARGET_DIR/$target.log" 2>&1 || failed=1
  grep -v -E '^#|NEW_FUNC|^"|^WARNING: Failed to find' "$CARGO_TARGET_DIR/$target.log" | tail -n 40
done

for found in artifacts/*; do
  [ -f "$found" ] || continue
  failed=1
  echo "found: $found"
  target=$(basename "$found")
  CALLWRIGHT_FUZZ_SHOW=1 "$CARGO_TARGET_DIR/$host/release/${target%%-*}" "$found" 2>&1 | cut -c -4000 || true
  base64 "$found"
done
exit "$failed"
