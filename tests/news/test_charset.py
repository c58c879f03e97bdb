"""Bytes become UTF-8, whatever they are said to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.charset import in_utf8

TEXT = "<rss>Banjir “surut” di Demak – é</rss>"


def _declared(charset: str, text: str = TEXT) -> str:
    return f'<?xml version="1.0" encoding="{charset}"?>{text}'


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_tells_the_encoding_whatever_is_declared(encoding: str) -> None:
    assert in_utf8(_declared("latin1").encode(encoding), charset="gb2312") == _declared("latin1").encode()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [TEXT, '{"items": []}'])
def test_wide_characters_are_known_without_a_mark(encoding: str, text: str) -> None:
    assert in_utf8(text.encode(encoding)) == text.encode()


@pytest.mark.parametrize("declared", ["UTF-8", "ISO-8859-1", "windows-1252", "gb2312", "none-such", "utf-7"])
def test_what_reads_as_utf_8_is_utf_8_whatever_is_declared(declared: str) -> None:
    document = _declared(declared).encode()

    assert in_utf8(document, charset=declared) == document


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("windows-1252", "cp1252", TEXT),
        ("ISO-8859-1", "cp1252", TEXT),
        ("us-ascii", "cp1252", TEXT),
        ("GB2312", "gbk", "新闻：朱镕基"),
        ("Shift_JIS", "cp932", "洪水は①引いた"),
        ("EUC-KR", "euc_kr", "홍수가 물러났다"),
        ("Big5", "big5", "洪水退去"),
        ("KOI8-R", "koi8-r", "Вода ушла"),
        ("TIS-620", "cp874", "น้ำลด"),
        ("windows-1251", "cp1251", "Вода ушла"),
    ],
)
def test_an_encoding_is_what_the_document_or_else_the_server_says(
    charset: str, encoding: str, text: str
) -> None:
    assert in_utf8(_declared(charset, text).encode(encoding)) == _declared(charset, text).encode()
    assert in_utf8(text.encode(encoding), charset=charset) == text.encode()


@pytest.mark.parametrize("charset", ["", "utf-8", "none-such", "utf-7", "zip", "hex", "idna", "é", "x" * 90])
def test_without_a_charset_that_makes_sense_it_is_windows(charset: str) -> None:
    assert in_utf8(TEXT.encode("cp1252"), charset=charset) == TEXT.encode()
    assert in_utf8(_declared("utf-8").encode("cp1252"), charset=charset) == _declared("utf-8").encode()


@pytest.mark.parametrize("charset", ["", "utf-8", "iso-8859-1", "gb2312"])
def test_a_byte_of_another_encoding_garbles_nothing_but_itself(charset: str) -> None:
    mostly = TEXT.encode() + b" Jum\x92at"

    assert in_utf8(mostly, charset=charset) == TEXT.encode() + " Jum’at".encode()


def test_half_of_an_emoji_costs_nothing_but_itself() -> None:
    assert in_utf8(TEXT.encode() + b"\xed\xa0\xbd!") == TEXT.encode() + b"!"


@given(
    body=st.binary(), charset=st.text() | st.sampled_from(["latin1", "gbk", "utf-8", "undefined", "rot13"])
)
def test_any_bytes_become_utf_8(body: bytes, charset: str) -> None:
    in_utf8(body, charset=charset).decode("utf-8")


@given(text=st.text())
def test_what_is_utf_8_stays(text: str) -> None:
    written = "<a>" + text
    assert in_utf8(written.encode(errors="replace")) == written.encode(errors="replace")
