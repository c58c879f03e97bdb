"""An excerpt shows where a text says what was searched for."""

from hypothesis import given
from hypothesis import strategies as st

from news.excerpt import LONGEST, Excerpt, excerpt
from news.grammar import parse_query
from news.query import Query, sought
from tests.queries import queries, texts

_FILLER = "Cuaca cerah sepanjang pagi dan pasar ramai oleh pembeli dari desa sekitar."


def shown(text: str, query: str) -> Excerpt:
    return excerpt(text, list(sought(parse_query(query))))


def bold(found: Excerpt) -> list[str]:
    return [found.text[start:end] for start, end in found.spans]


def test_a_short_text_is_shown_whole_with_every_form_of_the_words() -> None:
    found = shown("Warga memilih. Pemilih antre sejak pagi.", "pemilih")

    assert found.text == "Warga memilih. Pemilih antre sejak pagi."
    assert bold(found) == ["memilih", "Pemilih"]


def test_the_sentence_that_says_the_most_is_shown() -> None:
    text = f"Banjir surut. {_FILLER} {_FILLER} {_FILLER} Jalan desa kena banjir. Selesai."

    found = shown(text, "jalan desa banjir")

    assert found.text == "Jalan desa kena banjir. Selesai."
    assert bold(found) == ["Jalan", "desa", "banjir"]


def test_amid_a_long_sentence_it_begins_a_little_before_the_match() -> None:
    text = "Pertama " + "dan kemudian lagi " * 30 + "bupati memperbaiki jalan desa " + "dan seterusnya " * 30

    found = shown(text, "jalan desa")

    assert found.text.startswith("… kemudian lagi bupati memperbaiki jalan desa dan ")
    assert found.text.endswith("…")
    assert len(found.text) <= LONGEST
    assert bold(found) == ["jalan", "desa"]


def test_a_concept_is_shown_under_the_name_that_stands_there() -> None:
    assert bold(shown("Ketua Komisi Pemilihan Umum hadir.", "KPU")) == ["Komisi Pemilihan Umum"]


def test_without_a_match_the_beginning_is_shown() -> None:
    assert shown(f"Awal. {_FILLER}", "banjir") == Excerpt(text=f"Awal. {_FILLER}")
    assert shown("", "banjir") == Excerpt(text="")


@given(text=st.lists(texts, max_size=20).map(". ".join), query=queries, longest=st.integers(20, 300))
def test_an_excerpt_is_short_and_its_spans_are_apart_and_within_it(
    text: str, query: Query, longest: int
) -> None:
    found = excerpt(text, list(sought(query)), longest=longest)

    assert len(found.text) <= longest
    edges = [edge for span in found.spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(found.text) for start, end in found.spans)
