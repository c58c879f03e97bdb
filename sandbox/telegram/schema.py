"""The Bot API's own facts: every method's parameters and their types, and some objects' fields.

`python -m sandbox.telegram.schema PATH` renews them.
PATH is `.butcher/schema/schema.json` out of aiogram's source distribution.
"""

import json
import re
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sandbox.telegram.errors import malformed_parameter, missing_parameter

FACTS = "bot_api.json"
SOURCE = "Derived from the Bot API schema in the source distribution of aiogram (MIT License)."

Parameters = dict[str, dict[str, str]]
"""`required` and `optional`: parameter to type, in the words of the Bot API's documentation."""

OBJECTS = frozenset({"InlineQueryResultArticle", "InputTextMessageContent", "InlineQueryResultsButton"})
"""Those whose fields are among the facts."""

_INTEGER = re.compile(r"[+-]?\d{1,19}")
_FLOAT = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_BOOLEANS = frozenset({"true", "false", "yes", "no", "1", "0"})

TEXTS = frozenset({"String", "Integer or String", "InputFile", "InputFile or String"})
"""Types that any text fits, even an empty one: what it says is for the method to judge."""

MAY_BE_LEFT_OUT = frozenset({("setwebhook", "url")})
"""Required by the documentation, not by Telegram: no URL removes the webhook."""


@cache
def methods() -> Mapping[str, Parameters]:
    """By the method's name in lower case, since Telegram does not mind the case."""
    return {name.lower(): parameters for name, parameters in _facts()["methods"].items()}


@cache
def _facts() -> Mapping[str, Any]:
    facts: Mapping[str, Any] = json.loads(files("sandbox.telegram").joinpath(FACTS).read_text("utf-8"))
    return facts


def check(method: str, given: Mapping[str, str], uploaded: Container[str]) -> None:
    """Raises the refusal of the first parameter that is missing or malformed."""
    known = methods()[method.lower()]
    for name, kind in known["required"].items():
        present = given.get(name) or name in uploaded or (name in given and kind in TEXTS)
        if not present and (method.lower(), name) not in MAY_BE_LEFT_OUT:
            raise missing_parameter(name)
    types = known["required"] | known["optional"]
    for name, text in given.items():
        if name in types and text and not _fits(text, types[name]):
            raise malformed_parameter(name, types[name])


def unknown_parameters(method: str, given: Iterable[str]) -> list[str]:
    """Those that the method does not have; Telegram ignores them."""
    known = methods().get(method.lower())
    return [] if known is None else sorted(set(given) - known["required"].keys() - known["optional"].keys())


def misfits_of_object(name: str, raw: Mapping[str, Any]) -> Iterator[str]:
    """How a JSON object differs from what the Bot API calls `name`, one of OBJECTS."""
    known = _facts()["objects"][name]
    types = known["required"] | known["optional"]
    yield from (f"{name} has no field {field}" for field in raw if field not in types)
    yield from (f"{name} lacks {field}" for field in known["required"] if raw.get(field) in (None, ""))
    for field, value in raw.items():
        if field in types and not isinstance(value, _python_type(types[field])):
            yield f"{name}: {field} is no {types[field]}"


def _python_type(kind: str) -> type:
    if kind.startswith("Array of"):
        return list
    return {"String": str, "Integer": int, "Boolean": bool}.get(kind, dict)


def _fits(text: str, kind: str) -> bool:
    match kind:
        case "Integer":
            return bool(_INTEGER.fullmatch(text))
        case "Float":
            return bool(_FLOAT.fullmatch(text))
        case "Boolean":
            return text.lower() in _BOOLEANS
        case _ if kind in TEXTS:
            return True
        case _:
            return _is_json(text, list if kind.startswith("Array of") else dict)


def _is_json(text: str, expected: type) -> bool:
    try:
        return isinstance(json.loads(text), expected)
    except ValueError:
        return False


def derive(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The compact facts out of the full schema; methods are the entries that begin with a small letter."""
    entries = [entry for section in schema["items"] for entry in section["children"]]
    methods = {entry["name"]: _parameters(entry) for entry in entries if entry["name"][0].islower()}
    objects = {entry["name"]: _parameters(entry) for entry in entries if entry["name"] in OBJECTS}
    return {
        "bot_api": schema["api"]["version"],
        "source": SOURCE,
        "methods": dict(sorted(methods.items())),
        "objects": dict(sorted(objects.items())),
    }


def _parameters(entry: Mapping[str, Any]) -> Parameters:
    return {
        kind: {field["name"]: field["type"] for field in entry["annotations"] if field["required"] is wanted}
        for kind, wanted in (("required", True), ("optional", False))
    }


def main(path: str) -> None:
    facts = derive(json.loads(Path(path).read_text("utf-8")))
    target = Path(__file__).with_name(FACTS)
    target.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
