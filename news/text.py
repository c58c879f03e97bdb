"""Plain text: from a feed's HTML, clean enough to store, to read and to show."""

import re
import unicodedata
from html import unescape

from selectolax.lexbor import LexborHTMLParser

LEAD_LENGTH = 400
"""Characters of a lead that we keep: two or three sentences of a news article."""

_LONGEST_HTML = 20_000
"""Characters of an HTML fragment that we read: more than any lead, and few enough for the parser, whose time
grows with the square of the nesting."""

_UNSEEN = "script, style, noscript, iframe, template, figure"
_MAY_BE_UNSEEN = re.compile(_UNSEEN.replace(", ", "|"), re.IGNORECASE)
_BLOCK = re.compile(
    r"<\s*/?\s*(p|br|div|li|ul|ol|h[1-6]|tr|td|blockquote|section|article)\b[^>]{0,500}>", re.IGNORECASE
)
_SIMPLE_TAG = re.compile(
    r"<(?:/?(?:p|br|div|a|b|i|em|strong|h[1-6])|img)(?: [a-z-]{1,20}=(?:\"[^\"<>]*\"|'[^'<>]*'))*(?: ?/)?>",
    re.IGNORECASE | re.ASCII,
)
"""Well-formed tags that no parser need see: wherever they stand, the text between them is what is shown."""

_GAP = "\0"
"""Stands for a tag, so that what is on both sides of it stays apart; clean text does not hold it."""

_STRANGE_REFERENCE = re.compile(r"&(?! |(?:amp|lt|gt|quot|nbsp|[lr][sd]quo|[nm]dash|hellip|#39|#8[0-9]{3});)")
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z!/]|&[a-zA-Z#]")
_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
"""Where more than 30 marks may be heaped on a letter: more than any language has (UAX 15, 13), and composing
takes time that grows with the square of them."""

_MOST_MARKS = 30

_SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*(?=\s)")


def plain(html: str) -> str:
    """The visible text of an HTML fragment on one line; text without markup passes unchanged but cleaned."""
    if not _looks_like_html(html):
        return clean(html)
    spaced = _BLOCK.sub(lambda tag: f" {tag[0]} ", clean(html[:_LONGEST_HTML]))
    simple = _SIMPLE_TAG.sub(_GAP, spaced)
    return clean(unescape(simple).replace(_GAP, "") if _is_text(simple) else _parsed(spaced))


def plain_lines(html: str) -> str:
    """The visible text of a document or of an HTML fragment, a paragraph a line; text without markup passes
    unchanged but cleaned."""
    blocks = _BLOCK.sub("\n", html) if _looks_like_html(html) else html
    return "\n".join(filter(None, map(plain, blocks.splitlines())))


def clean(text: str) -> str:
    """On one line: no control, unassigned or surrogate characters, white space folded, composed (NFC)."""
    line = folded(text)
    if not line.isprintable():
        line = folded("".join(map(_visible, line)))
    return unicodedata.normalize("NFC", line if line.isascii() else _MARKS.sub(_bounded, line))


def folded(text: str) -> str:
    """On one line, with one space wherever there is white space."""
    # Of white space only a space is printable. Most text is so already, and to look takes half the time.
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(text.split())


def shorten(text: str, limit: int = LEAD_LENGTH) -> str:
    """`text` cut to at most `limit` characters: after its last whole sentence, or word and an ellipsis."""
    if len(text) <= limit:
        return text
    window = text[: limit + 1]
    ends = [match.end() for match in _SENTENCE_END.finditer(window)]
    if ends and ends[-1] > limit // 3:
        return window[: ends[-1]]
    return window[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _looks_like_html(text: str) -> bool:
    # The pattern is slow, and few texts have either sign.
    return ("<" in text or "&" in text) and _LOOKS_LIKE_HTML.search(text) is not None


def _bounded(found: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in found[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _is_text(html: str) -> bool:
    """Whether `html` has no tags, and no character references but whole and well known ones."""
    return "<" not in html and ("&" not in html or not _STRANGE_REFERENCE.search(html))


def _parsed(html: str) -> str:
    tree = LexborHTMLParser(html)
    if _MAY_BE_UNSEEN.search(html):
        for node in tree.css(_UNSEEN):
            node.decompose()
    return tree.body.text() if tree.body else ""


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    match unicodedata.category(char):
        # Cf holds the bidirectional overrides and zero-width characters with which a headline could
        # forge the layout around it.
        case "Cc" | "Cf" | "Cs" | "Cn" | "Co":
            return ""
        case _:
            return char
