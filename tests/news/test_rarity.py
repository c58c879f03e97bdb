"""Rarity: what few items say tells more than what many say, of the last days and of years."""

from news.rarity import Rarity, common_words


def rarity_of(*items: str) -> Rarity:
    """Rarity among items of these words."""
    rarity = Rarity()
    for item in items:
        rarity.count(item.split())
    return rarity


def test_a_word_is_less_rare_the_more_items_use_it() -> None:
    once, twice = rarity_of("waringin", "rapat"), rarity_of("waringin", "waringin")

    assert once.of("kalirejo") > once.of("waringin") > twice.of("waringin") > 0


def test_the_news_of_years_counts_where_no_item_has_come_yet() -> None:
    rarity = Rarity()

    assert rarity.of("kalirejo") > rarity.of("banjir") > rarity.of("yang")


def test_what_everybody_says_at_any_time_is_common() -> None:
    assert "yang" in common_words()
    assert common_words().isdisjoint({"jembatan", "kalirejo"})


def test_an_item_that_is_gone_counts_no_more() -> None:
    rarity = rarity_of("banjir kalirejo", "banjir")
    rarity.discount(["banjir", "kalirejo"])

    assert rarity.users("kalirejo") == 0
    assert rarity.users("banjir") == 1
    assert rarity.of("kalirejo") == rarity_of("banjir").of("kalirejo")
    assert rarity.of("banjir") == rarity_of("banjir").of("banjir")
