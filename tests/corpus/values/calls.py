"""Takes a document with the values of its schemas and gives calls of its methods: with the params of each example, with
all params that can be made, and with the required ones only.
"""

from jsonschema import Draft7Validator

import examples


def of_document(files, methods, typed):
    """Each call: the method, how params are told, names and values of the params, and the place of the result's schema.

    `typed` has the values of each place; those are tried in their order, the first with every member, the second with
    the required ones.
    """
    for method in methods:
        raw = files.value(method)
        if not isinstance(raw.get("name"), str):
            continue
        result = files.followed((method[0], f"{method[1]}/result"))
        call = {
            "method": raw["name"],
            "by_name": raw.get("paramStructure") == "by-name",
            "result": (result[0], f"{result[1]}/schema") if result else None,
        }
        for params in of_method(files, method, raw, typed):
            yield call | {"params": params}


def of_method(files, method, raw, typed):
    """The params of each call, without repetition; none where a required one cannot be made."""
    params = examples.descriptors(files, method, raw.get("params"))
    told = list(shown(files, method, raw))
    all_params = [(name, fitting(typed.get(schema), 0)) for name, schema in params]
    needed = [(name, fitting(typed.get(schema), 1)) for name, schema in params if is_required(files, schema)]
    seen = []
    for call in [*told, up_to_gap(all_params), up_to_gap(needed)]:
        is_whole = len(call) >= len(needed)
        if is_whole and call not in seen:
            seen.append(call)
    return seen


def shown(files, method, raw):
    """The params of each example pairing."""
    for index in range(examples.length(raw.get("examples"))):
        pairing = files.followed((method[0], f"{method[1]}/examples/{index}"))
        listed = files.value(pairing).get("params") if pairing else None
        places = ((pairing[0], f"{pairing[1]}/params/{at}") for at in range(examples.length(listed)))
        values = [examples.value_of(files, place) for place in places]
        if None not in values:
            yield [(value.get("name"), value["value"]) for value in values]


def is_required(files, schema):
    """Whether the param with this schema is."""
    return files.value((schema[0], schema[1].removesuffix("/schema"))).get("required") is True


def fitting(schema, first):
    """The first value that its schema takes, in a list; none where there is none."""
    if schema is None:
        return []
    validator = Draft7Validator(schema["schema"])
    for value in schema["values"][first:] + schema["values"][:first]:
        try:
            if validator.is_valid(value):
                return [value]
        except Exception:  # A pattern that Python cannot read.
            return []
    return []


def up_to_gap(params):
    """The params before the first that has no value: those behind it would be told by position as if they were it."""
    told = []
    for name, value in params:
        if not value:
            break
        told.append((name, value[0]))
    return told
