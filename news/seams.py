"""Seams: words and sentences that a page's markup kept apart and its plain text glued together."""

import re
from functools import cache

from news.furniture import any_of, known

_WORDS = re.compile(
    r"(?<=[a-zé]{3})(?=[A-Z][a-z]{3})"  # dariKementerian
    r"|(?<=[a-z]{3})(?=[A-Z]{3,}\b)"  # kartuKKS
    r"|(?<=[a-z]{2}\))(?=[a-z]{2})"  # (Unisba)setelah
    r"|(?<=[a-z]{2})(?=\([A-Za-z]{2})"  # sosial(bansos
)
_MAY_PART = re.compile(r"[A-Z()](?:(?<=[a-zé][A-Z(])|(?<=\))(?=[a-z]))")
"""What all seams between words have in common, found ten times faster."""

_SENTENCES = re.compile(r"[.!?…](?:(?<=[a-z]{2}.)|(?<=\w\).)|(?<=\d\d.))[”’']?(?=[A-Z][a-z]|“[A-Za-z])")
_CLOSED = re.compile(r"[\w)][.!?…]$")
_HEADLINE_END = re.compile(
    r"(?<=[a-zé]{2})(?=[A-Z][a-z])"  # DikajiAce
    r"|(?<=[a-z]{3})(?=[A-Z]{3,}\b)"  # PrabowoAHY
    r"|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})"  # MPRSekjen
    r"|(?<=\d{4})(?=[A-Z][a-z])|(?<=%)(?=[A-Z])"  # 2029Adi
    r"|(?<=[\w?!)])(?=[“\"][^\W\d_])"  # Solo"Saya
    r"|(?<=[?!)])(?=[A-Z])|(?<=\w['’])(?=[A-Z][a-z])"  # Lagi?Ahok
)


def part(line: str) -> str:
    """`line` with a space at each seam between words or sentences."""
    quoted = _part_quotes(line) if '"' in line else line
    spaced = _SENTENCES.sub(lambda end: f"{end[0]} ", quoted)
    parts, position = [], 0
    for seam in _MAY_PART.finditer(spaced):
        if seam.start() >= position:
            start, end = _word_around(spaced, seam.start())
            parts += [spaced[position:start], _part_word(spaced[start:end])]
            position = end
    return "".join([*parts, spaced[position:]])


def headline_end(text: str, start: int, end: int) -> int | None:
    """Where the headline at `start` of `text` is glued to a sentence: "… dari APBN DikajiAce Hasan …"."""
    whole = [word.span() for word in _one_word().finditer(text, start, end)]
    for seam in _HEADLINE_END.finditer(text, start + 1, end):
        if not any(left < seam.start() <= right for left, right in whole):
            return seam.start()
    return None


def _part_quotes(line: str) -> str:
    """Straight quotation marks open and close by turns; of `selesai."Dia` only the turn tells which it is."""
    parts = line.split('"')
    for index in range(len(parts) - 1):
        if _CLOSED.search(parts[index][-2:]) and parts[index + 1][:1].isupper():
            if index % 2:
                parts[index + 1] = " " + parts[index + 1]
            else:
                parts[index] += " "
    return '"'.join(parts)


def _word_around(text: str, position: int) -> tuple[int, int]:
    end = text.find(" ", position)
    return text.rfind(" ", 0, position) + 1, end if end >= 0 else len(text)


def _part_word(word: str) -> str:
    return word if _is_plain(word) or _one_word().search(word) else _WORDS.sub(" ", word)


def _is_plain(word: str) -> bool:
    return (word.islower() or word.istitle() or word.isupper()) and "(" not in word


@cache
def _one_word() -> re.Pattern[str]:
    return re.compile(any_of(known("one_word")), re.IGNORECASE)
