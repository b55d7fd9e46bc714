"""Takes a schema and gives values that hypothesis-jsonschema makes from it.

They start from one seed, but how many there are depends on the machine: some schemas take it minutes, so that each has
only a second. Some take all memory before that, and no process survives everywhere what it is refused then: each
schema has one of its own, which may end as it likes.
"""

import json
import os
import resource
import signal
import warnings

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis_jsonschema import from_schema

# In characters. Larger schemas are hopeless.
LARGEST = 1000
# Of processor time.
SECONDS = 1.0
# In bytes. Some schemas take all that there is before their second is over.
MEMORY = 2 << 30


def values(text, count):
    """Values, or fewer where the schema is too large, takes too long or is of a kind that it cannot do."""
    if len(text) > LARGEST:
        return []
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            limit()
            # Its complaints are about itself.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            with open(write, "w") as told:
                json.dump(in_time(json.loads(text), count), told)
        finally:
            os._exit(0)
    os.close(write)
    with open(read) as told:
        made = told.read()
    os.waitpid(child, 0)
    try:
        return json.loads(made)
    except ValueError:  # It ended before it had told all.
        return []


def limit():
    """Of this process, hard: who catches the exception that says so might go on."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))


def warm_up():
    """What is loaded at the first value is loaded once, not in the second of each schema."""
    make({"type": "string", "pattern": "^a"}, 1, [])


def in_time(schema, count):
    made = []
    signal.signal(signal.SIGVTALRM, interrupt)
    # Again and again: an exception in a destructor is lost.
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, 0.1)
    try:
        make(schema, count, made)
    except Exception:  # It fails in many ways: recursive references, patterns of another dialect.
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return made


def interrupt(*_):
    raise TimeoutError


def make(schema, count, made):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")

        @seed(1)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(from_schema(schema))
        def keep(value):
            made.append(value)

        keep()
