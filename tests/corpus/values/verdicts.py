"""Takes what the types made of the values and says which were read, and which were written as they came.

`verdicts.py FOLDER` reads `values.txt`, `sources.txt` and `judged.txt` and writes `verdicts.json`. Two values are the
same when they are equal as JSON: the order of members does not count, integers are equal by value however many digits
they have, and other numbers when the nearest doubles are.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path


def main(folder):
    folder = Path(folder)
    tried = defaultdict(lambda: {"tried": 0, "read": 0, "same": 0})
    misses = Counter()
    samples = {}
    lines = zip(*(open(folder / name) for name in ("values.txt", "sources.txt", "judged.txt")), strict=True)
    for value, source, judged in lines:
        document, _, value = value.rstrip("\n").split(" ", 2)
        kind, name, pointer = source.rstrip("\n").split(" ", 2)
        tally = tried[int(document), kind]
        tally["tried"] += 1
        verdict, _, said = judged.rstrip("\n").partition(" ")
        if verdict == "=":
            tally["read"] += 1
            difference = differs(json.loads(value), json.loads(said))
            if difference is None:
                tally["same"] += 1
                continue
        cause = difference if verdict == "=" else without_values(said)
        miss = (int(document), kind, name, pointer, "read" if verdict != "=" else "written", cause)
        misses[miss] += 1
        samples.setdefault(miss, (value, said))
    verdicts = {
        "tallies": [dict(document=document, kind=kind, **tally) for (document, kind), tally in sorted(tried.items())],
        "misses": [
            dict(zip(("document", "kind", "name", "pointer", "step", "cause"), miss), count=count)
            | {"value": shortened(samples[miss][0]), "said": shortened(samples[miss][1])}
            for miss, count in sorted(misses.items())
        ],
    }
    (folder / "verdicts.json").write_text(json.dumps(verdicts, indent=1))


def differs(came, went, path=""):
    """What is different between two values, in words; None where nothing is.

    >>> differs({"a": 1.0, "b": 2**70}, {"b": 2**70, "a": 1})
    >>> differs(2**70, 2**70 + 1)
    'the number  changes'
    >>> differs({"a": [{"b": None}]}, {"a": [{}]})
    'the member /a/*/b is lost: null'
    >>> differs([1, {}], [1, {"c": None}])
    'the member /*/c is added'
    >>> differs([True, "1"], [1, "1"])
    'the value /* changes'
    """
    if isinstance(came, dict) and isinstance(went, dict):
        for key, value in came.items():
            if key not in went:
                what = "null" if value is None else "empty" if value in ([], {}) else "a value"
                return f"the member {path}/{key} is lost: {what}"
            inner = differs(value, went[key], f"{path}/{key}")
            if inner:
                return inner
        added = [key for key in went if key not in came]
        return f"the member {path}/{added[0]} is added" if added else None
    if isinstance(came, list) and isinstance(went, list):
        if len(came) != len(went):
            return f"elements of {path or 'the list'} are lost or added"
        return next(filter(None, (differs(*pair, f"{path}/*") for pair in zip(came, went))), None)
    numbers = [is_number(value) for value in (came, went)]
    if all(numbers):
        return None if are_equal(came, went) else f"the number {path} changes"
    same = type(came) is type(went) and came == went
    return None if same else f"the value {path} changes"


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def are_equal(one, other):
    if one == other or all(isinstance(value, int) for value in (one, other)):
        return one == other
    try:
        return float(one) == float(other)
    except OverflowError:
        return False


def without_values(message):
    """A message of the reader that does not depend on the value: its numbers, texts and place left out."""
    message = re.sub(r" at line \d+ column \d+$", "", message)
    message = re.sub(r"(string|integer|floating point|character|boolean) [`\"].*?[`\"](?=, expected)", r"\1", message)
    return re.sub(r"unknown variant `.*?`", "unknown variant", message)


def shortened(text):
    return text if len(text) <= 400 else text[:400] + "…"


if __name__ == "__main__":
    main(*sys.argv[1:])
