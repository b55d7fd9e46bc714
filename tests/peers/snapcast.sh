#!/usr/bin/env bash
# Installs snapserver and snapclient, which only the system's packages have; does nothing when they are there.
set -euo pipefail
command -v snapserver >/dev/null && command -v snapclient >/dev/null && exit 0

echo "installing snapserver and snapclient"
command -v apt-get >/dev/null || { echo "the tests need snapserver and snapclient on PATH, and there is no apt-get to install them" >&2; exit 1; }
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "snapserver can only be installed as root: apt-get install snapserver snapclient" >&2; exit 1; }
  as_root=(sudo -n)
fi

# The packages would start services. This file forbids it while they are installed; one that is there already is put
# back, whatever happens.
policy=/usr/sbin/policy-rc.d
log=$(mktemp)
restore() {
  "${as_root[@]}" rm -f "$policy"
  if [ -e "$policy.kept" ]; then "${as_root[@]}" mv "$policy.kept" "$policy"; fi
  rm -f "$log"
}
trap restore EXIT
trap 'exit 1' INT TERM HUP
# One kept by a run that was killed is the one to put back, too.
if [ -e "$policy" ] && [ ! -e "$policy.kept" ]; then "${as_root[@]}" mv "$policy" "$policy.kept"; fi
printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
"${as_root[@]}" chmod 755 "$policy"

# From the lists that are there, else from new ones. Another apt-get may be at work.
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1 </dev/null
}
install() {
  apt install --yes --no-install-recommends snapserver snapclient
}
if ! install && ! { apt update && install; }; then
  echo "apt-get could not install snapserver and snapclient:" >&2
  grep -E '^(E:|W:|dpkg: error)' "$log" | sed -E 's#[a-z]+://[^ ]*#(address)#g' | head -20 >&2
  exit 1
fi
