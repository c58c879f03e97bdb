"""The evaluation of spelling: recorded words are damaged, and the right ones should be suggested."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from app.errors import SettingsError
from app.evaluate.section import Section, sample, share
from app.evaluate.typing_errors import Damage, one_edit, one_slip, two_edits
from app.json_lines import Record
from news.ids import ItemId
from news.spelling import OFTEN, is_spelled
from news.text import plain
from news.words import words
from storage.database import Database, Transaction
from storage.schema import migrate
from storage.spelling import spellings
from storage.vocabulary import save_counts

LONG = 6
"""Letters from which on a word is called long here."""

_DAMAGES: Mapping[str, tuple[str, Damage]] = {
    "edit": ("One edit anywhere", one_edit),
    "slip": ("One typical slip", one_slip),
    "two_edits": ("Two edits anywhere", two_edits),
}
WORDS = 4_000
_TRIES = 20
_EXAMPLES = 15
_SEED = 20_261_128


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What was suggested for a damaged word, the best first, and how long that took."""

    word: str
    damaged: str
    suggested: Sequence[str]
    seconds: float

    @property
    def place(self) -> int | None:
        """Where the right word stands, from 0."""
        return self.suggested.index(self.word) if self.word in self.suggested else None


async def evaluate_spelling(records: Iterable[Record], *, most: int = WORDS) -> list[Section]:
    """What the records say, and a section for each way to damage at most so many of their words."""
    counts, items = _counted(records)
    often = sorted(word for word, number in counts.items() if number >= OFTEN)
    if not often:
        raise SettingsError(f"no word of {OFTEN} records or more: give JSON lines with `title` and `body`")
    async with _vocabulary(counts) as db:
        sections = [_vocabulary_section(items, counts, often)]
        for name, (title, damage) in _DAMAGES.items():
            damaged = list(damaged_words(sample(often, most), counts, damage))
            async with db.reading() as tx:
                answers = [await _asked(tx, word, wrong) for word, wrong in damaged]
            sections.append(_section(name, title, answers))
    return sections


def _counted(records: Iterable[Record]) -> tuple[Counter[str], int]:
    """In how many records each word occurs, and how many records there are."""
    counts: Counter[str] = Counter()
    items = 0
    for record in records:
        items += 1
        text = "\n".join(plain(record.text(key)) for key in ("title", "lead", "body"))
        counts.update({word for word in words(text).folded if is_spelled(word)})
    return counts, items


@asynccontextmanager
async def _vocabulary(counts: Mapping[str, int]) -> AsyncIterator[Database]:
    with TemporaryDirectory() as folder:
        db = Database.at(f"sqlite:///{Path(folder) / 'vocabulary.db'}")
        try:
            await migrate(db)
            async with db.writing() as tx:
                await save_counts(tx, counts, after=ItemId(0), last=ItemId(1))
            yield db
        finally:
            await db.close()


def damaged_words(
    often: Sequence[str], counts: Mapping[str, int], damage: Damage
) -> Iterator[tuple[str, str]]:
    """Words with what nobody has written for them: for what somebody has, nothing is suggested."""
    chance = Random(_SEED)
    for word in often:
        tries = (damage(word, chance) for _ in range(_TRIES))
        wrong = next((each for each in tries if is_spelled(each) and each not in counts), None)
        if wrong is not None:
            yield word, wrong


async def _asked(tx: Transaction, word: str, damaged: str) -> _Answer:
    begun = time.perf_counter()
    meant = await spellings(tx, damaged)
    seconds = time.perf_counter() - begun
    return _Answer(word=word, damaged=damaged, suggested=[each.text for each in meant], seconds=seconds)


def _vocabulary_section(items: int, counts: Mapping[str, int], often: Sequence[str]) -> Section:
    return Section(
        name="vocabulary",
        title="Vocabulary",
        lines=[f"{items} items say {len(counts)} words, {len(often)} of them in {OFTEN} items or more"],
        figures={"items": items, "words": len(counts), "said_often": len(often)},
    )


def _section(name: str, title: str, answers: Sequence[_Answer]) -> Section:
    long = [answer for answer in answers if len(answer.word) >= LONG]
    short = [answer for answer in answers if len(answer.word) < LONG]
    parts = {f"{LONG}_letters_or_more": _figures(long), "shorter": _figures(short)}
    missed = [answer for answer in long if answer.place != 0]
    return Section(
        name=name,
        title=title,
        lines=[
            *(f"{part}: {_shown(figures)}" for part, figures in parts.items()),
            *(_example(answer) for answer in sample(missed, _EXAMPLES)),
        ],
        figures=parts | {"milliseconds": _times(answers)},
    )


def _figures(answers: Sequence[_Answer]) -> dict[str, float]:
    places = [answer.place for answer in answers]
    return {
        "words": len(answers),
        "first": share(places.count(0), len(answers)),
        "among_three": share(sum(place is not None and place < 3 for place in places), len(answers)),
    }


def _shown(figures: Mapping[str, float]) -> str:
    return f"{figures['words']} words, first {figures['first']:.1%}, among three {figures['among_three']:.1%}"


def _example(answer: _Answer) -> str:
    return f"  {answer.damaged} for {answer.word}: {', '.join(answer.suggested[:3]) or 'nothing'}"


def _times(answers: Sequence[_Answer]) -> dict[str, float]:
    times = sorted(answer.seconds * 1_000 for answer in answers) or [0.0]
    return {"p50": round(times[len(times) // 2], 2), "p99": round(times[len(times) * 99 // 100], 2)}
