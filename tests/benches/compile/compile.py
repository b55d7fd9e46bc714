#!/usr/bin/env python3
"""Compiles callwright's and progenitor's clients for the same made-up API, taking turns, and prints the ratios.

    compile.py [--sizes 300 1000] [--rounds 3] [--only callwright both-wires] [--steps check] [--folder DIR]

`both-wires` is callwright's client for JSON and MessagePack.

For each size and client, in this order, with all dependencies built before:

    check     cargo check of the crate that exports the client
    release   cargo build --release of that crate and of one that calls every method, so that all code is there

CPU seconds are those of cargo and all it started; memory is that of the largest process.
"""

import argparse
import os
import pathlib
import platform
import statistics
import subprocess
import tempfile
import time

from peers import HERE, BothWires, Callwright, Progenitor, cargo

CLIENTS = (Callwright, BothWires, Progenitor)

STEPS = {
    "check": [("check", "--package", "client")],
    "release": [
        ("build", "--release", "--package", "client"),
        ("build", "--release", "--package", "caller"),
    ],
}


class Documents:
    """The program that writes the documents, and generates callwright's clients."""

    def __init__(self, environment, profile):
        benches = HERE.parent
        arguments = ("build", "--quiet", "--profile", profile, "--package", "callwright-bench-generator")
        cargo(*arguments, cwd=benches, environment=environment)
        target = pathlib.Path(environment.get("CARGO_TARGET_DIR", benches / "target")).resolve()
        self.program = target / ("debug" if profile == "dev" else profile) / "generator"

    def run(self, *arguments):
        run = subprocess.run([str(self.program), *arguments], capture_output=True, text=True, check=True)
        return run.stdout


def timed(arguments, peer):
    """Wall seconds, CPU seconds and MB of one cargo run, of all processes in it."""
    start = time.monotonic()
    log = tempfile.TemporaryFile()
    command = ["cargo", *arguments, "--quiet"]
    process = subprocess.Popen(command, cwd=peer.folder, env=peer.environment, stdin=subprocess.DEVNULL, stderr=log)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        log.seek(0)
        raise SystemExit(f"{peer.name}: {' '.join(command)}:\n{log.read().decode()[-6000:]}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def turn(peer, methods, steps):
    """The steps for one client of one size: wall, CPU and memory of each."""
    peer.choose(methods)
    taken = {}
    for step in steps:
        runs = [timed(command, peer) for command in STEPS[step]]
        taken[step] = (sum(r[0] for r in runs), sum(r[1] for r in runs), max(r[2] for r in runs))
    return taken


def spread(figures):
    return f"{statistics.median(figures):.2f} ({min(figures):.2f}-{max(figures):.2f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    names = [it.name for it in CLIENTS]
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="these clients")
    parser.add_argument("--steps", nargs="+", choices=[*STEPS], default=[*STEPS])
    parser.add_argument("--profile", default="release", help="in which callwright's generator is built")
    parser.add_argument("--folder", help="where to build, and to find dependencies built the last time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        measure(options, pathlib.Path(options.folder or temporary).resolve())


def measure(options, folder):
    environment = {**os.environ, "CARGO_TERM_COLOR": "never"}
    documents = Documents(environment, options.profile)
    classes = [it for it in CLIENTS if it.name in options.only]
    peers = [it(folder, environment, documents) for it in classes]
    generated = {}
    for peer in peers:
        peer.build_dependencies(options.steps)
        for methods in options.sizes:
            generated[peer.name, methods] = peer.generate(methods)
    print(f"load before: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")
    taken = {}
    for round_number in range(options.rounds):
        order = peers if round_number % 2 == 0 else peers[::-1]
        for methods in options.sizes:
            for peer in order:
                taken.setdefault((peer.name, methods), []).append(turn(peer, methods, options.steps))
    print(f"load after: {os.getloadavg()[0]:.1f}; {options.rounds} rounds; {platform.machine()}")
    print("; ".join(f"{peer.name} {peer.version}" for peer in peers))
    report(options, peers, generated, taken)


def report(options, peers, generated, taken):
    print("\n| methods | client | generated in | memory | lines per method | bytes per method |")
    print("|---|---|---|---|---|---|")
    for methods in options.sizes:
        for peer in peers:
            it = generated[peer.name, methods]
            print(
                f"| {methods} | {peer.name} | {it['seconds']:.2f} s | {it['peak_kib'] * 1.024e-3:.0f} MB "
                f"| {it['lines'] / methods:.1f} | {it['bytes'] / methods:.0f} |"
            )
    print("\n| methods | step | client | CPU s, median (least-most) | CPU ms per method | wall s | memory |")
    print("|---|---|---|---|---|---|---|")
    for methods in options.sizes:
        for step in options.steps:
            for peer in peers:
                runs = [run[step] for run in taken[peer.name, methods]]
                wall, cpu, memory = zip(*runs)
                print(
                    f"| {methods} | {step} | {peer.name} | {spread(cpu)} "
                    f"| {1000 * statistics.median(cpu) / methods:.1f} | {spread(wall)} | {max(memory):.0f} MB |"
                )
    if len(peers) < 2:
        return
    print(f"\n| methods | step | client | in comparison with {peers[0].name}: CPU | wall | memory |")
    print("|---|---|---|---|---|---|")
    for methods in options.sizes:
        for step in options.steps:
            for peer in peers[1:]:
                rounds = list(zip(taken[peer.name, methods], taken[peers[0].name, methods]))
                cells = [spread([its[step][it] / first[step][it] for its, first in rounds]) for it in (1, 0, 2)]
                print(f"| {methods} | {step} | {peer.name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
