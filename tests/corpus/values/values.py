"""Takes the list of types that documents became and gives values for them: `values.py FOLDER PEERS`.

Reads `asked.json` in the folder and writes there `methods.json`, the methods of each document; `values.txt`, a line
`document type value` for each value; and `sources.txt`, beside each of these where it comes from; and `calls.json`,
calls of all methods. A value counts only when the schema takes it, as the validator of draft 7 in `jsonschema` sees it.
"""

import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from jsonschema import Draft7Validator

import calls
import documents
import examples
import hypothesised
from bundle import Bundle

FAKED = 12
HYPOTHESISED = 5


def main(folder, peers):
    folder = Path(folder)
    asked = json.loads((folder / "asked.json").read_text())
    methods, wanted, read = [], [], []
    for number, document in enumerate(asked):
        files = documents.Files(document["path"])
        places = documents.methods(files)
        # One without a name cannot be called.
        names = [files.value(place).get("name") for place in places]
        methods.append([name for name in names if isinstance(name, str)])
        wanted += schemas(number, document, files, places)
        read.append((files, places))
    (folder / "methods.json").write_text(json.dumps(methods))

    texts = list(dict.fromkeys(schema["text"] for schema in wanted))
    made = dict(zip(texts, zip(faked(texts, peers), in_processes(texts))))
    (folder / "calls.json").write_text(json.dumps(called(read, wanted, made)))
    with open(folder / "values.txt", "w") as values, open(folder / "sources.txt", "w") as sources:
        seen = set()
        for schema in wanted:
            faker, hypothesis = made[schema["text"]]
            kinds = {"example": schema["examples"], "faker": faker, "hypothesis": hypothesis}
            for kind, value in valid(schema, kinds):
                line = f'{schema["document"]} {schema["type"]} {value}\n'
                if line not in seen:
                    seen.add(line)
                    values.write(line)
                    sources.write(f'{kind} {schema["name"]} {schema["pointer"]}\n')


def schemas(number, document, files, methods):
    """Every schema of a document that has a type, standing alone, with the values that the document shows for it."""
    shown = {}
    for method in methods:
        for place, value in examples.of_method(files, method):
            shown.setdefault(place, []).append(value)
    bundle = Bundle(files)
    for typed in document["types"]:
        place = (Path(typed["file"]), typed["pointer"])
        schema = bundle.of(place)
        if schema is not None:
            own = list(examples.of_schema(files.value(place)))
            yield {
                "document": number,
                "type": typed["type"],
                "name": typed["name"],
                "place": place,
                "pointer": typed["pointer"],
                "text": json.dumps(schema),
                "examples": shown.get(place, []) + own,
            }


def called(read, wanted, made):
    """Calls of all documents, with the type of each result."""
    listed = []
    for number, (files, places) in enumerate(read):
        own = {schema["place"]: schema for schema in wanted if schema["document"] == number}
        typed = {
            place: {"schema": json.loads(schema["text"]), "values": made[schema["text"]][0]}
            for place, schema in own.items()
        }
        for call in calls.of_document(files, places, typed):
            result = own.get(call.pop("result"), {"type": None, "name": None, "pointer": None, "text": None})
            kept = {key: result[key] for key in ("type", "name", "pointer")}
            listed.append({"document": number, **call, **kept, "schema": result["text"]})
    return listed


def faked(texts, peers):
    """The values of json-schema-faker, a list for each schema."""
    script = Path(__file__).with_name("fake.mjs")
    run = subprocess.run(
        ["node", script, peers, str(FAKED)],
        input="\n".join(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def in_processes(texts):
    """The values of hypothesis, a list for each schema."""
    with ProcessPoolExecutor(2, initializer=hypothesised.warm_up) as pool:
        return list(pool.map(hypothesis, texts, chunksize=20))


def hypothesis(text):
    return hypothesised.values(text, HYPOTHESISED)


def valid(schema, kinds):
    """The values that the schema takes, as JSON."""
    validator = Draft7Validator(json.loads(schema["text"]))
    for kind, values in kinds.items():
        for value in values:
            try:
                if validator.is_valid(value):
                    yield kind, json.dumps(value, allow_nan=False)
            except Exception:  # A pattern that Python cannot read, or a number that JSON cannot hold.
                continue


if __name__ == "__main__":
    main(*sys.argv[1:])
