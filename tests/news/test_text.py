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
        ("&am<b>p;</b> &<i>lt;</i>", "&amp; &lt;"),
        ("<<b>b>tebal", "<b>tebal"),
        ("<br title='a > b'>satu<a href=\"?a=1&lt=2\">dua</a>", "satudua"),
        ("<figure><img src='x.jpg'><b>Foto</b></figure><b>Banjir</b>", "Banjir"),
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
        ("kiri \u200b kanan", "kiri kanan"),
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


_pieces = st.sampled_from(
    "<p> </p> <br/> </br> <div> </div> <a> <a\thref='?a&amp;b'> </a> <b> </b> <em> </em> <h2> </h2> <IMG> "
    "</img> &amp; &#39; &#8211; &nbsp; & &am p; ; < > satu &lt;b&gt; \u0338 \u200b".split(" ")
)


@given(st.lists(_pieces | st.just(" "), max_size=12).map("".join))
def test_simple_markup_is_read_as_the_parser_reads_it(html: str) -> None:
    # The last tag is none of the simple ones: it sends the whole fragment to the parser.
    assert plain(html) == plain(html + " <u></u>")


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


def test_marks_are_not_heaped_without_end() -> None:
    heap = "a" + "\u0315\u0300" * 400_000

    assert clean(heap) == unicodedata.normalize("NFC", heap[:31])


def test_signs_in_a_row_are_no_marks() -> None:
    assert clean("🌊" * 40 + "…" * 40) == "🌊" * 40 + "…" * 40
