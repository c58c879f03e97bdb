"""Lists of feeds that are wrong, endless or hostile: what can be read is read, and the rest is told."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.errors import ListUnreadable
from news.feed import Source
from news.feed_csv import read_csv
from news.opml import read_opml
from news.subscription_lists import LARGEST_LIST, LONGEST_NAME, MOST_FEEDS, MOST_PROBLEMS, FeedList, Problem
from tests.news.lists import HEADER, A, B, named, one, opml, told


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
