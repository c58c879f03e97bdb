"""Telegram's own text parser, which TDLib runs offline; its words and entities turned into the Bot API's."""

import json
from collections.abc import Collection
from typing import Any

import tdjson

from sandbox.telegram.entity import SPLITTABLE, Entity

NAMES = {
    "textEntityTypeTextUrl": "text_link",
    "textEntityTypeMentionName": "text_mention",
    "textEntityTypePreCode": "pre",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeCustomEmoji": "custom_emoji",
    "textEntityTypeDateTime": "date_time",
    "textEntityTypeBotCommand": "bot_command",
    "textEntityTypeEmailAddress": "email",
}
DETAILS = ("url", "user_id", "language", "custom_emoji_id", "unix_time")

Shape = tuple[str, int, int, str]
"""Type, offset, length, and what else there is to it."""


def parse_html(markup: str) -> tuple[str, list[Shape]] | str:
    """Text and entities, or the reason for a refusal."""
    answer = _ask("parseTextEntities", text=markup, parse_mode={"@type": "textParseModeHTML"})
    if answer["@type"] == "error":
        return str(answer["message"]).removeprefix("Can't parse entities: ")
    return answer["text"], [_shape(entity) for entity in answer["entities"]]


def untangled(markup: str) -> tuple[str, list[Shape]]:
    """The same after TDLib has cleaned the text and made the entities nest."""
    parsed = _ask("parseTextEntities", text=markup, parse_mode={"@type": "textParseModeHTML"})
    answer = _ask("parseMarkdown", text=parsed)
    return answer["text"], [_shape(entity) for entity in answer["entities"]]


def found(text: str) -> list[Shape]:
    return [_shape(entity) for entity in _ask("getTextEntities", text=text)["entities"]]


def shape(entity: Entity) -> Shape:
    details = (entity.url, entity.user_id, entity.language, entity.custom_emoji_id, entity.unix_time)
    return entity.type, entity.offset, entity.length, next((str(detail) for detail in details if detail), "")


def _shape(entity: dict[str, Any]) -> Shape:
    kind = entity["type"]["@type"]
    name = NAMES.get(kind) or kind.removeprefix("textEntityType").lower()
    detail = next((str(entity["type"][key]) for key in DETAILS if key in entity["type"]), "")
    return name, entity["offset"], entity["length"], detail


def _ask(request: str, **fields: Any) -> dict[str, Any]:
    answer = tdjson.td_execute(json.dumps({"@type": request, **fields}).encode())
    assert answer is not None
    parsed: dict[str, Any] = json.loads(answer)
    return parsed


_ask("setLogVerbosityLevel", new_verbosity_level=0)


def coverage(entities: list[Shape], *, but: Collection[int] = ()) -> tuple[list[Shape], set[tuple[str, int]]]:
    """Styles by the places that they cover, without some, since cutting one in two changes nothing; others as
    they are."""
    whole = sorted(entity for entity in entities if entity[0] not in SPLITTABLE)
    places = {
        (kind, place)
        for kind, offset, length, _ in entities
        if kind in SPLITTABLE
        for place in range(offset, offset + length)
        if place not in but
    }
    return whole, places
