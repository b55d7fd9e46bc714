"""Takes a document's file and gives what stands in it, read by nothing of callwright's."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.2's core: dates and `yes` are strings."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in [
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
]:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def parsed(text):
    """JSON, else YAML, which trailing commas are no fault in."""
    try:
        return json.loads(text)
    except ValueError:
        return yaml.load(text.replace("\t", "  "), Loader)


class Files:
    """The files of one document, read when they are asked for."""

    def __init__(self, path):
        self.root = Path(path)
        self.trees = {}

    def tree(self, file):
        if file not in self.trees:
            try:
                self.trees[file] = parsed(file.read_text())
            except (OSError, ValueError, yaml.YAMLError):
                self.trees[file] = None
        return self.trees[file]

    def value(self, place):
        """What stands at a place, which is a file and a pointer; None where nothing does."""
        file, pointer = place
        value = self.tree(file)
        for step in pointer.split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and step in value:
                value = value[step]
            elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
                value = value[int(step)]
            else:
                return None
        return value

    def target(self, place, reference):
        """The place that a reference means; a file may be named from any folder above the one it is named in."""
        name, _, fragment = reference.partition("#")
        pointer = unquote(fragment)
        if pointer and not pointer.startswith("/"):
            return None
        if not name:
            return place[0], pointer
        if "://" in name:
            return None
        for folder in place[0].parents:
            if (folder / name).is_file():
                return (folder / name).resolve(), pointer
        return None

    def followed(self, place):
        """The end of a chain of references; None where it has none."""
        for _ in range(32):
            value = self.value(place)
            if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
                return place if value is not None else None
            place = self.target(place, value["$ref"])
            if place is None:
                return None
        return None


def methods(files):
    """The places of a document's methods, their references followed."""
    tree = files.tree(files.root)
    listed = tree.get("methods") if isinstance(tree, dict) else None
    places = (files.followed((files.root, f"/methods/{index}")) for index in range(len(listed or [])))
    return [place for place in places if place is not None]
