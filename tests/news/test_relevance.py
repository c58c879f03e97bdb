"""What answers best comes first: by fields, rarity, order, headline and, a little, by age."""

from datetime import datetime, timedelta

import pytest

from news.grammar import parse_query
from news.query import sought
from news.reading import read
from news.relevance import Article, Asked, Relevance, rarity_of, usual_rarity
from news.tokens import tokens_of
from tests.clocks import MORNING

DAY = timedelta(days=1)


def article(
    title: str = "", lead: str = "", body: str = "", *, at: datetime = MORNING, concepts: tuple[str, ...] = ()
) -> Article:
    return Article(at, (), concepts, tokens_of(read(title, lead, body=body)))


def score(query: str, of: Article, *, partial: bool = False) -> float:
    terms = [Asked(term=term, rarity=usual_rarity(term)) for term in sought(parse_query(query))]
    return Relevance(terms, now=MORNING, partial=partial).of(of).value


def assert_better(query: str, better: Article, worse: Article, *, partial: bool = False) -> None:
    assert score(query, better, partial=partial) > score(query, worse, partial=partial) > 0


def test_a_headline_says_more_than_a_lead_and_a_lead_more_than_a_body() -> None:
    title, lead, body = (
        article("Banjir bandang"),
        article(lead="Banjir bandang"),
        article(body="Banjir bandang"),
    )

    assert_better("banjir", title, lead)
    assert_better("banjir", lead, body)


def test_what_is_said_more_often_counts_more_and_in_a_longer_text_less() -> None:
    often = article(body="Banjir surut. Banjir datang lagi. Warga mengungsi.")
    once = article(body="Banjir surut. Hujan datang lagi. Warga mengungsi.")
    long = article(body="Banjir surut. Hujan datang lagi. " + "Warga mengungsi. " * 100)

    assert_better("banjir", often, once)
    assert_better("banjir", once, long)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    rare, common = (
        article(body="Gempa dirasakan warga Waringinrejo"),
        article(body="Gempa dirasakan di Jakarta"),
    )

    assert_better("jakarta | waringinrejo", rare, common)
    assert rarity_of(0.001) > rarity_of(0.1)


def test_words_that_stand_together_in_their_order_count_more() -> None:
    together = article(body="Perbaikan jalan desa ditunda bupati")
    apart = article(body="Perbaikan desa ditunda bupati jalan")

    assert_better("jalan desa", together, apart)


def test_a_headline_that_is_the_query_counts_more_than_one_that_says_more() -> None:
    # Both as long: only what their other words are tells them apart.
    same = article("Dana hibah pilkada dan yang di", "Rapat digelar.")
    other = article("Dana hibah pilkada Waringinrejo Tegalombo Sumberagung", "Rapat digelar.")

    assert_better("dana hibah pilkada", same, other)


def test_every_form_and_every_name_counts() -> None:
    assert score("pemilih", article(body="Warga memilih")) == score("memilih", article(body="Warga memilih"))
    named = article("Komisi Pemilihan Umum siap", concepts=("KPU",))
    assert_better("KPU", named, article(body="Komisi Pemilihan Umum siap", concepts=("KPU",)))


def test_a_concept_counts_by_its_names_and_not_inside_other_words() -> None:
    assert score("KPU", article("KPUD dan kpus")) == 0


@pytest.mark.parametrize("text", ["=memilih", "judul:banjir"])
def test_exact_words_and_fields_count_only_where_they_may_stand(text: str) -> None:
    assert score(text, article(body="Pemilih banjir")) == 0
    assert score(text, article("Banjir: warga memilih")) > 0


def test_the_fresher_of_equals_comes_first_but_a_better_match_stays_before_it() -> None:
    old, new = article("Banjir di Demak", at=MORNING - 300 * DAY), article("Banjir di Demak", at=MORNING)
    mention = article("Harga cabai naik", body="Pasokan turun akibat banjir, kata pedagang.", at=MORNING)

    assert_better("banjir", new, old)
    assert_better("banjir", old, mention)


def test_what_lacks_much_of_a_question_loses() -> None:
    whole = article(body="Ketua KPU Babel dilantik", concepts=("KPU",))
    part = article(body="Ketua KPU dilantik", concepts=("KPU",))

    assert_better("ketua kpu babel", whole, part, partial=True)


@pytest.mark.parametrize(
    ("asked", "said"), [("2", "dua"), ("triliun", "T"), ("eks", "mantan"), ("walkot", "wali kota")]
)
def test_an_item_that_says_a_word_of_a_question_in_other_words_counts_less_than_one_that_says_it(
    asked: str, said: str
) -> None:
    # As long: each lacks a word of the question, but for the wording.
    written, likewise, other = (
        article(body=f"Ketua dilantik {words} kemarin")
        for words in (f"{asked} hari", f"{said} hari", "sore hari")
    )

    assert_better(f"ketua dilantik {asked}", written, likewise, partial=True)
    assert_better(f"ketua dilantik {asked}", likewise, other, partial=True)


def test_other_words_order_what_was_found_and_are_not_what_was_asked() -> None:
    likewise = article(body="Mantan ketua dilantik")
    terms = [Asked(term=term, rarity=usual_rarity(term)) for term in sought(parse_query("eks ketua"))]

    assert Relevance(terms, now=MORNING, partial=True).of(likewise).held == frozenset({1})
    assert score("eks ketua", likewise) == score("ketua", likewise)


def test_of_two_items_that_answer_a_question_alike_the_shorter_comes_first() -> None:
    short, long = (
        article("Banjir bandang", "Warga mengungsi.", "Hujan turun. " * size) for size in (10, 100)
    )

    assert_better("banjir bandang", short, long, partial=True)
    assert score("banjir bandang", short) == score("banjir bandang", long)


def test_a_long_question_asks_for_a_long_item_as_well() -> None:
    short, long = (
        article("Banjir bandang", "Warga mengungsi.", "Hujan turun. " * size) for size in (10, 100)
    )
    text = f"banjir bandang {' '.join(f'kata{number}' for number in range(30))}"

    def gain(query: str) -> float:
        return score(query, short, partial=True) / score(query, long, partial=True)

    assert 1 < gain(text) < gain("banjir bandang") ** 0.5


def test_what_the_index_knows_of_an_item_counts_where_we_do_not_see_it() -> None:
    terms = [Asked(term=term, rarity=usual_rarity(term)) for term in sought(parse_query("banjir bandang"))]
    relevance = Relevance(terms, now=MORNING)

    unseen, seen = relevance.of(article(body="Hujan"), known={1}), relevance.of(article(body="Hujan bandang"))

    assert (unseen.held, seen.held) == (frozenset({1}), frozenset({1}))
    assert 0 < unseen.value < seen.value
    assert relevance.share({0, 1}) == 1
