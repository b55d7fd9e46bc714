#!/usr/bin/env python3
"""Builds one program for each feature set of callwright, and for jsonrpsee's clients, from nothing, and prints what it cost.

    features.py [--jobs 2] [--only NAME...] [--profile release] [--folder DIR]

The program makes one call with a text and prints the text that comes. The sets are those below and one for each feature
of `runtime/Cargo.toml` that is in none of them, by itself. Every build has a target folder of its own, which is
removed after it; sources are fetched before. CPU seconds are those of cargo and all it started.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]

# Features that only come with another: by themselves they bring no connection.
SETS = {
    "none": [],
    "http": ["http"],
    "http, tls": ["http", "tls"],
    "ws": ["ws"],
    "ws, tls": ["ws", "tls"],
    "streams": ["streams"],
    "http, ws, streams, tls": ["http", "ws", "streams", "tls"],
    "default (http, tls, macro, fetch)": ["default"],
}

# The features of jsonrpsee and the program that uses them.
PEERS = {
    "jsonrpsee: http-client": (["http-client"], "jsonrpsee_http_client.rs"),
    "jsonrpsee: ws-client": (["ws-client"], "jsonrpsee_ws_client.rs"),
    "jsonrpsee: http-client, ws-client": (["http-client", "ws-client"], "jsonrpsee_both.rs"),
}


def features():
    manifest = tomllib.loads((ROOT / "runtime" / "Cargo.toml").read_text())
    return sorted(set(manifest["features"]) - {"default"})


def dependency(name, source, choice):
    wanted = ", ".join(f'"{feature}"' for feature in choice)
    return f"{name} = {{ {source}, features = [{wanted}] }}"


def sets():
    """The dependency and the program of each set, by its name in the table."""
    chosen = dict(SETS)
    known = {feature for choice in SETS.values() for feature in choice} | {"fetch"}
    chosen |= {feature: [feature] for feature in features() if feature not in known}
    chosen["all"] = features()
    path = ROOT / "runtime"
    for name, choice in chosen.items():
        source = f'path = "{path}", default-features = false'
        yield f"callwright: {name}", dependency("callwright", source, choice), "callwright.rs"
    for name, (choice, program) in PEERS.items():
        yield name, dependency("jsonrpsee", 'version = "0.26.1"', choice), program
    yield "tokio alone", "", "nothing.rs"


def workspace(folder, only):
    """A package for each set, of one lock file."""
    packages = []
    for number, (name, line, program) in enumerate(sets()):
        if only and not any(part in name for part in only):
            continue
        package = folder / f"hello{number}"
        (package / "src").mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / program, package / "src" / "main.rs")
        (package / "Cargo.toml").write_text(
            f'[package]\nname = "hello{number}"\nversion = "0.0.0"\nedition = "2024"\n\n'
            f'[dependencies]\n{line}\ntokio = {{ version = "1.48", features = ["macros", "rt"] }}\n'
        )
        packages.append((name, package.name))
    members = ", ".join(f'"{package}"' for _, package in packages)
    (folder / "Cargo.toml").write_text(f'[workspace]\nresolver = "3"\nmembers = [{members}]\n')
    shutil.copy(HERE.parent / "Cargo.lock", folder / "Cargo.lock")
    subprocess.run(["cargo", "fetch", "--quiet"], cwd=folder, check=True)
    return packages


def crates(folder, package):
    """How many packages are compiled, those of build scripts and macros too; not the program."""
    tree = ["cargo", "tree", "--offline", "--package", package, "--edges", "normal,build", "--prefix", "none", "--no-dedupe"]
    run = subprocess.run(tree, cwd=folder, capture_output=True, text=True, check=True)
    names = {" ".join(line.split()[:2]) for line in run.stdout.splitlines() if line.strip()}
    return len(names) - 1


def build(folder, package, options):
    """Wall seconds, CPU seconds, and bytes of the program as it is and stripped."""
    with tempfile.TemporaryDirectory(dir=folder) as target:
        environment = {**os.environ, "CARGO_TARGET_DIR": target, "CARGO_INCREMENTAL": "0"}
        command = ["cargo", "build", "--quiet", "--offline", "--profile", options.profile, "--package", package]
        command += ["--jobs", str(options.jobs)]
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        if status:
            raise SystemExit(f"{package} could not be built")
        wall = time.monotonic() - start
        place = "debug" if options.profile == "dev" else options.profile
        program = pathlib.Path(target) / place / package
        whole = program.stat().st_size
        subprocess.run(["strip", str(program)], check=True)
        return wall, usage.ru_utime + usage.ru_stime, whole, program.stat().st_size


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="+", help="sets whose names have one of these in them")
    parser.add_argument("--profile", default="release")
    parser.add_argument("--folder", help="where to build; a temporary folder otherwise")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        folder = pathlib.Path(temporary).resolve()
        packages = workspace(folder, options.only)
        print(f"load before: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores; {options.jobs} jobs")
        print("\n| program with | crates | CPU s | wall s | binary | stripped |\n|---|---|---|---|---|---|")
        for name, package in packages:
            wall, cpu, whole, stripped = build(folder, package, options)
            count = crates(folder, package)
            print(f"| {name} | {count} | {cpu:.1f} | {wall:.1f} | {whole / 1e6:.2f} MB | {stripped / 1e6:.2f} MB |", flush=True)
        print(f"\nload after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
