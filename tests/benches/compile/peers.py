"""The clients that are compared: how each is generated, and the crates that it is compiled in."""

import json
import pathlib
import re
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[2]

PACKAGE = """[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[dependencies]
{dependencies}
"""

CALLWRIGHT = 'callwright = {{ path = "{top}/runtime", default-features = false, features = [{features}] }}'

PROGENITOR = """futures = "0.3"
progenitor-client = "{version}"
reqwest = {{ version = "{reqwest}", default-features = false, features = ["json", "query", "stream"] }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
"""


def cargo(*arguments, cwd, environment):
    """Runs cargo and fails with what it said."""
    run = subprocess.run(
        ["cargo", *arguments], cwd=cwd, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if run.returncode:
        raise SystemExit(f"cargo {' '.join(arguments)} in {cwd}:\n{run.stderr[-6000:]}")
    return run.stdout


class Peer:
    """One generator with the workspace of two crates: `client` exports the client, `caller` calls every method."""

    # What the generator is told behind the files.
    wires = ()

    def __init__(self, folder, environment, documents):
        self.folder = folder / self.name
        self.environment = {**environment, "CARGO_TARGET_DIR": str(self.folder / "target")}
        self.documents = documents
        self.prepare_generator()
        self.lay_out()

    def lay_out(self):
        crates = {
            "client": self.dependencies(),
            "caller": 'client = { path = "../client" }\nfutures-util = { version = "0.3", default-features = false }',
        }
        for name, dependencies in crates.items():
            (self.folder / name / "src").mkdir(parents=True, exist_ok=True)
            manifest = PACKAGE.format(name=name, dependencies=dependencies)
            (self.folder / name / "Cargo.toml").write_text(manifest)
        # Names and line numbers in the release build, as anyone has them or not: the default, without.
        (self.folder / "Cargo.toml").write_text('[workspace]\nresolver = "3"\nmembers = ["client", "caller"]\n')

    def generate(self, methods):
        """Writes the client and its caller for this size and gives what the generator took."""
        store = self.folder / "sources" / str(methods)
        store.mkdir(parents=True, exist_ok=True)
        document = store / "document.json"
        document.write_text(self.documents.run("document", self.format, str(methods)))
        command = [*self.generator(), str(document), str(store / "client.rs"), *self.wires]
        run = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if run.returncode:
            raise SystemExit(f"{self.name}, {methods} methods:\n{run.stderr[-6000:]}")
        (store / "caller.rs").write_text(self.documents.run("caller", self.format, str(methods)))
        return json.loads(run.stdout)

    def choose(self, methods):
        """Makes the sources of this size the ones to compile; nothing of an earlier build of them is used."""
        store = self.folder / "sources" / str(methods)
        for name in ("client", "caller"):
            (self.folder / name / "src" / "lib.rs").write_text((store / f"{name}.rs").read_text())
        shutil.rmtree(self.folder / "target" / "debug" / "incremental", ignore_errors=True)

    def build_dependencies(self, steps):
        """Builds everything that is not measured, and sees that the callers fit the clients."""
        self.generate(10)
        self.choose(10)
        cargo("check", "--quiet", cwd=self.folder, environment=self.environment)
        if "release" in steps:
            cargo("build", "--quiet", "--release", cwd=self.folder, environment=self.environment)


class Callwright(Peer):
    name = "callwright"
    format = "openrpc"
    features = ("http",)

    def prepare_generator(self):
        self.version = "of this tree"

    def generator(self):
        return [str(self.documents.program), "client"]

    def dependencies(self):
        return CALLWRIGHT.format(top=TOP, features=", ".join(f'"{it}"' for it in self.features))


class BothWires(Callwright):
    """The same client for JSON and MessagePack."""

    name = "both-wires"
    features = ("http", "msgpack")
    wires = ("both",)


class Progenitor(Peer):
    name = "progenitor"
    format = "openapi"

    def prepare_generator(self):
        crate = self.folder / "generator"
        (crate / "src").mkdir(parents=True, exist_ok=True)
        for source, target in (("Cargo.toml.in", "Cargo.toml"), ("main.rs.in", "src/main.rs")):
            (crate / target).write_text((HERE / "progenitor" / source).read_text())
        cargo("build", "--quiet", "--release", cwd=crate, environment=self.environment)
        self.version = self.locked(crate, "progenitor")
        self.program = self.folder / "target" / "release" / "progenitor-generator"

    @staticmethod
    def locked(crate, package):
        lock = (crate / "Cargo.lock").read_text()
        return re.search(rf'name = "{package}"\nversion = "([^"]+)"', lock).group(1)

    def generator(self):
        return [str(self.program)]

    def dependencies(self):
        return PROGENITOR.format(version=self.version, reqwest="0.13")
