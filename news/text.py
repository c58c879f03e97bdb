"""Plain text: from a feed's HTML, clean enough to store, to read and to show."""

import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser

LEAD_LENGTH = 400
"""Characters of a lead that we keep: two or three sentences of a news article."""

_LONGEST_HTML = 20_000
"""Characters of an HTML fragment that we read: more than any lead, and few enough for the parser, whose time
grows with the square of the nesting."""

_UNSEEN = "script, style, noscript, iframe, template, figure, img"
_BLOCK = re.compile(
    r"<\s*/?\s*(p|br|div|li|ul|ol|h[1-6]|tr|td|blockquote|section|article)\b[^>]{0,500}>", re.IGNORECASE
)
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z!/]|&[a-zA-Z#]")
_SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*(?=\s)")


def plain(html: str) -> str:
    """The visible text of an HTML fragment on one line; text without markup passes unchanged but cleaned."""
    if not _LOOKS_LIKE_HTML.search(html):
        return clean(html)
    tree = LexborHTMLParser(_BLOCK.sub(r" \g<0> ", clean(html[:_LONGEST_HTML])))
    for node in tree.css(_UNSEEN):
        node.decompose()
    return clean(tree.body.text() if tree.body else "")


def clean(text: str) -> str:
    """On one line: no control, unassigned or surrogate characters, white space folded, composed (NFC)."""
    visible = "".join(map(_visible, text)) if not text.isprintable() else text
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def shorten(text: str, limit: int = LEAD_LENGTH) -> str:
    """`text` cut to at most `limit` characters: after its last whole sentence, or word and an ellipsis."""
    if len(text) <= limit:
        return text
    window = text[: limit + 1]
    ends = [match.end() for match in _SENTENCE_END.finditer(window)]
    if ends and ends[-1] > limit // 3:
        return window[: ends[-1]]
    return window[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


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
