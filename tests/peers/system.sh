#!/usr/bin/env bash
# Installs snapserver, snapclient, Neovim, Chromium and curl, which only the system's packages have; does nothing when they are there.
set -euo pipefail
packages=()
# wants COMMAND PACKAGE
wants() {
  command -v "$1" >/dev/null || packages+=("$2")
}
wants snapserver snapserver
wants snapclient snapclient
wants nvim neovim
wants chromium chromium
wants curl curl
[ ${#packages[@]} -gt 0 ] || exit 0

echo "installing ${packages[*]}"
command -v apt-get >/dev/null || { echo "the tests need ${packages[*]}, and there is no apt-get to install them" >&2; exit 1; }
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "only root can install packages: apt-get install ${packages[*]}" >&2; exit 1; }
  as_root=(sudo -n)
fi

# Some packages would start services. This file forbids it while they are installed; one that is there already is put
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
  apt install --yes --no-install-recommends "${packages[@]}"
}
if ! install && ! { apt update && install; }; then
  echo "apt-get could not install ${packages[*]}:" >&2
  grep -E '^(E:|W:|dpkg: error)' "$log" | sed -E 's#[a-z]+://[^ ]*#(address)#g' | head -20 >&2
  exit 1
fi
