"""The tags of a web page that name an address or its title, found without building the page's tree.

The parser's time grows with the square of the nesting: 40,000 nested elements cost it more than two seconds.
So the page is scanned once, and the parser reads the attributes of single tags.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from news.text import plain

LOOKED_AT = 300_000
"""Bytes of a page that we look at: its head and its menus stand at the top."""

_LONGEST_TAG = 4_000
_LONGEST_LABEL = 500

# Comments and what a browser shows as no markup are passed over whole, to the end of the page if need be.
# Repeats are possessive or stop at the next "<", which keeps the scan linear.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<hidden>script|style|template|textarea|iframe)(?=[\s/>]).*?(?:</(?P=hidden)|\Z)"
    r"|<(?P<name>a|link|base|title)(?=[\s/>])"
    r"(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'|[\"'])*+)>",
    re.DOTALL | re.IGNORECASE,
)
_LATIN = re.compile(
    rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?(?:windows-125[24]|iso-8859-)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag as written: its name in small letters, its attributes, and the markup that follows it."""

    name: str
    written: str
    following: str

    def attributes(self) -> Mapping[str, str]:
        """Its attributes, names in small letters, without those that have no value."""
        node = LexborHTMLParser(f"<{self.name} {self.written}>").css_first(self.name)
        return {name: value for name, value in (node.attributes if node else {}).items() if value}

    def label(self) -> str:
        """The text up to its closing tag."""
        return plain(re.split(f"</{self.name}", self.following, maxsplit=1, flags=re.IGNORECASE)[0])


def page_text(html: bytes) -> str:
    """As much of a page as we look at; bytes that are no text are replaced."""
    head = html[:LOOKED_AT]
    return head.decode("cp1252" if _LATIN.search(head[:4096]) else "utf-8", errors="replace")


def tags(text: str) -> Iterator[Tag]:
    """The links, anchors, bases and titles of a page, in its order."""
    for found in _TAG.finditer(text):
        if found["name"] and len(found["attributes"]) <= _LONGEST_TAG:
            following = text[found.end() : found.end() + _LONGEST_LABEL]
            yield Tag(name=found["name"].lower(), written=found["attributes"], following=following)
