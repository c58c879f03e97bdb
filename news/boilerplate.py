"""An article without what its page put around it: dateline, links elsewhere, advertisements, credits."""

import re
from functools import cache

from news.dateline import Dateline, dateline
from news.furniture import any_of, is_surely_free, known, phrases
from news.links import without_links
from news.seams import part
from news.sentences import each_sentence
from news.text import LEAD_LENGTH, folded, shorten

_TOP = 2_500
"""Characters of an article in which its lead is sought."""

_BYLINE = re.compile(
    r"(?:Reporter|Penulis|Pewarta|Editor) ?: ?[^|\n]{1,80}(?:\| ?Editor ?: ?[^\n]{1,60})?$", re.IGNORECASE
)
_CREDITS = re.compile(r"Reporter\s*:[^|\n]{1,80}\|\s*Editor\s*:")
_CAPTION = re.compile(r"(?:Foto|Keterangan foto|Sumber foto) ?:.{0,250}$", re.IGNORECASE)
_CAPTION_WITH_SOURCE = re.compile(
    r"[^(]{1,250}(?:\([^()]{1,40}\)[^(]{1,200})?"
    r"\((?:Foto|Dok\b|Kanal|Instagram|YouTube|Sumber:|Twitter|Facebook|ANTARA FOTO"
    r"|[\w.-]{2,40}\.(?:com|id)\b)[^()]{0,80}\)+\.?$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\((?:[a-z]{2,4}/){1,2}[a-z]{2,4}\)(?: [a-z0-9 -]{1,300})?$")
_FINAL_MARKS = re.compile(r"(?: ?(?:\(\*\)|\*{1,3}|\[\*\]))+$")
_IN_MARKS = " ()*[]"
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")


def without_boilerplate(text: str) -> str:
    """The sentences of an article, a paragraph a line, without what surrounds them on a page."""
    return without_boilerplate_after(dateline(text), text)


def without_boilerplate_after(found: Dateline | None, text: str) -> str:
    """The sentences of an article whose dateline has been found."""
    return _without_boilerplate_lines(_without_dateline(text, found))


def lead(text: str, limit: int = LEAD_LENGTH) -> str:
    """The first true sentences of an article or of a feed's lead, at most `limit` characters."""
    return lead_after(dateline(text), text, limit)


def lead_after(found: Dateline | None, text: str, limit: int = LEAD_LENGTH) -> str:
    """The lead of a text whose dateline has been found."""
    top = text[found.end if found else 0 :][:_TOP]
    # A second dateline may follow the first one; where there is none, none need be sought again.
    news = without_boilerplate(top) if found else _without_boilerplate_lines(top)
    return first_sentences(news, limit)


def first_sentences(news: str, limit: int = LEAD_LENGTH) -> str:
    """The first true sentences of an article that is without boilerplate, at most `limit` characters."""
    found_sentences = each_sentence("\n".join(_from_first_sentence(news[:_TOP].splitlines())))
    first = next(found_sentences, "")
    for other in found_sentences:
        if len(first) + 1 + len(other) > limit:
            break
        first = f"{first} {other}"
    return shorten(first, limit)


def _without_boilerplate_lines(text: str) -> str:
    lines = map(folded, text.splitlines())
    return "\n".join(kept for line in lines if line and (kept := _without_furniture(line)))


def _without_dateline(text: str, found: Dateline | None) -> str:
    if not found:
        return text
    before = text[: found.start]
    # Before a byline stands the caption of the article's picture.
    return text[found.end :] if _CREDITS.search(before) else before + text[found.end :]


def _from_first_sentence(lines: list[str]) -> list[str]:
    """`lines` without the headlines that precede the first line that ends as a sentence does."""
    ends = (index for index, line in enumerate(lines) if _SENTENCE_END.search(line[-8:]))
    return lines[next(ends, 0) :]


def _without_furniture(line: str) -> str:
    if _whole_line().fullmatch(line) or _BYLINE.match(line) or _is_caption(line):
        return ""
    if not is_surely_free(line):
        line = without_links(_without_phrases(_without_ending(line))).strip()
    line = _without_final_marks(_without_initials(line))
    return folded(part(line))


def _is_caption(line: str) -> bool:
    return bool(_CAPTION.match(line) or (line.endswith((")", ").")) and _CAPTION_WITH_SOURCE.match(line)))


def _without_ending(line: str) -> str:
    """`line` up to credits or invitations that close it: "Pewarta: …", "Ikuti berita …"."""
    for ending in phrases("endings").found(line):
        before = line[max(0, ending.start() - 2) : ending.start()].rstrip()
        if before[-1:] in ("", *".!?”\"')]*") or ending[0].endswith(":"):
            return line[: ending.start()]
    return line


def _without_initials(line: str) -> str:
    initials = _INITIALS.search(line)
    return line[: initials.start()].removesuffix(" ") if initials else line


def _without_final_marks(line: str) -> str:
    end = len(line.rstrip(_IN_MARKS))
    return line[:end] + _FINAL_MARKS.sub("", line[end:])


def _without_phrases(line: str) -> str:
    for phrase in reversed(phrases("phrases").found(line)):
        line = f"{line[: phrase.start()]} {line[phrase.end() :]}"
    return line


@cache
def _whole_line() -> re.Pattern[str]:
    return re.compile(any_of(known("lines")) + r"[ :.…]*", re.IGNORECASE)
