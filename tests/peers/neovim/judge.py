"""Judges the OpenRPC document on standard input by OpenRPC's own meta-schema; prints what is wrong, a fault a line.

usage: judge.py META_SCHEMA JSON_SCHEMA_META_SCHEMA < DOCUMENT
"""

import json
import sys

from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

with open(sys.argv[1]) as file:
    openrpc = json.load(file)
with open(sys.argv[2]) as file:
    schemas = json.load(file)

# Both name the dialect by an address of their own, and are in draft 7.
openrpc.pop("$schema", None)
schemas.pop("$schema", None)
resource = Resource.from_contents(schemas, default_specification=DRAFT7)
addresses = ["https://meta.json-schema.tools", "https://meta.json-schema.tools/"]
registry = Registry().with_resources((address, resource) for address in addresses)

for fault in Draft7Validator(openrpc, registry=registry).iter_errors(json.load(sys.stdin)):
    print(f"{fault.json_path}: {fault.message[:300]}")
