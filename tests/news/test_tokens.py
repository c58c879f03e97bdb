"""The tokens under which the word index finds an item."""

from news.reading import read
from news.tokens import Tokens, tokens_of


def test_lemmas_come_first_then_exact_forms_then_concepts_and_regions() -> None:
    reading = read("KPU memilih", "Warga pulang.", outlet="Kabar", home="19.02")

    assert tokens_of(reading) == Tokens(
        title="kpu pilih ¤kpu ¤memilih §kpu",
        lead="warga pulang ¤warga ¤pulang ¶1902 ¶19",
        outlet="kabar ¤kabar",
    )


def test_an_item_that_says_nothing_has_no_tokens() -> None:
    assert tokens_of(read("")) == Tokens()
