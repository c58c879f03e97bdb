"""A document's head, its entries, and what raises doubt."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.listed import Doubt
from news.survey import MOST_ATTRIBUTES, MOST_DEPTH, survey
from news.wishes import Wishes

ITEM = "<item><title>a</title><link>b</link></item>"


def _rss(inner: str) -> bytes:
    return f"<rss><channel>{inner}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("head", "wishes"),
    [
        ("", Wishes()),
        ("<ttl> 60 </ttl>", Wishes(pause=timedelta(hours=1))),
        ("<TTL>60</TTL>", Wishes(pause=timedelta(hours=1))),
        ("<ttl>sejam</ttl>", Wishes()),
        ("<ttl>-5</ttl>", Wishes()),
        ("<ttl>99999999999999999999</ttl>", Wishes()),
        ("<ttl/>", Wishes()),
        (
            "<skipHours><hour>0</hour><hour>24</hour><hour>23</hour><hour>25</hour><hour>x</hour></skipHours>",
            Wishes(skip_hours=frozenset({0, 23})),
        ),
        (
            "<skipDays><day>Monday</day><day>sunday</day><day>Ahad</day></skipDays>",
            Wishes(skip_days=frozenset({0, 6})),
        ),
    ],
)
def test_a_head_says_when_to_come_back(head: str, wishes: Wishes) -> None:
    assert survey(_rss(head + ITEM)).wishes == wishes
    assert survey(_rss(ITEM + head)).wishes == wishes


def test_an_entry_wishes_for_nothing() -> None:
    inner = "<item><ttl>60</ttl><hour>3</hour><link rel='hub' href='https://hub.example'/></item>"

    with pytest.raises(Doubt):
        survey(_rss(inner))
    assert survey(_rss("<item><ttl>60</ttl><hour>3</hour></item>")).wishes == Wishes()


def test_the_first_hub_and_the_first_topic_count() -> None:
    links = "".join(
        f"<a:link rel='{rel}' href='{rel}{n}'/>" for n in (1, 2) for rel in ("alternate", "hub", "self")
    )
    found = survey(_rss(links + ITEM))

    assert (found.hub, found.topic) == ("hub1", "self1")


@pytest.mark.parametrize(
    ("inner", "date", "has_summary", "has_guid"),
    [
        ("", "", False, False),
        ("<pubDate> kemarin </pubDate>", "kemarin", False, False),
        ("<pubDate><![CDATA[kemarin]]></pubDate>", "kemarin", False, False),
        ("<dc:date>1</dc:date><pubDate>2</pubDate><updated>3</updated>", "2", False, False),
        ("<updated>1</updated><created>2</created>", "2", False, False),
        ("<pubDate>1</pubDate><pubDate/>", "1", False, False),
        ("<description/>", "", True, False),
        ("<description>a</description><media:description/>", "", True, False),
        ("<content:encoded/>", "", False, False),
        ("<guid/>", "", False, True),
        ("<x:id/><media:group><id/><pubDate>1</pubDate></media:group>", "", False, False),
    ],
)
def test_an_entry_has_its_date_and_its_parts(
    inner: str, date: str, has_summary: bool, has_guid: bool
) -> None:
    (listed,) = survey(_rss(f"<item>{inner}</item>")).entries

    assert (listed.date, listed.has_summary, listed.has_guid) == (date, has_summary, has_guid)


@pytest.mark.parametrize(
    "inner",
    [
        "<a>" * MOST_DEPTH + "</a>" * MOST_DEPTH,
        "<item>" + "<a>" * MOST_DEPTH + "</a>" * MOST_DEPTH + "</item>",
        "<a " + " ".join(f"xmlns:a{n}='urn:{n}'" for n in range(MOST_ATTRIBUTES + 1)) + "/>",
        "<item><item/></item>",
        "<item><description>a<p>b</p></description></item>",
        "<item><pubDate>a<b/>c</pubDate></item>",
        "<item><title>a<!-- b --></title></item>",
        "<item><title>a<?b c?></title></item>",
        "<item><title mode='base64'>YQ==</title></item>",
        "<item><description>a</description><summary>b</summary></item>",
        "<item><media:title>a</media:title><title>b</title></item>",
        "<item><link href='a' rel='self'/></item>",
        "<item><link>a</link><link>b</link></item>",
        "<item>",
        "&nbsp;",
        "\x00",
    ],
)
def test_what_is_doubtful_is_doubted(inner: str) -> None:
    with pytest.raises(Doubt):
        survey(_rss(inner))


@pytest.mark.parametrize(
    "inner",
    [
        "<a>" * (MOST_DEPTH - 2) + "</a>" * (MOST_DEPTH - 2),
        "<item><!-- b --><title>a</title><!-- c --></item>",
        "<!-- b --><?c d?>",
        "<item><media:group><media:title>a</media:title><b>c</b></media:group></item>",
        "<item><title type='text'>a</title><link href='b' rel='alternate' type='text/html'/></item>",
        "<item><author><name>a</name></author><category/><category/></item>",
    ],
)
def test_what_is_plain_is_not(inner: str) -> None:
    survey(_rss(inner))


_PIECES = """
    <item> </item> <title> </title> <pubDate> </pubDate> <link/> <hour> </hour> <!----> <a:date/> <x/> x
""".split()


@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=12))
def test_any_document_is_surveyed_or_doubted(pieces: list[str]) -> None:
    try:
        survey(_rss("".join(pieces)))
    except Doubt:
        return


def test_a_document_type_is_doubted() -> None:
    with pytest.raises(Doubt):
        survey(b"<!DOCTYPE rss [<!ENTITY a 'b'>]>" + _rss("&a;"))
