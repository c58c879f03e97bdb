"""Questions: the plain words of a query, those of them that say something, and what is demanded beside them.

Who asks "siapa ketua KPU Babel?" wants to read of a chairman, the KPU and Babel; that the news says "siapa"
as well is not meant. And where no item holds every word, one that holds most of them is the answer.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache

from news.query import And, Field, Inside, Named, Or, Query, Words
from news.regions import regions_named
from news.words import fold, forms, lemma

_ASKING = frozenset(
    "apa apakah apanya bagaimana bagaimanakah gimana berapa berapakah kapan kapankah kenapa mana manakah "
    "mengapa siapa siapakah dimana kemana darimana who whose whom what when where which why how".split()
)
_EMPTY = frozenset(
    "ada adalah agar akan antara atas atau bagi bahwa banyak begini begitu belum bisa boleh bukan buat "
    "dalam dan dapat dari daripada dengan di dia hal hanya harus hingga ia ialah ini itu itulah jadi jika "
    "juga kah kalau kami karena ke kepada kita lagi lah lalu maka masih mereka namun nih oleh pada para "
    "per pernah pun saat saja sampai sang saya sebagai secara sedang seperti serta setelah si soal sudah "
    "supaya tak tanpa telah tengah tentang terhadap terkait tersebut tetapi tidak untuk usai yaitu yakni "
    "yang berita beritanya carikan info kabar kabarnya mengenai tolong terbaru terkini a about an and are "
    "at be been by did do does for from had has have in into is it its latest many much news of on or "
    "that the their there this to was were will with".split()
)
"""Words that nearly every item holds, and those by which people ask for news and not about something."""

_HEADLINE = (
    "anjlok bakal balik bareng beberkan begini biar bidik bikin bilang bongkar bos cs cuma demi deretan "
    "duit dulu eks fakta gandeng gara-gara gegara geger genjot hampir heboh imbas info intip jurus kasih "
    "kebut kejar kena kisah klaim kok kronologi legislator lengkap lewat m makin malah mau medsos modus "
    "momen nasib ngaku nggak nyaris ogah pakai pasca picu potret puji punya ramai rampung respons ri "
    "rilis segini sekaligus sekarang sentil serbu simak singgung sini t tapi teken tembus ternyata tips "
    "tuntas ulah ungkap ungkit update usut via vs waka wanti-wanti yuk"
)
"""Words of headlines, for which the text below has others: it repeats 30 % of these, and 79 % of all words of
its headline."""

_HALF = 0.5
"""What such a word counts for: that an item does not say it speaks less against it."""

_LOOSE = 5
"""Plain words from which on a query is a text rather than a choice of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A plain word of a query, or the name of a concept; the `codes` are those of the regions it names."""

    term: Words | Named
    codes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.term.text

    @property
    def query(self) -> Query:
        """What an item must hold to hold the word: itself, or news of the region that it names."""
        return Or((self.term, Inside(text=self.text, codes=self.codes))) if self.codes else self.term

    @property
    def weight(self) -> float:
        """What it counts for beside a word as rare."""
        return _HALF if isinstance(self.term, Words) and _is_headline(self.term) else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a query asks: `demanded` stays demanded whatever is found; of the plain `words` most will do.

    `spoken` says that it is put as to a person, or as long as a text: its words are no choice of what must
    occur.
    """

    words: tuple[Word, ...]
    demanded: tuple[Query, ...] = ()
    spoken: bool = False

    @property
    def all(self) -> Query:
        """The query that demands every word."""
        return self.of(range(len(self.words)))

    def of(self, numbers: Collection[int]) -> Query:
        """The query that demands the words with these numbers, of which there is at least one."""
        parts = (*(self.words[number].query for number in numbers), *self.demanded)
        return parts[0] if len(parts) == 1 else And(parts)


def question_in(query: Query) -> Question | None:
    """The question that `query` may be read as; None where there are no plain words that could be let go.

    Fields, phrases, exact words, groups and exclusions are demanded.
    """
    parts = query.parts if isinstance(query, And) else (query,)
    plain = [each for part in parts for each in _plain(part)]
    demanded = tuple(part for part in parts if not any(_plain(part)))
    telling = [term for term in plain if not _is_empty(term)] or plain
    if not telling or (len(telling) == 1 and len(parts) == 1):
        return None
    return Question(
        words=tuple(dict.fromkeys(map(_word, telling))),
        demanded=demanded,
        spoken=len(telling) >= _LOOSE or any(fold(term.text) in _ASKING for term in plain),
    )


def telling_words(text: str) -> list[str]:
    """The words of a text that say something, as they are written."""
    return [form for form in forms(text) if not _says_nothing(form)]


def _plain(part: Query) -> Iterator[Words | Named]:
    """The plain words that a part of a query consists of, none where it is something else."""
    if isinstance(part, Named) and part.field is Field.TEXT:
        yield part
    elif isinstance(part, Words) and part.field is Field.TEXT and not part.exact and " " not in part.text:
        # "Bangka-Belitung" is written as one word, and read as two that stand together.
        for form in forms(part.text):
            yield replace(part, text=form, wanted=(lemma(form),))


def _word(term: Words | Named) -> Word:
    named = regions_named(term.text) if isinstance(term, Words) else ()
    return Word(term=term, codes=tuple(region.code for region in named))


def _is_empty(term: Words | Named) -> bool:
    return isinstance(term, Words) and _says_nothing(term.text)


def _is_headline(term: Words) -> bool:
    return not _headline_words().isdisjoint(term.wanted)


@cache
def _headline_words() -> frozenset[str]:
    return frozenset(map(lemma, _HEADLINE.split()))


def _says_nothing(form: str) -> bool:
    folded = fold(form)
    return folded in _ASKING or folded in _EMPTY
