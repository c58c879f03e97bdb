"""Plain text out of whatever a feed holds."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text import clean, plain, shorten


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Banjir surut", "Banjir surut"),
        ("<b>Banjir</b> surut", "Banjir surut"),
        ("<p>Banjir surut.</p><p>Warga pulang.</p>", "Banjir surut. Warga pulang."),
        ("Banjir<br>surut", "Banjir surut"),
        ("<li>satu<li>dua", "satu dua"),
        ("Ban<em>jir</em>", "Banjir"),
        ("Rapat &amp; kerja", "Rapat & kerja"),
        ("Rapat & kerja", "Rapat & kerja"),
        ("AT&T", "AT&T"),
        ("1 < 2", "1 < 2"),
        ("&ldquo;Aman&rdquo; &#8211; Bupati", "“Aman” – Bupati"),
        ('<img src="x.jpg" alt="foto">Banjir', "Banjir"),
        ("<script>jahat()</script>Banjir<style>p{}</style>", "Banjir"),
        ("<figure><figcaption>Foto: warga</figcaption></figure>Banjir", "Banjir"),
        ("<!-- catatan -->Banjir", "Banjir"),
        ("<p>belum ditutup <b>tebal", "belum ditutup tebal"),
        ("&lt;b&gt;", "<b>"),
        ("a&#x202e;b&#0;c", "ab\ufffdc"),
        ("", ""),
    ],
)
def test_html_becomes_its_visible_text(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  satu\n\tdua\u00a0tiga\u2003", "satu dua tiga"),
        ("a\x00b\x1bc", "abc"),
        ("kiri\u202ekanan\u200b", "kirikanan"),
        ("cafe\u0301", "café"),
        ("rusak\ud800", "rusak"),
        ("🗞 Kliping", "🗞 Kliping"),
        ("", ""),
    ],
)
def test_text_is_cleaned(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_clean_text_is_one_line_that_any_database_takes(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Cn", "Co"} for char in cleaned)
    assert cleaned == cleaned.strip()
    cleaned.encode()


@given(st.text() | st.text(alphabet="<>&;/!-pbrscit ="))
def test_any_html_becomes_clean_text(html: str) -> None:
    assert clean(plain(html)) == plain(html)


@pytest.mark.parametrize(
    "html", ["<b>" * 50_000, "<" * 100_000, "<p " * 50_000, "&" * 100_000, "<!--" * 50_000]
)
def test_html_that_means_harm_is_read_as_well(html: str) -> None:
    assert len(plain(html)) <= len(html)


def test_a_long_text_ends_after_its_last_whole_sentence() -> None:
    assert shorten("Banjir surut. Warga pulang. Bupati datang.", 30) == "Banjir surut. Warga pulang."


def test_a_long_sentence_ends_after_a_whole_word() -> None:
    assert (
        shorten("Banjir yang melanda kota itu, kata bupati, sudah surut", 42)
        == "Banjir yang melanda kota itu, kata…"
    )


def test_a_short_text_stays() -> None:
    assert shorten("Banjir surut", 12) == "Banjir surut"


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_no_text_is_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


def test_nesting_without_end_is_cut_before_it_is_parsed() -> None:
    assert plain("awal " + "<div>" * 100_000 + "akhir") == "awal"
