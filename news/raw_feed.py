"""A feed's document made safe for any parser, and mended further for one that forgives."""

import re
from dataclasses import dataclass
from hashlib import blake2b

from news.charset import in_utf8

MOST_ENTRIES = 2_000
"""Entries that we read of one document; an honest feed lists some dozens."""

MARK_LENGTH = 8
"""Bytes that tell the entries of one feed apart, however many it lists in its life."""

_TOP = 4_096
"""Bytes in which the next piece of markup is sought before the root."""

_CONTROLS = bytes({*range(32)} - {9, 10, 13}) + b"\x7f"
_ODD_REFERENCE = re.compile(
    rb"&#(?:"
    rb"[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]"
    rb"|[1-9a-fA-F][0-9a-fA-F]{5,})(?:;|(?![0-9a-fA-F;]))"
    rb"|0*(?:[0-8]|1[124-9]|2\d|3[01]|12[7-9]|1[345]\d|5[5-7]\d{3}|6553[45]|[1-9]\d{6,})(?:;|(?![0-9;])))"
)
"""References to what is no character: one of them would cost the whole document. And some that are sifted."""

_OF_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore").encode() for byte in range(0x80, 0xA0)}
_MISREAD = re.compile(rb"\xc2[\x80-\x9f]")
"""Characters of Windows that were taken for Latin-1, in UTF-8."""

_PROLOG = re.compile(
    rb"(?P<comment><!--)|(?P<instruction><\?)|(?P<doctype><!DOCTYPE\b)"
    rb"|<(?P<root>(?:[\w.-]{1,40}:)?(?:rss|rdf|feed))[\s/>]",
    re.IGNORECASE,
)
_SUBSET_END = re.compile(rb"\]\s*+>")
_DECLARATION = re.compile(rb"<\?xml\b[^>]{0,200}>")
_ENTRY_END = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>")
_SECTION = re.compile(rb"<!--|<!\[CDATA\[")
_BARE_AMPERSAND = re.compile(rb"&(?!#?\w{1,32};)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """An entry as a parser handed it out: links (the likeliest first), texts as HTML, nothing checked yet."""

    links: tuple[str, ...]
    title: str
    texts: tuple[str, ...]
    guid: str
    date: str

    @property
    def mark(self) -> bytes:
        """What tells it from any other, and from itself once it is listed under another headline or address.

        Texts count only where one serves as the headline, and guids only where one is the link: some feeds
        count views in the former, and number the latter by place.
        """
        link = next(filter(None, self.links), "")
        headline = self.title or "\0".join(self.texts)
        return blake2b(f"{link}\0{headline}".encode("utf-8", "replace"), digest_size=MARK_LENGTH).digest()


def mended(body: bytes, *, charset: str = "") -> bytes:
    """The document in UTF-8 without control characters and references to no character, without what stands
    before its root element (declaration, doctype, a server's warnings), and without what follows its first
    MOST_ENTRIES entries. `charset` is what the server called it.
    """
    text = in_utf8(body, charset=charset).translate(None, _CONTROLS).lstrip()
    if b"&#" in text:
        text = _ODD_REFERENCE.sub(_character, text)
    text = _MISREAD.sub(lambda found: _OF_WINDOWS[found[0][1]], text)
    if text.startswith(b"{"):
        return text
    root = _root(text)
    if not root:
        # What it declares of its encoding is no longer true.
        return _DECLARATION.sub(b"", text[:_TOP], count=1).lstrip() + text[_TOP:]
    return _cut(text[root.start() :], root["root"])


def repaired(document: bytes) -> bytes:
    """A mended document without comments, and with every "&" that begins no reference escaped.

    The reference parser goes over the rest of the document for every comment that does not end, and takes
    the letters after a bare "&" for a reference.
    """
    parts, position = [], 0
    last_comment = document.rfind(b"-->")
    while section := _SECTION.search(document, position):
        parts.append(_BARE_AMPERSAND.sub(b"&amp;", document[position : section.start()]))
        if section[0] == b"<!--":
            ends = section.end() <= last_comment
            position = document.find(b"-->", section.end()) + 3 if ends else section.end()
            continue
        end = document.find(b"]]>", section.end())
        position = end + 3 if end >= 0 else len(document)
        parts.append(document[section.start() : position] + (b"" if end >= 0 else b"]]>"))
    return b"".join([*parts, _BARE_AMPERSAND.sub(b"&amp;", document[position:])])


def _character(reference: re.Match[bytes]) -> bytes:
    """What the reference means: itself, a character of Windows, or nothing."""
    number = reference[0][2:].rstrip(b";")
    if len(number) > 16:
        return b""
    code = int(number[1:], 16) if number[:1] in b"xX" else int(number)
    if 0x80 <= code <= 0x9F:
        return _OF_WINDOWS[code]
    is_one = 55_000 <= code < 0xD800 or 0xDFFF < code < 0xFFFE or 0xFFFF < code <= 0x10FFFF
    return reference[0] if is_one else b""


def _root(text: bytes) -> re.Match[bytes] | None:
    """Where the root element of a feed begins. Entities that a doctype declares are how a document grows
    without end, or asks for a file of ours: nothing before the root is worth having."""
    position = 0
    while found := _PROLOG.search(text, position, position + _TOP):
        if found["root"]:
            return found
        end = _end_of(found, text)
        if end < 0:
            return None
        position = end
    return None


def _end_of(found: re.Match[bytes], text: bytes) -> int:
    if found["comment"]:
        return text.find(b"-->", found.end())
    end = text.find(b">", found.end())
    if end >= 0 and found["doctype"] and text.find(b"[", found.end(), end) >= 0:
        subset_end = _SUBSET_END.search(text, found.end())
        return subset_end.end() if subset_end else -1
    return end


def _cut(text: bytes, root: bytes) -> bytes:
    if text.count(b"</item") + text.count(b"</entry") <= MOST_ENTRIES:
        return text
    ends = (
        found.end() for number, found in enumerate(_ENTRY_END.finditer(text), 1) if number == MOST_ENTRIES
    )
    end = next(ends, len(text))
    if end == len(text):
        return text
    channel = b"</channel>" if root.lower().endswith(b"rss") else b""
    return text[:end] + channel + b"</" + root + b">"
