"""A document is made safe, and keeps everything that it says."""

from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.raw_feed import MOST_ENTRIES, mended, repaired
from tests.news.documents import ATOM, ATOM_PREFIXED, RDF, RSS_2, item, rss

FEED = RSS_2.partition("?>\n")[2]

_ITEMS = "<!DOCTYPE rss [<!ENTITY e0 'ha'>" + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)
)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\n",
        "\r\n  \n",
        "\ufeff",
        "\ufeff\ufeff ",
        '<?xml version="1.0" encoding="utf-16"?>',
        "<?xml version='1.0'>",
        "<?xml version='1.0'?><?xml-stylesheet href='a.xsl' type='text/xsl'?>",
        "<!-- <rss version='2.0'><channel> -->",
        "<br />\n<b>Warning</b>: mysql_connect() in /a/b.php on line <b>3</b><br />\n<?xml version='1.0'?>",
        "Notice: Undefined index\n<?xml version='1.0'?>",
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.example/rss-0.91.dtd">',
        "<!doctype rss [ <!ENTITY a 'b'> <!ENTITY c '>'> ]  >",
        "Sampah <!DOCTYPE rss [<!ENTITY a '<rss >'>]> sampah",
        "<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        _ITEMS + "]>",
        "<!-- " + "x" * 9000 + " --><!DOCTYPE rss>",
    ],
)
def test_what_stands_before_the_root_is_dropped(before: str) -> None:
    assert mended((before + FEED).encode()) == FEED.encode()


@pytest.mark.parametrize("document", [RDF, ATOM, ATOM_PREFIXED, "<RSS><channel/></RSS>"])
def test_every_root_is_known(document: str) -> None:
    root = document.removeprefix('<?xml version="1.0"?>\n')

    assert mended(b"<!DOCTYPE x>" + document.encode()) == root.encode()


@pytest.mark.parametrize("document", ["<opml><body/></opml>", "<html><p>Beranda</p></html>", "teks", ""])
def test_what_is_no_feed_loses_its_declaration_only(document: str) -> None:
    assert mended(('<?xml version="1.0" encoding="latin1"?>\n' + document).encode()) == document.encode()


@pytest.mark.parametrize("text", ["<!DOCTYPE html [ x", "<!-- x", "]]&gt;", "<?xml version='1.0'?>"])
def test_what_looks_like_a_prolog_within_a_text_stays(text: str) -> None:
    document = rss(item(more=f"<description><![CDATA[{text}]]></description>"))

    assert mended(document).endswith(document[document.index(b"<item>") :])


@pytest.mark.parametrize(
    ("reference", "becomes"),
    [
        *[(f"&#{code};", "") for code in (0, 8, 11, 12, 14, 31, 127, 55296, 57343, 65534, 65535, 1114112)],
        *[(f"&#x{code};", "") for code in ("0", "b", "1F", "19", "7f", "D800", "dfff", "FFFE", "110000")],
        ("&#99999999999999999999999999;", ""),
        ("&#xFFFFFFFFFFFFFFFFFFFFFFFFFF;", ""),
        ("&#" + "9" * 9000 + ";", ""),
        ("&#0000;", ""),
        ("&#x00dfff;", ""),
        ("&#12 ", " "),
        ("&#99999999 ", " "),
        ("&#146;", "’"),
        ("&#x92;", "’"),
        ("&#x0080;", "€"),
        ("&#129;", ""),
        *[
            (f"&#{kept};", f"&#{kept};")
            for kept in (9, 10, 13, 32, 38, 50, 160, 8217, 54999, 55000, 55295, 57344, 65533, 65536, 128512)
        ],
        *[(f"&#x{kept};", f"&#x{kept};") for kept in ("9", "A", "d", "26", "a0", "D7FF", "e000", "1F600")],
        ("&#;", "&#;"),
        ("&#xg;", "&#xg;"),
        ("&nbsp;", "&nbsp;"),
        ("\x00\x07\x1b\x7f", ""),
        ("\t\r\n", "\t\r\n"),
        ("\x92", "’"),
        ("é\xa0“", "é\xa0“"),
    ],
)
def test_what_is_no_character_goes_and_what_windows_meant_is_one(reference: str, becomes: str) -> None:
    assert mended(f"<rss>a{reference}b</rss>".encode()) == f"<rss>a{becomes}b</rss>".encode()


@given(code=st.integers(0, 0x120000), hexadecimal=st.booleans())
def test_after_mending_no_reference_costs_the_document(code: int, hexadecimal: bool) -> None:
    reference = f"&#x{code:x};" if hexadecimal else f"&#{code};"
    document = mended(f"<rss>{reference}</rss>".encode())

    expat.ParserCreate("utf-8").Parse(document, True)


@pytest.mark.parametrize("kind", [rss, lambda *items: rss(*items).replace(b"item>", b"entry>")])
def test_a_document_without_end_ends_well_after_its_last_entry(kind) -> None:  # type: ignore[no-untyped-def]
    document = mended(kind(*[item(link=f"/baca/{n}") for n in range(MOST_ENTRIES + 9)]))

    assert document.count(b"<link>") == MOST_ENTRIES
    expat.ParserCreate("utf-8").Parse(document, True)


def test_json_stays_as_it_is() -> None:
    document = b'{"title": "<!DOCTYPE a> <rss > </item>"}'

    assert mended(b"\xef\xbb\xbf " + document) == document


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a<!-- b -->c", "ac"),
        ("a<!-- b <!-- c -->d", "ad"),
        ("a<!-- b", "a b"),
        ("a<!-- b <!-- c <![CDATA[<!-- d]]>", "a b  c <![CDATA[<!-- d]]>"),
        ("<![CDATA[a <!-- b]]>c<![CDATA[d --> e]]>", "<![CDATA[a <!-- b]]>c<![CDATA[d --> e]]>"),
        ("<!-- <![CDATA[ --> a ]]>", " a ]]>"),
        ("<![CDATA[a", "<![CDATA[a]]>"),
        ("R&D & S &amp; T &#38; U &nbsp; V&W;", "R&amp;D &amp; S &amp; T &#38; U &nbsp; V&W;"),
        ("<![CDATA[?a=1&b=2]]>?a=1&b=2", "<![CDATA[?a=1&b=2]]>?a=1&amp;b=2"),
        ("&" + "a" * 90 + ";", "&amp;" + "a" * 90 + ";"),
        ("", ""),
    ],
)
def test_comments_go_and_bare_ampersands_are_escaped_outside_of_cdata(before: str, after: str) -> None:
    assert repaired(before.encode()) == after.encode()


@given(
    pieces=st.lists(
        st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "&", "a;", "&#", "<rss>", "x", "<?", ">"])
    )
)
def test_mending_and_repairing_twice_changes_no_more(pieces: list[str]) -> None:
    document = mended("".join(pieces).encode())

    assert mended(document) == document
    assert b"<!--" not in repaired(document).partition(b"<![CDATA[")[0]
