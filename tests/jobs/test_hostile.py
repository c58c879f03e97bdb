"""Hostile feeds, the real way: over HTTP from this machine, through the fetcher, to the readers.

What is readable is read. What goes beyond a limit ends with a reason, within the limits that the code states:
bytes taken, the processor's time and the memory of a reader. Nothing but the server of the test is asked.
"""

from collections.abc import Iterable
from datetime import timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest

from jobs.fetch import MOST_BYTES, Fetched
from jobs.reading import Readers
from news.errors import FeedError
from news.raw_feed import MOST_ENTRIES
from tests.clocks import MORNING
from tests.jobs.wire import OK, Recorder, Wire, answer, fetcher, saying

MB = 1024 * 1024
TOO_SLOW = "takes more than 1.5 seconds to read"

HEAD, FOOT = b"<rss version='2.0'><channel><title>Kabar</title>", b"</channel></rss>"
GOOD = b"<item><title>Berita</title><link>https://kabar.example/1</link></item>"
NUMBERED = b"<item><title>Berita %d</title><link>/%d</link></item>"


def rss(*items: bytes) -> bytes:
    return HEAD + b"".join(items) + FOOT


def item(title: bytes = b"Berita", link: bytes = b"/1", more: bytes = b"") -> bytes:
    return b"<item><title>" + title + b"</title><link>" + link + b"</link>" + more + b"</item>"


def declaring(entities: bytes, title: bytes) -> bytes:
    return b"<?xml version='1.0'?><!DOCTYPE rss [" + entities + b"]>" + rss(item(title), GOOD)


LAUGHS = b"<!ENTITY l0 'ha'>" + b"".join(
    b"<!ENTITY l%d '%s'>" % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 10)
)
QUADRATIC = b"<!ENTITY a '" + b"a" * 100_000 + b"'>"
NAMESPACES = b" ".join(b"xmlns:n%d='u%d'" % (number, number) for number in range(20_000))
MANY = b"".join(NUMBERED % (number, number) for number in range(100_000))
SCRIPT = b"<![CDATA[<script>alert(1)</script><b onclick='x'>Berita</b><img src='http://127.0.0.1:1/'>]]>"
SCRIPTED = (
    b"<description>"
    + SCRIPT
    + b"</description><guid>"
    + SCRIPT
    + b"</guid><pubDate>"
    + SCRIPT
    + b"</pubDate>"
)
WIDE = "<?xml version='1.0' encoding='utf-16'?>" + rss(item("Kopi é".encode()), GOOD).decode()


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        pytest.param(declaring(LAUGHS, b"&l9;"), 2, id="a billion laughs"),
        pytest.param(declaring(QUADRATIC, b"&a;" * 100_000), 2, id="quadratic blow-up"),
        pytest.param(
            declaring(b"<!ENTITY x SYSTEM 'file:///etc/passwd'>", b"Isi &x;"), 2, id="a file of ours"
        ),
        pytest.param(declaring(b"<!ENTITY x SYSTEM '{url}/x'>", b"Isi &x;"), 2, id="an entity elsewhere"),
        pytest.param(
            declaring(b"<!ENTITY % p SYSTEM '{url}/p'>%p;", b"Isi"), 2, id="a parameter entity elsewhere"
        ),
        pytest.param(
            b"<!DOCTYPE rss SYSTEM '{url}/dtd'><?xml-stylesheet href='{url}/css'?>"
            b"<rss xmlns:xi='http://www.w3.org/2001/XInclude'><channel><xi:include href='{url}/xi'/>"
            + GOOD
            + b"</channel></rss>",
            1,
            id="a doctype, a style sheet and an inclusion elsewhere",
        ),
        pytest.param(rss(MANY), MOST_ENTRIES, id="100,000 entries"),
        pytest.param(rss(GOOD, MANY.replace(b"Berita", b"A & B")), MOST_ENTRIES, id="100,000 broken entries"),
        pytest.param(rss(GOOD, b"<a>" * 300_000), TOO_SLOW, id="300,000 nested tags"),
        pytest.param(b"<a>" * 1_000_000, TOO_SLOW, id="nothing but nested tags"),
        pytest.param(b"<" * 9_000_000, TOO_SLOW, id="nothing but angles"),
        pytest.param(rss(b"<item " + NAMESPACES + GOOD[5:]), 1, id="20,000 namespaces"),
        pytest.param(rss(GOOD, b"<!-- " * 100_000), 1, id="comments without an end"),
        pytest.param(rss(GOOD, b"<![CDATA[ " * 100_000), 1, id="CDATA without an end"),
        pytest.param(rss(item(b"a\x00b\x01c"), GOOD), 2, id="NULs and other controls"),
        pytest.param(rss(item(b"a\xed\xa0\x80b"), GOOD), 2, id="half a surrogate"),
        pytest.param(rss(item(b"a&#xD800;&#0;&#x110000;b"), GOOD), 2, id="references to no character"),
        pytest.param(rss(item(b"a\xffb\xc3"), GOOD), 2, id="bytes that are no UTF-8"),
        pytest.param(
            b"<?xml version='1.0' encoding='utf-7'?>" + rss(GOOD), 1, id="a charset that is a trick"
        ),
        pytest.param(b"<?xml version='1.0' encoding='zip'?>" + rss(GOOD), 1, id="a charset that is none"),
        pytest.param(b"<?xml version='1.0' encoding='utf-16'?>" + rss(GOOD), 1, id="UTF-8 called UTF-16"),
        pytest.param(WIDE.encode("utf-16"), 2, id="UTF-16"),
        pytest.param(WIDE.encode("utf-16-be"), 2, id="UTF-16 without a mark"),
        pytest.param(WIDE.encode("utf-16")[:-1], 2, id="UTF-16 that ends early"),
        pytest.param(rss(item(b"kata " * 200_000), GOOD), 2, id="a title of 1 MB"),
        pytest.param(rss(item(b"&lt;b&gt;" * 110_000 + b"x"), GOOD), 1, id="a title of nested HTML"),
        pytest.param(rss(item(link=b"http://kabar.example/" + b"x" * MB), GOOD), 1, id="a link of 1 MB"),
        pytest.param(
            rss(item(link=b"javascript:alert(1)"), item(link=b"file:///x"), GOOD), 1, id="links to code"
        ),
        pytest.param(
            rss(
                item(b"a", b"/a", b"<pubDate>Mon, 01 Jan 0000 00:00:00 GMT</pubDate>"),
                item(b"b", b"/b", b"<pubDate>Fri, 31 Dec 9999 23:59:59 -1200</pubDate>"),
                item(b"c", b"/c", b"<pubDate>" + b"9" * 10_000 + b"</pubDate>"),
                GOOD,
            ),
            4,
            id="dates before and after all time",
        ),
        pytest.param(
            rss(*(item(b"t", b"/%d" % n, b"<guid>same</guid>") for n in range(50))), 50, id="one guid for all"
        ),
        pytest.param(rss(item(SCRIPT, b"/1", SCRIPTED)), 1, id="scripts in every field"),
        pytest.param(HEAD + GOOD + b"<item><title>Terp", 1, id="an end in the midst of a word"),
        pytest.param(b"<!doctype html><html><body>Maaf", "a web page, not a feed", id="a web page"),
        pytest.param(b"\x89PNG\r\n\x1a\n" * 1000, "an image, not a feed", id="a picture"),
        pytest.param(b"", "empty document", id="nothing"),
        pytest.param(b" \n\x00" * 100_000, "empty document", id="nothing to see"),
    ],
)
async def test_what_can_be_read_is_read_and_the_rest_has_a_reason(
    document: bytes, outcome: int | str
) -> None:
    said: list[bytes] = []
    async with saying(said) as wire:
        said += answer(document.replace(b"{url}", wire.url.encode()))
        assert await outcome_of(wire) == outcome
    assert len(wire.requests) == 1


@pytest.mark.parametrize(
    "said",
    [
        pytest.param([HEAD, GOOD[:-7], b"<description>", *repeat(b"x" * MB, 200)], id="a text of 200 MB"),
        pytest.param(chain([HEAD], repeat(GOOD * 10_000)), id="an endless feed"),
    ],
)
async def test_a_feed_that_does_not_end_is_given_up_at_ten_megabytes(said: Iterable[bytes]) -> None:
    async with saying(chain([OK + b"\r\n"], said)) as wire:
        assert await outcome_of(wire) == "larger than 10 MB"
    # What was sent; some of it was never taken out of the system's buffers.
    assert wire.sent < MOST_BYTES + 8 * MB


async def test_a_feed_of_a_byte_now_and_then_is_given_up_when_patience_ends() -> None:
    async with saying([OK + b"\r\n", b"<"], then_waits=True) as wire:
        assert await outcome_of(wire, patience=timedelta(seconds=0.2)) == "no whole answer within 0.2 seconds"


async def outcome_of(wire: Wire, *, patience: timedelta = timedelta(seconds=30)) -> int | str:
    """How many entries the feed has, or why it cannot be used. Asks nobody but `wire`."""
    recorder = Recorder()
    async with fetcher(recorder, patience=patience) as fetch, Readers(processes=1) as readers:
        try:
            fetched = await fetch.get(wire.url, now=MORNING)
            assert isinstance(fetched, Fetched)
            document = await readers.parse(fetched.body, url=fetched.url, charset=fetched.charset)
        except FeedError as error:
            return error.reason
        finally:
            assert recorder.opened == [(wire.host, wire.port)]
            assert all(_most_memory(pid) < 150 * MB for pid in readers.pids)
    return len(document.entries)


def _most_memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024
