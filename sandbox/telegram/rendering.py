"""A message's text as HTML for the chat page: nothing in it but escaped text and a few known tags."""

from collections.abc import Sequence
from html import escape

from sandbox.telegram.entity import Entity

SIMPLE = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
}

_LAST_OF_ONE_UNIT = "\uffff"
"""Places are counted in units of UTF-16, of which the characters after this one take two."""


def render_html(text: str, entities: Sequence[Entity]) -> str:
    """Entities nest; line breaks stay line breaks."""
    openings: dict[int, list[str]] = {}
    closings: dict[int, list[str]] = {}
    for entity in entities:
        begin, end = _tags(entity, _inside(text, entity))
        openings.setdefault(entity.offset, []).append(begin)
        closings.setdefault(entity.end, []).insert(0, end)
    pieces: list[str] = []
    begun, offset, places = 0, 0, openings.keys() | closings.keys()
    for at, character in enumerate(text):
        if offset in places:
            pieces += [escape(text[begun:at]), *closings.get(offset, []), *openings.get(offset, [])]
            begun = at
        offset += 1 if character <= _LAST_OF_ONE_UNIT else 2
    return "".join([*pieces, escape(text[begun:]), *closings.get(offset, [])])


def _inside(text: str, entity: Entity) -> str:
    units = text.encode("utf-16-le")
    return units[entity.offset * 2 : entity.end * 2].decode("utf-16-le", "replace")


def _tags(entity: Entity, inside: str) -> tuple[str, str]:
    if name := SIMPLE.get(entity.type):
        return f"<{name}>", f"</{name}>"
    match entity.type:
        case "pre":
            language = f' class="language-{escape(entity.language)}"' if entity.language else ""
            return f"<pre><code{language}>", "</code></pre>"
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case "text_link" | "url" | "email":
            return f'<a href="{escape(_address(entity, inside))}" target="_blank" rel="noopener">', "</a>"
        case _:
            return f'<span class="{escape(entity.type)}">', "</span>"


def _address(entity: Entity, inside: str) -> str:
    if entity.type == "email":
        return f"mailto:{inside}"
    address = entity.url or inside
    return address if "://" in address else f"http://{address}"
