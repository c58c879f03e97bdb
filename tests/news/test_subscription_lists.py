"""Lists of feeds: OPML and CSV, read forgivingly and written so that nothing is lost."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.errors import ListUnreadable
from news.feed import Source
from news.feed_address import feed_address
from news.feed_csv import read_csv, write_csv
from news.gazetteer import regions
from news.opml import read_opml, write_opml
from news.subscription_lists import LARGEST_LIST, LONGEST_NAME, MOST_FEEDS, MOST_PROBLEMS, FeedList, Problem
from news.text import clean

HEADER = "outlet,url,region\n"
A = Source(outlet="A", url="https://a.example/rss")
B = Source(outlet="B", url="https://b.example/rss", region="19.02")


def opml(outlines: str) -> bytes:
    """A document whose outlines begin on line 2."""
    return f"<opml version='2.0'><body>\n{outlines}\n</body></opml>".encode()


def one(document: bytes) -> Source:
    """The only feed of an OPML document without problems."""
    listed = read_opml(document)
    assert listed.problems == ()
    [source] = listed.sources
    return source


def named(document: bytes) -> list[str]:
    return [source.outlet for source in read_opml(document).sources]


def told(listed: FeedList) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in listed.problems]


def tidy(written: str) -> str | None:
    try:
        return feed_address(clean(written))
    except ValueError:
        return None


usable_urls = (
    st.from_regex(
        r"https?://[a-z]{1,9}\.example(:[1-9]\d{0,3})?/[!-~]{0,20}(\?[!-~é ]{0,20})?", fullmatch=True
    )
    .map(tidy)
    .filter(lambda url: url is not None and tidy(url) == url)
)
names = st.text(min_size=1, max_size=LONGEST_NAME).map(clean).filter(lambda name: name and "&" not in name)
sources = st.builds(
    Source,
    url=usable_urls,
    outlet=names,
    region=st.sampled_from(["", "19", "19.02", *regions()]),
    full_text=st.booleans(),
)


@given(st.lists(sources, unique_by=lambda source: source.url))
def test_what_was_written_is_read_again_as_it_was(given_sources: list[Source]) -> None:
    expected = FeedList(sources=tuple(given_sources), problems=())
    assert read_csv(write_csv(given_sources)) == expected
    assert read_opml(write_opml(given_sources, title="Umpan")) == expected


def test_names_and_addresses_with_markup_in_them_survive() -> None:
    given_sources = (
        Source(outlet='A & B, "C" <d>', url="https://a.example/?a=1&b=2"),
        Source(outlet="=1+1; 'x'", url="https://b.example/a;b,c"),
    )
    for read in (read_csv(write_csv(given_sources)), read_opml(write_opml(given_sources, title="A & B"))):
        assert read == FeedList(sources=given_sources, problems=())


def test_what_no_document_may_hold_is_left_out_in_writing() -> None:
    odd = Source(outlet="A\0\ud800\n B", url=A.url)
    expected = FeedList(sources=(Source(outlet="A B", url=A.url),), problems=())
    assert read_opml(write_opml([odd], title="\0")) == read_csv(write_csv([odd])) == expected


def test_a_written_list_is_one_that_other_programs_read() -> None:
    assert write_csv([A, B]).decode() == (
        "outlet,url,region\nA,https://a.example/rss,\nB,https://b.example/rss,19.02\n"
    )
    assert write_opml([A, B], title="Umpan").decode() == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<opml version="2.0">\n  <head>\n    <title>Umpan</title>\n  </head>\n  <body>\n'
        '    <outline type="rss" text="A" title="A" xmlUrl="https://a.example/rss"/>\n'
        '    <outline type="rss" text="B" title="B" xmlUrl="https://b.example/rss"'
        ' category="/region/19.02"/>\n'
        "  </body>\n</opml>\n"
    )


@pytest.mark.parametrize(
    ("outline", "source"),
    [
        ("<outline text='A' title='lain' xmlUrl='https://a.example/rss'/>", A),
        ("<OUTLINE TITLE='A' XMLURL=' https://a.example/rss '/>", A),
        ("<outline text='' title='A' xmlurl='https://a.example/rss' htmlUrl='x' type='rss'/>", A),
        (
            "<outline xmlUrl='https://www.a.example/rss'/>",
            Source(outlet="a.example", url="https://www.a.example/rss"),
        ),
        ("<outline text='B' category='/Berita,/region/19.02' xmlUrl='https://b.example/rss'/>", B),
        ("<outline text='A' category='Berita' xmlUrl='https://a.example/rss'/>", A),
        (
            "<outline text='A' xmlUrl='https://a.example/?a=1&b=2'/>",
            Source(outlet="A", url="https://a.example/?a=1&b=2"),
        ),
        (
            "<outline text='A & B&nbsp;&eacute;&#233;&#0;&#xD800;&#9999999;&lain;' xmlUrl='https://a.example/rss'/>",
            Source(outlet="A & B éé&lain;", url=A.url),
        ),
        (
            "<outline text='A &amp;amp; B &amp;#8211; C' xmlUrl='https://a.example/rss'/>",
            Source(outlet="A & B – C", url=A.url),
        ),
        (
            "<outline text='Media'><outline text='Daerah'>\n<outline text='A' xmlUrl='https://a.example/rss'/>"
            "</outline></outline><outline text='catatan'/><outline type='link' url='https://c.example'/>",
            A,
        ),
    ],
)
def test_an_outline_with_an_address_is_a_feed(outline: str, source: Source) -> None:
    assert one(opml(outline)) == source


@pytest.mark.parametrize(
    ("folder", "name", "url", "outlet"),
    [
        ("ANTARA", "Politik", "https://www.antaranews.com/rss/politik.xml", "ANTARA"),
        ("ANTARA", "ANTARA Aceh", "https://aceh.antaranews.com/rss/terkini.xml", "ANTARA Aceh"),
        ("BBC Indonesia", "Dunia", "https://feeds.bbci.co.uk/indonesia/rss.xml", "BBC Indonesia"),
        ("Kabar Desa", "", "https://www.kabardesa.example/rss", "Kabar Desa"),
        ("Berita nasional", "Tempo", "https://rss.tempo.co/nasional", "Tempo"),
        ("Id", "Tempo", "https://rss.tempo.co/id", "Tempo"),
        ("Berita", "", "https://rss.tempo.co/nasional", "rss.tempo.co"),
    ],
)
def test_a_folder_named_after_the_outlet_names_its_sections(
    folder: str, name: str, url: str, outlet: str
) -> None:
    assert named(opml(f"<outline text='{folder}'><outline text='{name}' xmlUrl='{url}'/></outline>")) == [
        outlet
    ]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp1252", "windows-1252"),
        ("cp1252", "utf-8"),
        ("utf-8", "windows-1252"),
        ("utf-8", "tidak-ada"),
    ],
)
def test_a_list_is_read_whatever_encoding_it_is_in_and_says_it_is_in(encoding: str, declared: str) -> None:
    declaration = f"\n<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    outline = "<opml><body><outline text='Café – Kabar' xmlUrl='https://a.example/rss'/></body></opml>"
    assert named((declaration + outline).encode(encoding)) == ["Café – Kabar"]
    rows = f"{HEADER}Café – Kabar,https://a.example/rss,\n".encode(encoding)
    assert read_csv(rows).sources == (Source(outlet="Café – Kabar", url=A.url),)


@pytest.mark.parametrize(
    ("row", "outline", "reason"),
    [
        ("A,,", None, "the address is missing"),
        (
            "A,ftp://c.example,",
            "<outline xmlUrl='ftp://c.example'/>",
            "'ftp://c.example' is no http(s) address",
        ),
        (
            "A,https://tono:rahasia@c.example/rss,",
            "<outline xmlUrl='https://tono:rahasia@c.example/rss'/>",
            "https://…@c.example/rss holds a name or a password; put the address without it",
        ),
        ("A,https://tono:ra/sia@c.example,", None, "'https://…@c.example' is no http(s) address"),
        ("A,tono:rahasia@c.example,", None, "'…@c.example' is no http(s) address"),
        (",https://c.example,", None, "the outlet's name is missing"),
        (
            "C,https://c.example,99",
            "<outline xmlUrl='https://c.example' category='/region/99'/>",
            "the region '99' is not known",
        ),
        ("C,https://c.example,Bogor", None, "the region 'Bogor' may be 32.01 or 32.71; write the code"),
        (
            "C,https://a.example/rss,",
            "<outline xmlUrl='https://a.example/rss'/>",
            "https://a.example/rss stands in line 2 already",
        ),
        (None, "<outline type='rss' text='C'/>", "the feed 'C' has no address (xmlUrl)"),
        (None, "<outline text='C' htmlUrl='https://c.example'/>", "the feed 'C' has no address (xmlUrl)"),
        ('"C,https://c.example,', None, "a quote is opened and not closed"),
        ('"C"x,https://c.example,', None, "is no CSV: ',' expected after '\"'"),
        ("C\0,https://c.example,", None, "holds a NUL character"),
        ("C" * 200_000 + ",https://c.example,", None, "is no CSV: field larger than field limit (131072)"),
    ],
)
def test_a_wrong_line_is_told_by_its_number_and_the_rest_is_read(
    row: str | None, outline: str | None, reason: str
) -> None:
    expected = FeedList(sources=(A, B), problems=(Problem(line=3, reason=reason),))
    if row is not None:
        rows = f"{HEADER}A,https://a.example/rss,\n{row}\nB,https://b.example/rss,19.02\n"
        assert read_csv(rows.encode()) == expected
    if outline is not None:
        first = "<outline text='A' xmlUrl='https://a.example/rss'/>"
        last = "<outline text='B' category='/region/19.02' xmlUrl='https://b.example/rss'/>"
        assert read_opml(opml(f"{first}\n{outline}\n{last}")) == expected


def test_broken_xml_is_told_and_what_stands_around_it_is_read() -> None:
    listed = read_opml(
        opml(
            "<outline text='A' xmlUrl='https://a.example/rss'/>\n<outline text=C xmlUrl='https://c.example'/>"
        )
    )
    assert listed.sources == (A,)
    assert [(problem.line, problem.reason[:10]) for problem in listed.problems] == [(3, "broken XML")]


def test_a_line_far_down_is_told_by_a_number_next_to_its_own() -> None:
    [(line, _)] = told(read_opml(opml("\n" * 70_000 + "<outline xmlUrl='x'/>")))
    assert abs(line - 70_002) <= 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_stand_in_any_order_and_beside_others(delimiter: str) -> None:
    rows = [
        "\ufeff",
        "Note|URL |Region|OUTLET",
        "",
        "|||",
        '"two\nlines"|https://b.example/rss|19.02|B',
        "x|https://a.example/rss||A",
    ]
    document = "\r\n".join(rows).replace("|", delimiter).encode()
    assert read_csv(document) == FeedList(sources=(B, A), problems=())


def test_a_region_may_be_named_or_left_out() -> None:
    rows = "outlet,url,region\nA,https://a.example/rss\nB,https://b.example/rss,Kabupaten Belitung\nC,https://c.example/,babel\n"
    assert [source.region for source in read_csv(rows.encode()).sources] == ["", "19.02", "19"]
    assert read_csv(b"url,outlet\nhttps://a.example/rss,A\n").sources == (A,)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("outlet,region", "the column 'url' is missing; wanted outlet, url, region"),
        ("https://a.example/rss", "the column 'outlet' is missing; wanted outlet, url, region"),
        ("x" * 9_000_000, "the column 'outlet' is missing; wanted outlet, url, region"),
    ],
)
def test_a_table_without_the_needed_columns_is_told(header: str, reason: str) -> None:
    listed = read_csv(f"\n{header}\nA,https://a.example/rss\n".encode())
    assert listed == FeedList(sources=(), problems=(Problem(line=2, reason=reason),))


@pytest.mark.parametrize(
    ("document", "as_opml", "as_csv"),
    [
        (b"", "an empty document", "an empty document"),
        (b"\xef\xbb\xbf\n", "an empty document", "an empty document"),
        (b"<!DOCTYPE html><html><p>x", "a web page, not OPML", "a web page, not CSV"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "a feed, not OPML", "a feed, not CSV"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "a feed, not OPML", "a feed, not CSV"),
        (b"<catatan/>", "XML of another kind, not OPML", "XML of another kind, not CSV"),
        (b'[{"url": "x"}]', "JSON, not OPML", "JSON, not CSV"),
        (b"PK\x03\x04\x00", "an Excel workbook or another zip file, not OPML", None),
        (b"%PDF-1.7", "a PDF, not OPML", "a PDF, not CSV"),
        (b"outlet,url\n", "plain text, not OPML", None),
        (bytes(range(256)), "plain text, not OPML", None),
        (b"<opml/>", None, "OPML, not CSV"),
        (b"x" * (LARGEST_LIST + 1), "larger than 10 MB", "larger than 10 MB"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_list_at_all_is_told_apart(
    document: bytes, as_opml: str | None, as_csv: str | None
) -> None:
    readers: list[tuple[Callable[[bytes], FeedList], str | None]] = [(read_opml, as_opml), (read_csv, as_csv)]
    for read, reason in readers:
        if reason:
            with pytest.raises(ListUnreadable) as refused:
                read(document)
            assert refused.value.reason == reason


@pytest.mark.parametrize(
    "definitions",
    [
        "<!DOCTYPE opml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE opml [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;]>",
        "<!DOCTYPE opml [<!ENTITY a 'xxxxxxxx'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
        "<!doctype opml SYSTEM 'x' [<!ATTLIST outline xmlUrl CDATA 'https://a.example'>]>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_that_defines_entities_is_refused(definitions: str, encoding: str) -> None:
    document = f"{definitions}<opml><outline text='&a;' xmlUrl='https://a.example/&b;'/></opml>"
    with pytest.raises(ListUnreadable, match="definitions of its own"):
        read_opml(document.encode(encoding))


def test_what_another_document_defines_is_not_fetched() -> None:
    document = b"<!DOCTYPE opml SYSTEM 'file:///etc/passwd'>" + opml(
        "<outline text='&a;' xmlUrl='https://a.example/rss'/>"
    )
    assert one(document) == Source(outlet="&a;", url=A.url)


def test_a_list_is_read_up_to_its_limits() -> None:
    outlines = "\n".join(f"<outline text='A' xmlUrl='https://a.example/{n}'/>" for n in range(100_000))
    rows = HEADER + "\n".join(f"A,https://a.example/{n}," for n in range(100_000))
    for listed in (read_opml(opml(outlines)), read_csv(rows.encode())):
        assert len(listed.sources) == MOST_FEEDS
        assert told(listed) == [(MOST_FEEDS + 2, "nothing is read from here on: 20,000 feeds are enough")]


def test_problems_are_told_up_to_their_limit() -> None:
    for listed in (
        read_opml(opml("<outline xmlUrl='x'/>\n" * 100_000)),
        read_csv(f"{HEADER}{'x' + chr(10)}".encode() + b"x\n" * 1_000_000),
    ):
        assert len(listed.problems) == MOST_PROBLEMS + 1
        assert told(listed)[-1] == (
            MOST_PROBLEMS + 2,
            "nothing is read from here on: 1,000 problems are enough",
        )


def test_blank_lines_without_end_are_left_unread() -> None:
    assert told(read_csv(HEADER.encode() + b"\n" * 1_000_000)) == [
        (100_001, "nothing is read from here on: 100,000 lines are enough")
    ]


def test_a_very_long_name_is_cut() -> None:
    document = opml(f"<outline text='{'kabar ' * 200_000}' xmlUrl='https://a.example/rss'/>")
    assert [len(name) for name in named(document)] == [198]
    rows = f"{HEADER}{'k' * 100_000},https://a.example/rss,\n".encode()
    assert [len(source.outlet) for source in read_csv(rows).sources] == [LONGEST_NAME]


@pytest.mark.parametrize(
    "document",
    [
        opml("<outline text='x'>" * 100_000 + "<outline xmlUrl='https://a.example'/>"),
        opml("<outline " + " ".join(f"a{n}='x'" for n in range(100_000)) + "/>"),
        opml(f"<outline text='{'&' * 1_000_000}'/>"),
        opml(
            f"<outline text='{'x' * 1_000_000}'>"
            + "<outline xmlUrl='https://a.example'/>" * 20_000
            + "</outline>"
        ),
        b"<opml>" + b"<" * 1_000_000,
        b"<!DOCTYPE" * 300_000,
    ],
    ids=lambda document: repr(document[:12] + document[-20:]),
)
def test_a_hostile_document_does_no_harm(document: bytes) -> None:
    try:
        assert len(read_opml(document).sources) <= 1
    except ListUnreadable:
        assert document.startswith(b"<!DOCTYPE")


@settings(deadline=None)  # the first that names a region waits until all their names are read
@given(st.binary())
def test_any_bytes_are_read_or_refused(document: bytes) -> None:
    for read, start in (
        (read_opml, b"<opml><outline xmlUrl='https://a.example' text='"),
        (read_csv, HEADER.encode()),
    ):
        read(start + document)
        with suppress(ListUnreadable):
            read(document)
