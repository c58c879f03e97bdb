"""Where a sentence ends, in news: not after a title, an initial, a time or a quoted question that goes on."""

import re
from collections.abc import Iterator

from news.text import folded

_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9ÀÉ])")
_BEFORE_WORD = re.compile(r"[\s(\"“‘'\[]")
_ENUMERATED = re.compile(r"\d{1,3}|[a-zA-Z]")
_INITIALS = re.compile(r"[A-Z]|[A-Z][a-z]{0,2}(?:\.[A-Z][a-z]{0,3})+")
_LONGEST_WORD = 24

_TITLES = frozenset(
    "a.n adm alm almh brigjen bripda bripka ch cf dr dra drg drh drs gg h hj hlm ipda iptu ir irjen jl "
    "jln jend k.h kab kapt kec kel kep kh kombes komjen kompol laksda lettu letjen letda marsda mayjen "
    "moh mr mrs ms muh nn no ny pdt pgs pj pjs plh plt prof psl pt r.a r.m rp rt rw sdr serka serma "
    "sertu sgt st tb tgk tgl tn u.p ust vs".split()
)
"""Written with a full stop before what they belong to."""


def sentences(text: str) -> list[str]:
    """The sentences of `text` in their order, each on one line; a line break ends a sentence."""
    return list(each_sentence(text))


def each_sentence(text: str) -> Iterator[str]:
    """What `sentences` gives, one after the other, for whoever needs the first ones only."""
    for line in text.splitlines():
        yield from filter(None, _in_line(folded(line)))


def _in_line(line: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(line):
        if _ends(line, start, end):
            yield line[start : end.end()]
            start = end.end() + 1
    yield line[start:]


def _ends(line: str, start: int, end: re.Match[str]) -> bool:
    if end[0] != ".":
        return True
    word = _BEFORE_WORD.split(line[max(start, end.start() - _LONGEST_WORD) : end.start()])[-1]
    if start + len(word) == end.start() and _ENUMERATED.fullmatch(word):
        return False
    # After a degree, "M.Si.", a name may follow or a sentence: two in one are the lesser harm.
    return not (word.casefold() in _TITLES or _INITIALS.fullmatch(word))
