"""Takes what mock-server answered and adds it to the values that the types have to read: `served.py FOLDER`.

Reads `calls.json` and `answers.txt`, a line for each call: `= result`, `- code message` of an error, `! reason` of what
is no answer, or `?` where the server did not take the document. Results that their own schema takes go to the end of
`values.txt` and `sources.txt`; `served.json` says for each document how many calls ended how.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from jsonschema import Draft7Validator

FIELDS = ("calls", "answered", "refused", "broken", "odd")


def main(folder):
    folder = Path(folder)
    calls = json.loads((folder / "calls.json").read_text())
    tallies, broken = {}, Counter()
    with (
        open(folder / "answers.txt") as answers,
        open(folder / "values.txt", "a") as values,
        open(folder / "sources.txt", "a") as sources,
    ):
        for call, answer in zip(calls, answers, strict=True):
            mark, _, said = answer.rstrip("\n").partition(" ")
            if mark == "?":
                continue
            number = call["document"]
            tally = tallies.setdefault(number, Counter(dict.fromkeys(FIELDS, 0)))
            tally["calls"] += 1
            if mark == "=":
                tally["answered"] += 1
                if not takes(call, said):
                    tally["odd"] += 1
                elif call["type"] is not None:
                    values.write(f'{number} {call["type"]} {said}\n')
                    sources.write(f'mock {call["name"]} {call["pointer"]}\n')
            elif mark == "-":
                tally["refused"] += 1
                code, _, _ = said.partition(" ")
                broken[number, f"error {code}"] += 1
            else:
                tally["broken"] += 1
                broken[number, said] += 1
    served = {
        "tallies": [{"document": number, **tally} for number, tally in sorted(tallies.items())],
        "failures": [
            {"document": number, "cause": cause, "count": count} for (number, cause), count in sorted(broken.items())
        ],
    }
    (folder / "served.json").write_text(json.dumps(served, indent=1))


def takes(call, text):
    """Whether the result's schema takes the value. Where there is none, everything is right."""
    if call["schema"] is None:
        return True
    try:
        return Draft7Validator(json.loads(call["schema"])).is_valid(json.loads(text))
    except Exception:  # A pattern that Python cannot read.
        return False


if __name__ == "__main__":
    main(*sys.argv[1:])
