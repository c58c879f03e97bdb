"""What Telegram makes of a text and its entities: cleaned, untangled, trimmed, limited."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sandbox.telegram.entity import (
    BLOCKQUOTES,
    SPLITTABLE,
    WITHOUT_STYLE_INSIDE,
    Entity,
    FormattedText,
    sort_key,
    utf16_length,
)
from sandbox.telegram.errors import bad_request
from sandbox.telegram.found import found_entities

MOST_ENTITIES = 100
MEANT_WHEN_BLANK = frozenset({"text_link", "text_mention", "pre", "code", "custom_emoji", "date_time"})
"""Entities that say something even around white space."""

_BEYOND_BASIC_PLANE = re.compile("[\U00010000-\U0010ffff]")
_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_BLANKS = " \n"


def settle(formatted: FormattedText) -> FormattedText:
    """The text as Telegram keeps it; empty when nothing is left of it."""
    clean = _clean(formatted)
    nested = untangle(clean.entities)
    kept = _untangled_again(_without_blanks(clean.text, nested), nested)
    trimmed = _trim(FormattedText(text=clean.text, entities=tuple(kept)))
    found = _beside(found_entities(trimmed.text), trimmed.entities)
    entities = _untangled_again([*trimmed.entities, *found], kept)
    return replace(trimmed, entities=tuple(_limited(entities)))


def _untangled_again(entities: list[Entity], before: list[Entity]) -> list[Entity]:
    """Only where they are no longer as they were untangled `before`: mostly they are, and it takes long."""
    return entities if entities == before else untangle(entities)


def untangle(entities: Iterable[Entity]) -> list[Entity]:
    """Entities that nest and never cross: styles are merged and cut, of the rest the first one stays."""
    ordered = sorted((entity for entity in entities if entity.length > 0), key=sort_key)
    quotes = _first_of_overlapping(entity for entity in ordered if entity.type in BLOCKQUOTES)
    whole = _first_of_overlapping(
        entity for entity in ordered if entity.type not in SPLITTABLE and entity.type not in BLOCKQUOTES
    )
    whole = [entity for entity in whole if not any(_collides(entity, quote) for quote in quotes)]
    code = [entity for entity in whole if entity.type in WITHOUT_STYLE_INSIDE]
    styles = [piece for style in _merged(ordered) for piece in _outside(style, code)]
    return _nested([*quotes, *whole, *styles])


def _clean(formatted: FormattedText) -> FormattedText:
    text = _BLANKED.sub(" ", formatted.text)
    if not formatted.entities:
        return FormattedText(text=_REMOVED.sub("", text))
    _check_places(text, formatted.entities)
    removed = [utf16_length(text[: match.start()]) for match in _REMOVED.finditer(text)]

    def moved(offset: int) -> int:
        return offset - bisect_left(removed, offset)

    shifted = (entity.between(moved(entity.offset), moved(entity.end)) for entity in formatted.entities)
    return FormattedText(text=_REMOVED.sub("", text), entities=tuple(shifted))


def _check_places(text: str, entities: Iterable[Entity]) -> None:
    """Entities begin and end inside the text, and never in the middle of a character."""
    end = utf16_length(text)
    wide = enumerate(match.start() for match in _BEYOND_BASIC_PLANE.finditer(text))
    middles = {at + wider_before + 1 for wider_before, at in wide}
    for entity in entities:
        if entity.offset >= end:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
        if entity.offset in middles:
            raise bad_request("entity begins in a middle of a UTF-16 symbol")
        place = f"entity beginning at UTF-16 offset {entity.offset} ends"
        if entity.end > end:
            raise bad_request(f"{place} after the end of the text at UTF-16 offset {entity.end}")
        if entity.end in middles:
            raise bad_request(f"{place} in a middle of a UTF-16 symbol")


def _first_of_overlapping(entities: Iterable[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _collides(entity: Entity, quote: Entity) -> bool:
    """A quote may hold an entity, and that is all they may have in common."""
    apart = entity.end <= quote.offset or quote.end <= entity.offset
    inside = quote.offset <= entity.offset and entity.end <= quote.end
    return not apart and not inside


def _merged(entities: Iterable[Entity]) -> list[Entity]:
    """Styles that touch another of their type become one."""
    last: dict[str, Entity] = {}
    merged: list[Entity] = []
    for entity in entities:
        if entity.type not in SPLITTABLE:
            continue
        before = last.get(entity.type)
        if before and entity.offset <= before.end:
            last[entity.type] = before.between(before.offset, max(before.end, entity.end))
        else:
            merged.extend([before] if before else [])
            last[entity.type] = entity
    return [*merged, *last.values()]


def _outside(style: Entity, holes: Sequence[Entity]) -> list[Entity]:
    pieces: list[Entity] = []
    begin = style.offset
    for hole in holes:
        if hole.end <= begin or hole.offset >= style.end:
            continue
        if hole.offset > begin:
            pieces.append(style.between(begin, hole.offset))
        begin = hole.end
    if begin < style.end:
        pieces.append(style.between(begin, style.end))
    return pieces


def _nested(entities: Iterable[Entity]) -> list[Entity]:
    """Cuts styles where they would cross the edge of another entity."""
    waiting = sorted(entities, key=sort_key, reverse=True)
    around: list[Entity] = []
    nested: list[Entity] = []
    while waiting:
        entity = waiting.pop()
        around = [outer for outer in around if outer.end > entity.offset]
        edge = min((outer.end for outer in around), default=entity.end)
        if entity.end > edge and entity.type in SPLITTABLE:
            waiting += [entity.between(edge, entity.end), entity.between(entity.offset, edge)]
            waiting.sort(key=sort_key, reverse=True)
            continue
        if entity.end > edge:
            around = _cut_at(nested, waiting, around, entity)
        around.append(entity)
        nested.append(entity)
    return sorted(nested, key=sort_key)


def _cut_at(nested: list[Entity], waiting: list[Entity], around: list[Entity], whole: Entity) -> list[Entity]:
    """Styles that end inside `whole`, which may not be cut, are cut at its beginning instead."""
    kept: list[Entity] = []
    for outer in around:
        if outer.end >= whole.end:
            kept.append(outer)
            continue
        nested.remove(outer)
        if outer.offset < whole.offset:
            nested.append(outer.between(outer.offset, whole.offset))
        waiting.append(outer.between(whole.offset, outer.end))
    waiting.sort(key=sort_key, reverse=True)
    return kept


def _without_blanks(text: str, entities: Iterable[Entity]) -> list[Entity]:
    """Entities begin at something visible; those around white space only go."""
    units = _utf16_units(text)
    kept: list[Entity] = []
    for entity in entities:
        inside = units[entity.offset : entity.end]
        blanks = len(inside) - len(inside.lstrip(_BLANKS))
        if entity.type in MEANT_WHEN_BLANK:
            kept.append(entity)
        elif blanks < entity.length:
            kept.append(entity.between(entity.offset + blanks, entity.end))
    return kept


def _utf16_units(text: str) -> str:
    """The text with every character beyond the basic plane twice, so that offsets index it."""
    return _BEYOND_BASIC_PLANE.sub(lambda match: match[0] * 2, text)


def _trim(formatted: FormattedText) -> FormattedText:
    """White space at the end goes, and at the beginning up to the first entity."""
    end = formatted.text.rstrip(_BLANKS)
    limit = utf16_length(end)
    inside = [e.between(e.offset, min(e.end, limit)) for e in formatted.entities if e.offset < limit]
    first = min((entity.offset for entity in inside), default=limit)
    blanks = min(len(end) - len(end.lstrip(_BLANKS)), first)
    moved = tuple(entity.between(entity.offset - blanks, entity.end - blanks) for entity in inside)
    return FormattedText(text=end[blanks:], entities=moved)


def _beside(found: Iterable[Entity], given: Sequence[Entity]) -> list[Entity]:
    """What Telegram finds itself yields to everything but styles and quotes that hold it."""
    quotes = [entity for entity in given if entity.type in BLOCKQUOTES]
    whole = [entity for entity in given if entity.type not in SPLITTABLE and entity not in quotes]
    return [
        entity
        for entity in found
        if not any(other.offset < entity.end and entity.offset < other.end for other in whole)
        and not any(_collides(entity, quote) for quote in quotes)
    ]


def _limited(entities: Sequence[Entity]) -> list[Entity]:
    """Beyond a hundred the rest is dropped, and styles are the first to go."""
    if len(entities) <= MOST_ENTITIES:
        return list(entities)
    by_weight = sorted(entities, key=lambda entity: entity.type in SPLITTABLE)
    return sorted(by_weight[:MOST_ENTITIES], key=sort_key)
