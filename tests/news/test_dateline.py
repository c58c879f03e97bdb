"""Datelines of Indonesian outlets."""

import pytest

from news.dateline import Dateline, dateline


@pytest.mark.parametrize(
    ("line", "place", "outlet"),
    [
        ("BELITUNG, beritapulau.com – ", "BELITUNG", "beritapulau.com"),
        ("JAKARTA, KOMPAS.com - ", "JAKARTA", "KOMPAS.com"),
        ("REPUBLIKA.CO.ID, JAKARTA -- ", "JAKARTA", "REPUBLIKA.CO.ID"),
        ("REPUBLIKA.CO.ID,JAKARTA -- ", "JAKARTA", "REPUBLIKA.CO.ID"),
        ("TRIBUNNEWS.COM, JAKARTA - ", "JAKARTA", "TRIBUNNEWS.COM"),
        ("TRIBUNLAMPUNG.CO.ID , BANDAR LAMPUNG - ", "BANDAR LAMPUNG", "TRIBUNLAMPUNG.CO.ID"),
        ("Liputan6.com, Jakarta - ", "Jakarta", "Liputan6.com"),
        ("Liputan6.com, Jakarta ", "Jakarta", "Liputan6.com"),
        ("Liputan6.com, Bandar Lampung ", "Bandar Lampung", "Liputan6.com"),
        ("Jakarta (ANTARA) - ", "Jakarta", "ANTARA"),
        ("Rejang Lebong, Bengkulu (ANTARA) - ", "Rejang Lebong, Bengkulu", "ANTARA"),
        ("KALIANDA (Lampost.co)--", "KALIANDA", "Lampost.co"),
        ("Jakarta, CNN Indonesia -- ", "Jakarta", "CNN Indonesia"),
        ("Bisnis.com, JAKARTA — ", "JAKARTA", "Bisnis.com"),
        ("TEMPO.CO, Jakarta - ", "Jakarta", "TEMPO.CO"),
        ("SERAMBINEWS.COM, BANDA ACEH – ", "BANDA ACEH", "SERAMBINEWS.COM"),
        ("Suara.com - ", None, "Suara.com"),
        ("RADAR BOGOR– ", None, "RADAR BOGOR"),
        ("RADAR  BOGOR -", None, "RADAR BOGOR"),
        ("Jakarta - ", "Jakarta", None),
        ("Lampung Barat - ", "Lampung Barat", None),
        ("SOLO – ", "SOLO", None),
    ],
)
def test_a_dateline_names_place_and_outlet(line: str, place: str | None, outlet: str | None) -> None:
    text = f"{line}Warga memperbaiki jembatan."
    assert dateline(text) == Dateline(place=place, outlet=outlet, start=0, end=len(line))


def test_a_dateline_may_follow_the_headline() -> None:
    text = "Jembatan Desa Rampung\n\nMANGGAR, beritapulau.com – Warga bersyukur."
    found = dateline(text)
    assert found
    assert (found.place, text[found.end :]) == ("MANGGAR", "Warga bersyukur.")


def test_a_dateline_may_follow_caption_and_byline_on_one_line() -> None:
    text = (
        "Warga antre (YouTube Desa) Reporter: Ani Budi | Editor: Citra Dewi RADAR BOGOR– Warga antre beras."
    )
    found = dateline(text)
    assert found
    assert (found.outlet, text[found.end :]) == ("RADAR BOGOR", "Warga antre beras.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Warga Jakarta memperbaiki jembatan.",
        "KPU – Komisi Pemilihan Umum – memulai tahapan.",
        "Jalan Bogor-Jakarta macet.",
        "Gubernur Jawa Barat - yang baru - datang.",
        "Kereta relasi Bogor - Jakarta Kota mogok.",
        "Situs pemilu.go.id sulit dibuka.",
        "Uang Tunai Bantuan (lalang.desa.id)\nWarga antre.",
        "Warga bersyukur.\nSolo - Yogyakarta kini setengah jam.",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    assert dateline(text) is None


@pytest.mark.parametrize(
    ("text", "place", "outlet"),
    [
        ("SUNGAILIAT, Kabar Timah – Sebanyak 300 pelajar hadir.", "SUNGAILIAT", "Kabar Timah"),
        ("Jakarta (Layar Nusa) – Komisi itu bersidang.", "Jakarta", "Layar Nusa"),
        ("Kabar Timah, KOBA — Warga bergotong royong.", "KOBA", "Kabar Timah"),
    ],
)
def test_at_the_very_beginning_an_outlet_need_not_be_known(text: str, place: str, outlet: str) -> None:
    found = dateline(text)
    assert found is not None
    assert (found.place, found.outlet) == (place, outlet)


def test_a_list_of_institutions_is_no_dateline() -> None:
    assert dateline("KPU, Bawaslu dan DKPP - rapat bersama di Jakarta.") is None
