#!/usr/bin/env bash
# Installs the peers: those named in package.json and the requirements into target/peers, those of system.sh into the
# system.
# Does nothing when they are there.
set -euo pipefail
cd "$(dirname "$0")/../.."
peers=target/peers
wanted=tests/peers

bash "$wanted/system.sh"

is_there() {
  local list
  for list in "${lists[@]}"; do cmp -s "$wanted/$list" "$peers/$list" || return 1; done
}
lists=(package.json requirements.txt requirements-classic.txt)
is_there && exit 0

for tool in node npm python3; do
  command -v "$tool" >/dev/null || { echo "the tests need $tool: Node 18 and Python 3.10 with pip, or newer" >&2; exit 1; }
done
echo "installing the peers of $wanted"
# Beside the final place and renamed at the end, so that a broken install is never taken for a whole one.
new=$peers.$$
trap 'rm -rf "$new"' EXIT
mkdir -p "$new"
cp "${lists[@]/#/$wanted/}" "$new"
# pip_install FOLDER LIST OPTIONS...
pip_install() {
  local folder=$1 list=$2
  shift 2
  python3 -m pip install --quiet --disable-pip-version-check --no-deps "$@" \
    --target "$new/$folder" --requirement "$wanted/$list" >"$new/pip.log" 2>&1 </dev/null && return
  echo "pip could not install the peers of $list:" >&2
  grep -i -E '^error' "$new/pip.log" | sed -E 's#[a-z]+://[^ ]*#(address)#g' | head -20 >&2
  exit 1
}
pip_install python requirements.txt --only-binary :all:
pip_install classic requirements-classic.txt
# No scripts of packages are run: none of these needs one. The log may name the registry in use, so it stays hidden.
if ! (cd "$new" && npm install --no-package-lock --ignore-scripts --no-audit --no-fund >npm.log 2>&1 </dev/null); then
  echo "npm could not install the peers:" >&2
  grep -i -E '^npm (err|error)' "$new/npm.log" | sed -E 's#[a-z]+://[^ ]*#(address)#g' | head -20 >&2
  exit 1
fi
rm -rf "$peers" "$new/npm.log" "$new/pip.log"
mv "$new" "$peers"
