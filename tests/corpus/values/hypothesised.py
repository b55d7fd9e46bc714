"""Takes a schema and gives values that hypothesis-jsonschema makes from it.

They start from one seed, but how many there are depends on the machine: some schemas take it minutes, so that each has
only a second.
"""

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


def values(schema, text, count):
    """Values, or fewer where the schema is too large, takes too long or is of a kind that it cannot do."""
    made = []
    if len(text) > LARGEST:
        return made
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


def limit_memory():
    """For the process that makes values: what it asks for beyond that is an error that it survives."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


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
