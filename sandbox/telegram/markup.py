"""Telegram's HTML: text with entities out of markup, refused in the same words as TDLib's parser."""

import re
from dataclasses import dataclass, field
from typing import NoReturn

from sandbox.telegram.characters import decode_reference
from sandbox.telegram.entity import Entity, FormattedText, sort_key, utf16_length
from sandbox.telegram.tags import TAGS, MarkupError, OpenTag, close_tag, settled

END = "\0"
SPACES = " \t\r\n\v\0"

_PLAIN = re.compile("[^<&]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_html(markup: str) -> FormattedText:
    """Raises MarkupError."""
    return _HtmlReader(markup).read()


@dataclass(slots=True)
class _HtmlReader:
    markup: str
    at: int = 0
    offset: int = 0
    pieces: list[str] = field(default_factory=list)
    open: list[OpenTag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.markup += END

    def read(self) -> FormattedText:
        while self.at < len(self.markup) - 1:
            self._step()
        if self.open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        text = "".join(self.pieces)
        if _SURROGATE.search(text):
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return FormattedText(text=text, entities=tuple(sorted(map(settled, self.entities), key=sort_key)))

    def _step(self) -> None:
        character = self.markup[self.at]
        if character == "<":
            self._read_tag()
        elif character == "&":
            self._append(*(decode_reference(self.markup, self.at) or ("&", self.at + 1)))
        elif plain := _PLAIN.match(self.markup, self.at, len(self.markup) - len(END)):
            self._append(plain[0], plain.end())

    def _append(self, text: str, end: int) -> None:
        """What the markup up to `end` says."""
        self.pieces.append(text)
        self.offset += utf16_length(text)
        self.at = end

    def _read_tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.markup[self.at] == "/":
            self._read_end_tag(begin)
        else:
            self._read_start_tag(begin)

    def _read_start_tag(self, begin: int) -> None:
        name = self._take_until(SPACES + ">").lower()
        if self.markup[self.at] == END:
            self._refuse("Unclosed start tag", begin)
        if name not in TAGS:
            self._refuse(f'Unsupported start tag "{name}"', begin)
        attributes = self._read_attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse('Tag "span" must have class "tg-spoiler"', begin)
        self.at += 1
        self.open.append(
            OpenTag(name=name, attributes=attributes, offset=self.offset, begins_at=len(self.pieces))
        )

    def _read_attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self.markup[self.at] == ">":
                return attributes
            name = self._take_until(SPACES + "=>/\"'")
            if not name:
                self._refuse(f'Empty attribute name in the tag "{tag}"', begin)
            attributes[name] = self._read_value(tag, begin)

    def _read_value(self, tag: str, begin: int) -> str:
        self._skip_spaces()
        if self.markup[self.at] == "=":
            self.at += 1
            self._skip_spaces()
            self._refuse_at_end(f'Unclosed start tag "{tag}"', begin)
            value = self._read_quoted() if self.markup[self.at] in "'\"" else self._read_token()
            self._refuse_at_end("Unclosed start tag", begin)
            return value
        self._refuse_at_end(f'Unclosed start tag "{tag}"', begin)
        return ""

    def _read_token(self) -> str:
        begin = self.at
        while _is_token_character(self.markup[self.at]):
            self.at += 1
        if self.markup[self.at] not in SPACES + ">":
            self._refuse("Unexpected end of name token", begin)
        return self.markup[begin : self.at].lower()

    def _read_quoted(self) -> str:
        quote = self.markup[self.at]
        self.at += 1
        value: list[str] = []
        while self.markup[self.at] not in quote + END:
            decoded = decode_reference(self.markup, self.at) if self.markup[self.at] == "&" else None
            character, self.at = decoded or (self.markup[self.at], self.at + 1)
            value.append(character)
        if self.markup[self.at] == quote:
            self.at += 1
        return "".join(value)

    def _read_end_tag(self, begin: int) -> None:
        if not self.open:
            self._refuse("Unexpected end tag", begin)
        self.at += 1
        name = self._take_until(SPACES + ">").lower()
        self._skip_spaces()
        if self.markup[self.at] != ">":
            self._refuse("Unclosed end tag", begin)
        expected = self.open[-1].name
        if name not in ("", expected):
            place = self._bytes_before(begin)
            raise MarkupError(
                f'Unmatched end tag at byte offset {place}, expected "</{expected}>", found "</{name}>"'
            )
        self.at += 1
        self._close(self.open.pop())

    def _close(self, tag: OpenTag) -> None:
        if self.offset > tag.offset:
            inside = "".join(self.pieces[tag.begins_at :])
            close_tag(tag, self.entities, length=self.offset - tag.offset, inside=inside)

    def _take_until(self, stops: str) -> str:
        begin = self.at
        while self.markup[self.at] not in stops:
            self.at += 1
        return self.markup[begin : self.at]

    def _skip_spaces(self) -> None:
        while self.markup[self.at] in SPACES and self.markup[self.at] != END:
            self.at += 1

    def _refuse_at_end(self, what: str, begin: int) -> None:
        if self.markup[self.at] == END:
            self._refuse(what, begin)

    def _refuse(self, what: str, at: int) -> NoReturn:
        raise MarkupError(f"{what} at byte offset {self._bytes_before(at)}")

    def _bytes_before(self, at: int) -> int:
        return len(self.markup[:at].encode())


def _is_token_character(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ".-")
