"""Wordings say one thing in several ways, and each of them leads to the others."""

from importlib.resources import files

from news.wordings import wordings
from news.words import lemmas


def test_a_word_leads_to_the_other_words_of_its_meaning() -> None:
    assert ("triliun",) in wordings("t")
    assert ("t",) in wordings("triliun")


def test_several_words_are_led_to_as_a_run() -> None:
    assert ("wali", "kota") in wordings("walkot")
    assert wordings("kota") == ()


def test_a_word_of_several_meanings_leads_to_all_of_them_and_not_to_itself() -> None:
    assert {("direktur",), ("direktur", "utama")} <= {*wordings("dirut")}
    assert ("dirut",) not in wordings("dirut")


def test_every_line_says_one_meaning_in_two_ways_at_least() -> None:
    text = (files("news") / "data" / "wordings.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]

    told = {line: {tuple(lemmas(wording)) for wording in line.split(",")} for line in lines}

    assert [line for line, runs in told.items() if len(runs) < 2 or () in runs] == []
