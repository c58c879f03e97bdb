"""Links to other articles in the midst of one: "Baca juga: …" with the headline that it announces."""

import re
from bisect import bisect_left

from news.furniture import EMBEDDED, phrases
from news.seams import headline_end

_LONGEST_HEADLINE = 240
_LONGEST_LIST = 600
"""Characters that may follow an announcement when no sentence stands among them."""

_SENTENCE_INSIDE = re.compile(r"[a-z)\d][.”\"] [A-Z“\"]")
_EMBEDDED = re.compile(re.escape(EMBEDDED) + r"[^\]]{0,60}\]")


def without_links(line: str) -> str:
    """`line` without its links; a headline whose end is in doubt stays and loses its announcement only."""
    links = [link for link in phrases("links").found(line) if _may_start(line, link)]
    stops = sorted(
        {*(link.start() for link in links), *(found.start() for found in _EMBEDDED.finditer(line))}
    )
    kept, position = [], 0
    for link in links:
        if link.start() >= position:
            kept.append(line[position : link.start()])
            position = _end(line, link, _next(stops, link.end(), len(line)))
    return _EMBEDDED.sub(" ", " ".join([*kept, line[position:]]))


def _may_start(line: str, link: re.Match[str]) -> bool:
    """Whether a link stands where a sentence may begin, unless a colon shows what it is."""
    before = line[max(0, link.start() - 2) : link.start()]
    is_glued = before[-1:].isalnum() and line[link.start()].isupper()
    return link[0].endswith(":") or is_glued or before.rstrip()[-1:] in ("", *".!?”\"'’)]:")


def _next(stops: list[int], position: int, end: int) -> int:
    index = bisect_left(stops, position)
    return stops[index] if index < len(stops) else end


def _end(line: str, link: re.Match[str], stop: int) -> int:
    inside = _SENTENCE_INSIDE.search(line, link.end(), min(stop, link.end() + _LONGEST_LIST))
    is_all = not inside and stop - link.end() <= _LONGEST_LIST
    if is_all and link.start() == 0:
        return stop
    seam = headline_end(line, link.end(), min(stop, link.end() + _LONGEST_HEADLINE))
    return seam or (stop if is_all else link.end())
