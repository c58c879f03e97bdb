"""The tags of Telegram's HTML, and the entity that each becomes when it is closed."""

from dataclasses import dataclass

from sandbox.telegram.entity import Entity
from sandbox.telegram.links import checked_link, mentioned_user

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = frozenset(STYLES) | {"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
TIME_FORMATS = frozenset("wdDtTr")
LANGUAGE = "language-"
LARGEST_NUMBER = (1 << 63) - 1


class MarkupError(ValueError):
    """Says what is wrong with the markup, and at which byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    begins_at: int
    """Index in the pieces of text read before the tag."""

    @property
    def language(self) -> str | None:
        said = self.attributes.get("class", "")
        return said.removeprefix(LANGUAGE) or None if said.startswith(LANGUAGE) else None


def close_tag(tag: OpenTag, entities: list[Entity], *, length: int, inside: str) -> None:
    """Adds what the tag around `inside` means to the entities closed before it."""
    if tag.name == "code":
        _close_code(tag, entities, length)
    elif tag.name == "pre":
        _close_pre(tag, entities, length)
    elif entity := _entity_of(tag, length, inside):
        entities.append(entity)


def settled(entity: Entity) -> Entity:
    """Inline code has no language, whatever its tag said."""
    if entity.type == "code":
        return Entity(type="code", offset=entity.offset, length=entity.length)
    return entity


def _close_pre(tag: OpenTag, entities: list[Entity], length: int) -> None:
    """A pre right around code that names its language is one entity."""
    last = _same_place(entities, "code", tag, length)
    if last and last.language:
        entities.pop()
    language = last.language if last else None
    entities.append(Entity(type="pre", offset=tag.offset, length=length, language=language))


def _close_code(tag: OpenTag, entities: list[Entity], length: int) -> None:
    last = _same_place(entities, "pre", tag, length)
    if last and not last.language and tag.language:
        entities[-1] = Entity(type="pre", offset=tag.offset, length=length, language=tag.language)
    else:
        entities.append(Entity(type="code", offset=tag.offset, length=length, language=tag.language))


def _same_place(entities: list[Entity], kind: str, tag: OpenTag, length: int) -> Entity | None:
    last = entities[-1] if entities else None
    return last if last and (last.type, last.offset, last.length) == (kind, tag.offset, length) else None


def _entity_of(tag: OpenTag, length: int, inside: str) -> Entity | None:
    if tag.name in STYLES:
        return Entity(type=STYLES[tag.name], offset=tag.offset, length=length)
    if tag.name == "blockquote":
        kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
        return Entity(type=kind, offset=tag.offset, length=length)
    if tag.name == "tg-emoji":
        return _emoji(tag, length)
    if tag.name == "tg-time":
        return _time(tag, length)
    return _link(tag, length, tag.attributes.get("href") or inside)


def _emoji(tag: OpenTag, length: int) -> Entity:
    identifier = tag.attributes.get("emoji-id", "")
    if _number(identifier) == 0:
        raise MarkupError("Invalid custom emoji identifier specified")
    return Entity(
        type="custom_emoji", offset=tag.offset, length=length, custom_emoji_id=str(_number(identifier))
    )


def _time(tag: OpenTag, length: int) -> Entity | None:
    layout = tag.attributes.get("format", "")
    if set(layout) - TIME_FORMATS or ("r" in layout and layout != "r"):
        raise MarkupError("Invalid date format used")
    seconds = _number(tag.attributes.get("unix", ""))
    if seconds <= 0:
        return None
    return Entity(
        type="date_time",
        offset=tag.offset,
        length=length,
        unix_time=seconds,
        date_time_format=layout or None,
    )


def _link(tag: OpenTag, length: int, address: str) -> Entity | None:
    if user_id := mentioned_user(address):
        return Entity(type="text_mention", offset=tag.offset, length=length, user_id=user_id)
    if url := checked_link(address):
        return Entity(type="text_link", offset=tag.offset, length=length, url=url)
    return None


def _number(text: str) -> int:
    """0 when the text is no number that fits 64 bits."""
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdecimal() or int(digits) > LARGEST_NUMBER:
        return 0
    return int(text)
