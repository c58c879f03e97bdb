"""Lists of feeds: OPML and CSV, read forgivingly and written so that nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.feed import Source
from news.feed_address import feed_address
from news.feed_csv import read_csv, write_csv
from news.gazetteer import regions
from news.opml import read_opml, write_opml
from news.subscription_lists import LONGEST_NAME, FeedList
from news.text import clean
from tests.news.lists import HEADER, A, B, named, one, opml


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
