"""Takes the place of a schema and gives the schema with all that it refers to: one draft 7 schema that stands alone.

Keywords whose value has a type that no draft knows are left out, as no validator could judge them. What documents mean
beyond draft 7 is written out: `nullable`, the formats of integers, `prefixItems`, and a list under `items` that has one
schema alone, which the generators of Go that write it mean for every element. Nothing else is changed.
"""

import re

TYPES = {"null", "boolean", "integer", "number", "string", "array", "object"}
NUMBERS = "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf".split()
COUNTS = "minLength maxLength minItems maxItems minProperties maxProperties".split()
SCHEMAS = "not if then else contains propertyNames additionalItems additionalProperties".split()
LISTS = "allOf anyOf oneOf".split()
MAPS = "properties patternProperties".split()


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_type(value):
    names = value if isinstance(value, list) else [value]
    return bool(names) and all(isinstance(name, str) and name in TYPES for name in names)


def bounds(raw):
    """What the format of an integer says about it.

    >>> dict(bounds({"type": "integer", "format": "uint8"}))
    {'minimum': 0, 'maximum': 255}
    >>> dict(bounds({"type": ["integer", "null"], "format": "int16"}))
    {'minimum': -32768, 'maximum': 32767}
    >>> dict(bounds({"type": "string", "format": "int16"}))
    {}
    """
    name = re.fullmatch(r"(u?)int(8|16|32|64|128)", str(raw.get("format")))
    if name and raw.get("type") in ("integer", ["integer", "null"], ["null", "integer"]):
        bits = int(name[2]) - (not name[1])
        yield "minimum", 0 if name[1] else -(2**bits)
        yield "maximum", 2**bits - 1


class Bundle:
    def __init__(self, files):
        self.files = files
        self.names = {}
        self.definitions = {}

    def of(self, place):
        """The schema at a place; None where nothing stands there or part of it is on the network."""
        self.names, self.definitions, self.is_whole = {}, {}, True
        raw = self.files.value(place)
        if raw is None:
            return None
        schema = self.schema(raw, place[0], place[1])
        if not self.is_whole:
            return None
        if self.definitions:
            schema = {"allOf": [schema], "definitions": self.definitions}
        return schema

    def reference(self, place, text):
        target = self.files.followed(self.files.target(place, text) or (place[0], "/nowhere at all"))
        if target is None:
            self.is_whole = self.is_whole and "://" not in text
            return True
        if target not in self.names:
            name = self.names[target] = f"d{len(self.names)}"
            self.definitions[name] = True
            self.definitions[name] = self.schema(self.files.value(target), *target)
        return {"$ref": f"#/definitions/{self.names[target]}"}

    def schema(self, raw, file, pointer):
        if not isinstance(raw, dict):
            return raw if isinstance(raw, bool) else True
        if isinstance(raw.get("$ref"), str):
            schema = self.reference((file, pointer), raw["$ref"])
        else:
            schema = dict(self.keywords(raw, file, pointer))
            for key, bound in bounds(raw):
                tighter = max if key == "minimum" else min
                schema[key] = tighter(bound, schema.get(key, bound))
        if raw.get("nullable") is True:
            schema = {"anyOf": [schema, {"type": "null"}]}
        return schema

    def keywords(self, raw, file, pointer):
        def child(value, *steps):
            return self.schema(value, file, "/".join([pointer, *map(str, steps)]))

        for key, value in raw.items():
            if key == "type" and is_type(value):
                yield key, value
            elif key in NUMBERS and is_number(value):
                yield key, value
            elif key in COUNTS and is_number(value) and value >= 0:
                yield key, int(value)
            elif key in ("pattern", "format") and isinstance(value, str):
                yield key, value
            elif key == "uniqueItems" and isinstance(value, bool):
                yield key, value
            elif key == "const":
                yield key, value
            elif key == "enum" and isinstance(value, list) and value:
                yield key, value
            elif key == "required" and isinstance(value, list):
                yield key, sorted({name for name in value if isinstance(name, str)})
            elif key in SCHEMAS and isinstance(value, (dict, bool)):
                yield key, child(value, key)
            elif key in LISTS and isinstance(value, list) and value:
                yield key, [child(each, key, index) for index, each in enumerate(value)]
            elif key in MAPS and isinstance(value, dict):
                yield key, {name: child(each, key, name) for name, each in value.items()}
            elif key == "items" and isinstance(value, (dict, bool)) and "prefixItems" not in raw:
                yield key, child(value, key)
            elif key == "items" and isinstance(value, list) and len(value) == 1 and "additionalItems" not in raw:
                yield key, child(value[0], key, 0)
            elif key == "items" and isinstance(value, list):
                yield key, [child(each, key, index) for index, each in enumerate(value)]
            elif key == "prefixItems" and isinstance(value, list):
                yield "items", [child(each, key, index) for index, each in enumerate(value)]
                if "items" in raw:
                    yield "additionalItems", child(raw["items"], "items")
