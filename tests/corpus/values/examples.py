"""Takes a document and gives the values that it shows for its schemas, each with the place of its schema."""


def of_schema(raw):
    """What a schema itself gives as values."""
    if not isinstance(raw, dict):
        return
    if isinstance(raw.get("examples"), list):
        yield from raw["examples"]
    for key in ("example", "default"):
        if key in raw:
            yield raw[key]


def of_method(files, method):
    """The params and results of a method's example pairings, each with the place of the schema that it is for."""
    raw = files.value(method)
    params = descriptors(files, method, raw.get("params"))
    for index in range(length(raw.get("examples"))):
        pairing = files.followed((method[0], f"{method[1]}/examples/{index}"))
        shown = files.value(pairing) if pairing else None
        if not isinstance(shown, dict):
            continue
        for position in range(length(shown.get("params"))):
            example = value_of(files, (pairing[0], f"{pairing[1]}/params/{position}"))
            schema = param_of(params, example, position)
            if schema:
                yield schema, example["value"]
        example = value_of(files, (pairing[0], f"{pairing[1]}/result"))
        result = files.followed((method[0], f"{method[1]}/result"))
        if example and result:
            yield (result[0], f"{result[1]}/schema"), example["value"]


def descriptors(files, method, params):
    """The name and the schema's place of each param."""
    listed = []
    for index in range(length(params)):
        place = files.followed((method[0], f"{method[1]}/params/{index}"))
        raw = files.value(place) if place else None
        if isinstance(raw, dict):
            listed.append((raw.get("name"), (place[0], f"{place[1]}/schema")))
    return listed


def param_of(params, example, position):
    """An example is for the param of its name, or else for the one at its position."""
    if not example:
        return None
    named = [schema for name, schema in params if name == example.get("name")]
    return named[0] if named else params[position][1] if position < len(params) else None


def value_of(files, place):
    """An example object with a value; None where there is none."""
    end = files.followed(place)
    raw = files.value(end) if end else None
    return raw if isinstance(raw, dict) and "value" in raw else None


def length(value):
    return len(value) if isinstance(value, list) else 0
