#!/usr/bin/env python3
"""Compiles the same methods as a service of callwright and as a server of jsonrpsee, taking turns, and prints the ratios.

    services.py [--methods 100] [--rounds 3] [--steps check debug release] [--folder DIR]

Each is one crate, compiled alone and from nothing; all dependencies are built before. The methods take and give twenty
types, which are in the crate, and do nothing. CPU seconds are those of cargo and all it started.
"""

import argparse
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import tempfile
import time

from peers import PACKAGE, TOP, cargo

TYPES = 20

STEPS = {"check": ("check",), "debug": ("build",), "release": ("build", "--release")}

# Name, params and result of each fifth method; `{t}` is one of the types.
METHODS = (
    ("get", "id: u64", "{t}"),
    ("find", "name: String, limit: Option<u32>", "Vec<{t}>"),
    ("store", "record: {t}", "u64"),
    ("remove", "id: u64, force: Option<bool>", "bool"),
    ("count", "tags: Vec<String>, since: i64, until: Option<i64>", "u32"),
)

RECORD = """/// A record.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize{more})]{attributes}
pub struct Record{number} {{
    pub id: u64,
    pub name: String,
    pub price: f64,
    pub tags: Vec<String>,
    pub note: Option<String>,
    pub stocked: bool,
}}
"""


class Callwright:
    name = "callwright"
    dependencies = (
        'callwright = {{ path = "{top}/runtime", default-features = false, features = ["serve-http", "service"] }}\n'
        'serde = {{ version = "1", features = ["derive"] }}\n'
    )
    more = ", callwright::schemars::JsonSchema"
    attributes = '\n#[schemars(crate = "callwright::schemars")]'

    def source(self, methods):
        signatures = "\n".join(
            f"    /// Does nothing.\n    async fn {name}(&self, {params}) -> Result<{result}, callwright::ServerError> {{\n"
            "        Ok(Default::default())\n    }"
            for name, params, result in methods
        )
        return (
            f'pub struct Api;\n\n#[callwright::service(title = "Api", version = "1.0.0")]\nimpl Api {{\n{signatures}\n}}\n\n'
            "pub fn server() -> callwright::Server {\n    callwright::Server::new(Api)\n}\n"
        )


class Jsonrpsee:
    name = "jsonrpsee"
    dependencies = (
        'jsonrpsee = {{ version = "0.26.1", features = ["macros", "server"] }}\n'
        'serde = {{ version = "1", features = ["derive"] }}\n'
    )
    more = ""
    attributes = ""

    def source(self, methods):
        declared = "\n".join(
            f'    /// Does nothing.\n    #[method(name = "{name}")]\n    async fn {name}(&self, {params}) -> RpcResult<{result}>;'
            for name, params, result in methods
        )
        done = "\n".join(
            f"    async fn {name}(&self, {params}) -> RpcResult<{result}> {{\n"
            "        Ok(Default::default())\n    }"
            for name, params, result in methods
        )
        return (
            "use jsonrpsee::core::{RpcResult, async_trait};\nuse jsonrpsee::proc_macros::rpc;\n\n"
            f"#[rpc(server)]\npub trait Calls {{\n{declared}\n}}\n\npub struct Api;\n\n"
            f"#[async_trait]\nimpl CallsServer for Api {{\n{done}\n}}\n\n"
            "pub fn server() -> jsonrpsee::RpcModule<Api> {\n    Api.into_rpc()\n}\n"
        )


def methods(count):
    """Name, params and result of so many methods."""
    for number in range(count):
        name, params, result = METHODS[number % len(METHODS)]
        record = f"Record{number % TYPES}"
        yield f"{name}_{number}", params.format(t=record), result.format(t=record)


class Crate:
    """One of them, in a workspace of its own."""

    def __init__(self, peer, folder, environment, count):
        self.peer = peer
        self.folder = folder / peer.name
        self.environment = {**environment, "CARGO_TARGET_DIR": str(self.folder / "target"), "CARGO_INCREMENTAL": "0"}
        (self.folder / "src").mkdir(parents=True, exist_ok=True)
        manifest = PACKAGE.format(name="measured", dependencies=peer.dependencies.format(top=TOP))
        (self.folder / "Cargo.toml").write_text(manifest + "\n[workspace]\n")
        records = [RECORD.format(number=it, more=peer.more, attributes=peer.attributes) for it in range(TYPES)]
        # Methods that do nothing do not look at their params.
        self.whole = "\n".join(["#![allow(unused_variables)]", peer.source(list(methods(count))), *records])

    def write(self, source):
        (self.folder / "src" / "lib.rs").write_text(source)

    def prepare(self, steps):
        """Builds everything that is not measured."""
        self.write("")
        for step in steps:
            cargo(*STEPS[step], "--quiet", cwd=self.folder, environment=self.environment)

    def turn(self, step):
        """Wall and CPU seconds of one step, from nothing."""
        self.write(self.whole)
        os.utime(self.folder / "src" / "lib.rs")
        start = time.monotonic()
        command = ["cargo", *STEPS[step], "--quiet"]
        process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        if status:
            raise SystemExit(f"{self.peer.name} does not compile")
        return time.monotonic() - start, usage.ru_utime + usage.ru_stime


def spread(figures):
    return f"{statistics.median(figures):.2f} ({min(figures):.2f}-{max(figures):.2f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--methods", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=list(STEPS))
    parser.add_argument("--folder", type=pathlib.Path)
    options = parser.parse_args()
    folder = options.folder or pathlib.Path(tempfile.mkdtemp(prefix="services-"))
    environment = {name: value for name, value in os.environ.items() if name != "CARGO_TARGET_DIR"}
    crates = [Crate(peer, folder, environment, options.methods) for peer in (Jsonrpsee(), Callwright())]
    try:
        for crate in crates:
            crate.prepare(options.steps)
        taken = {(crate.peer.name, step): [] for crate in crates for step in options.steps}
        for number in range(options.rounds):
            for step in options.steps:
                for crate in crates if number % 2 == 0 else reversed(crates):
                    taken[crate.peer.name, step].append(crate.turn(step))
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{options.methods} methods, {options.rounds} rounds, {platform.machine()}\n")
    print("| step | jsonrpsee: CPU s | wall s | callwright: CPU s | wall s | callwright / jsonrpsee: CPU | wall |")
    print("|---|---|---|---|---|---|---|")
    for step in options.steps:
        theirs, ours = taken["jsonrpsee", step], taken["callwright", step]
        cells = [spread([run[which] for run in runs]) for runs in (theirs, ours) for which in (1, 0)]
        ratios = [spread([our[which] / their[which] for our, their in zip(ours, theirs)]) for which in (1, 0)]
        print("| " + " | ".join([step, *cells, *ratios]) + " |")


if __name__ == "__main__":
    main()
