"""Packing: blocks of a long text into as few messages as possible, none of them broken."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from news.ids import StoryId
from news.message import Button, Message

RESERVE = 128
"""UTF-16 units left free for the line that marks a repeat."""

MOST_UNITS = 4096 - RESERVE
MOST_ENTITIES = 100 - 2
MOST_BYTES = 32_768 - 4 * RESERVE

_REMEMBERED = 10_000
"""Blocks whose sizes are kept: chats that follow the same topics are told the same stories."""

_TAG = re.compile(r"<(/?)[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stays together. `heading` stands above the first block of a section; above any other of its
    blocks stands `continued`, where that begins a message.

    Below `html` stands `brief`, or `full` instead of it where the message has room: it makes no message more.
    `foot` comes last. `stories` are those that it tells.
    """

    html: str
    heading: str = ""
    continued: str = ""
    brief: str = ""
    full: str = ""
    foot: str = ""
    buttons: tuple[Button, ...] = ()
    stories: tuple[StoryId, ...] = ()

    @property
    def least(self) -> str:
        """What is shown of it in any case."""
        return self.html + self.brief + self.foot


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    units: int = 0
    entities: int = 0
    octets: int = 0

    def __add__(self, other: "_Size") -> "_Size":
        return _Size(
            units=self.units + other.units,
            entities=self.entities + other.entities,
            octets=self.octets + other.octets,
        )

    def __sub__(self, other: "_Size") -> "_Size":
        return _Size(
            units=self.units - other.units,
            entities=self.entities - other.entities,
            octets=self.octets - other.octets,
        )

    @property
    def fits(self) -> bool:
        return self.units <= MOST_UNITS and self.entities <= MOST_ENTITIES and self.octets <= MOST_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A message in the making: its blocks, each with what stands before it."""

    blocks: tuple[tuple[str, Block], ...] = ()
    size: _Size = field(default_factory=_Size)

    def with_block(self, block: Block) -> "_Page":
        heading = block.heading or ("" if self.blocks else block.continued)
        before = ("\n\n" if self.blocks else "") + (f"{heading}\n" if heading else "")
        return _Page(
            blocks=(*self.blocks, (before, block)),
            size=self.size + _measured(before) + _measured(block.least),
        )

    def message(self, thread: int | None) -> Message:
        html, size = "", self.size
        for before, block in self.blocks:
            below, grown = block.brief, size + _measured(block.full) - _measured(block.brief)
            if block.full and grown.fits:
                below, size = block.full, grown
            html += before + block.html + below + block.foot
        rows = tuple(block.buttons for _, block in self.blocks if block.buttons)
        stories = tuple(story for _, block in self.blocks for story in block.stories)
        return Message(html=html, buttons=rows, thread=thread, stories=stories)


def pack(blocks: Iterable[Block], *, thread: int | None = None) -> list[Message]:
    """The blocks in their order, an empty line between them; a block alone must fit into a message."""
    pages = [_Page()]
    for block in blocks:
        grown = pages[-1].with_block(block)
        if grown.size.fits or not pages[-1].blocks:
            pages[-1] = grown
        else:
            pages.append(_Page().with_block(block))
    return [page.message(thread) for page in pages]


def plain_text(html: str) -> str:
    """What remains of our HTML once Telegram has read it."""
    return unescape(_TAG.sub("", html))


def utf16_units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "replace")) // 2


@lru_cache(_REMEMBERED)
def _measured(html: str) -> _Size:
    return _Size(
        units=utf16_units(plain_text(html)),
        entities=sum(not closing for closing in _TAG.findall(html)),
        octets=len(html.encode()),
    )
