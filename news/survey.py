"""A strict look over a feed's document: is there any doubt how to read it, and what does it say beside?"""

from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from news.listed import DATES, Doubt, Listed
from news.wishes import NO_WISHES, Wishes, wishes_of

MOST_DEPTH = 100
"""Levels of nesting; a feed has five, and some parsers need time that grows with the square of it."""

MOST_ATTRIBUTES = 200
"""Of one element, namespaces among them."""

_ENTRIES = ("item", "entry")
_HEAD = ("ttl", "hour", "day")
_LONGEST_TEXT = 200


@dataclass(slots=True, kw_only=True)
class Survey:
    """The entries in the document's order, and what its head asks of pollers.

    `has_base` tells that relative links may mean another address than the feed's own; `hub` and `topic` are
    the addresses of rel="hub" and rel="self" links of the head, or empty.
    """

    entries: list[Listed] = field(default_factory=list)
    has_base: bool = False
    wishes: Wishes = NO_WISHES
    hub: str = ""
    topic: str = ""


def survey(document: bytes) -> Survey:
    """`document` in UTF-8, from its root element on. Raises Doubt."""
    return _Surveyor().survey(document)


class _Surveyor:
    """Follows the elements; only the short texts that are asked for are collected."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CommentHandler = self._interrupt
        self._parser.ProcessingInstructionHandler = self._interrupt
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._survey = Survey()
        self._asked: list[tuple[str, str]] = []
        self._depth = 0
        self._entry: Listed | None = None
        self._entry_depth = 0
        self._is_in_leaf = False
        self._text: list[str] | None = None

    def survey(self, document: bytes) -> Survey:
        try:
            self._parser.Parse(document, True)
        except expat.ExpatError as error:
            raise Doubt(str(error)) from error
        self._survey.wishes = wishes_of(self._asked)
        return self._survey

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if attributes:
            self._see_attributes(attributes)
        prefix, local = _split(name)
        if self._entry:
            if self._depth == self._entry_depth + 1:
                self._is_in_leaf = self._entry.open(prefix, local, attributes)
                if local in DATES:
                    self._listen()
            elif self._is_in_leaf or self._depth > MOST_DEPTH:
                raise Doubt(f"<{name}> within a text, or nested too deeply")
        elif local in _ENTRIES:
            self._open_entry(prefix, attributes)
        else:
            self._see_head(local, attributes)

    def _see_attributes(self, attributes: dict[str, str]) -> None:
        if len(attributes) > MOST_ATTRIBUTES:
            raise Doubt("an element with too many attributes")
        if "xml:base" in attributes:
            self._survey.has_base = True

    def _open_entry(self, prefix: str, attributes: dict[str, str]) -> None:
        self._entry = Listed(prefix, has_guid="rdf:about" in attributes)
        self._entry_depth = self._depth
        self._survey.entries.append(self._entry)

    def _see_head(self, local: str, attributes: dict[str, str]) -> None:
        if self._depth > MOST_DEPTH:
            raise Doubt("nested too deeply")
        if local in _HEAD:
            self._listen()
        elif local == "link":
            rel, href = attributes.get("rel", ""), attributes.get("href", "")
            if rel == "hub":
                self._survey.hub = self._survey.hub or href
            elif rel == "self":
                self._survey.topic = self._survey.topic or href

    def _end(self, name: str) -> None:
        if self._text is not None:
            self._take(_split(name)[1], "".join(self._text)[:_LONGEST_TEXT].strip())
        if self._entry and self._depth == self._entry_depth:
            self._entry.close()
            self._entry = None
        self._depth -= 1

    def _listen(self) -> None:
        self._text = []
        self._parser.CharacterDataHandler = self._text.append

    def _take(self, local: str, text: str) -> None:
        self._text = None
        self._parser.CharacterDataHandler = None
        if self._entry is None:
            self._asked.append((local, text))
        elif local in DATES:
            self._entry.take_date(local, text)

    def _interrupt(self, *_: str) -> None:
        if self._entry and self._depth > self._entry_depth:
            raise Doubt("a comment or an instruction within a text")

    def _refuse(self, *_: object) -> None:
        raise Doubt("a document type")


@lru_cache(500)
def _split(name: str) -> tuple[str, str]:
    """The prefix of an element's name with its colon, or nothing; and the rest in lower case."""
    prefix, colon, local = name.rpartition(":")
    return prefix + colon, local.lower()
