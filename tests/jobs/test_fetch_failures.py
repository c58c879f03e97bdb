"""What goes wrong on the way to a feed: a kind, and a reason in words for someone who has never seen us."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Iterable
from datetime import timedelta
from itertools import repeat
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from jobs.fetch import MOST_BYTES, Fetched
from news.errors import FetchError, FetchForbidden
from news.failure import Failure
from tests.clocks import MORNING
from tests.jobs.certificate import self_signed
from tests.jobs.wire import OK, answer, failure_of, fetcher, saying, zstd

MB = 1024 * 1024
BROKEN = Failure.SERVER_ERROR, "the answer breaks the rules of HTTP"
CUT = Failure.TEMPORARY, "the connection ended in the midst of the answer"
UNANSWERED = Failure.TEMPORARY, "the connection ended before the answer"
TOO_LARGE = Failure.TOO_LARGE, "larger than 10 MB"
BESIDE = Failure.TOO_LARGE, "far more bytes beside the feed than in it"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def gzip_bomb(megabytes: int) -> bytes:
    """Begins like gzip, and goes on like it for that long; a thousandth of it is sent."""
    packer = zlib.compressobj(9, wbits=31)
    head = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + (packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)) * megabytes


BOMBS = {
    "gzip": gzip_bomb(2000),
    "br": brotli.compress(bytes(100 * MB), quality=5),
    "zstd": zstd.compress(bytes(100 * MB)),
}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([], UNANSWERED, id="nothing at all"),
        pytest.param([b"HTTP/1.1 200"], UNANSWERED, id="half a status line"),
        pytest.param([b"<rss><channel></channel></rss>"], BROKEN, id="HTTP/0.9"),
        pytest.param([b"HTTP/9.9 200 OK\r\n\r\n<rss/>"], BROKEN, id="a version from the future"),
        pytest.param([b"HTTP/1.1 99999 OK\r\n\r\n"], BROKEN, id="a status of five digits"),
        pytest.param([b"\x15\x03\x01\x00\x02\x02\x16"], BROKEN, id="TLS instead of HTTP"),
        pytest.param([b"HTTP/1.1 200 ", *repeat(b"x" * MB, 50)], BROKEN, id="an endless status line"),
        pytest.param([OK, b"X: ", *repeat(b"x" * MB, 50)], BROKEN, id="an endless header"),
        pytest.param([OK, *repeat(b"X: y\r\n" * 1000, 9999)], BROKEN, id="endless headers"),
        pytest.param([OK, b"Set-Cookie: a=b\r\n" * 10_000, b"\r\n<rss/>"], BROKEN, id="10,000 cookies"),
        pytest.param([OK + b"Content-Length: 100\r\n\r\n<rss/>"], CUT, id="a length too long"),
        pytest.param([OK + b"Content-Length: 2\r\n\r\n<rss/>"], BROKEN, id="a length too short"),
        pytest.param([OK + b"Content-Length: -2\r\n\r\n<rss/>"], BROKEN, id="a negative length"),
        pytest.param([OK + b"Content-Length: 9" + b"9" * 30 + b"\r\n\r\n"], BROKEN, id="a length beyond all"),
        pytest.param([CHUNKED + b"zz\r\n<rss/>"], BROKEN, id="a chunk of zz bytes"),
        pytest.param([CHUNKED + b"f" * 20 + b"\r\n<rss/>"], BROKEN, id="a chunk beyond all"),
        pytest.param([CHUNKED + b"64\r\n<rss/>"], CUT, id="a chunk that ends early"),
        pytest.param([CHUNKED + b"5;", *repeat(b"x" * MB, 50)], BESIDE, id="an endless chunk extension"),
        pytest.param([CHUNKED, *repeat(b"1\r\nx\r\n" * 9000, 9999)], BESIDE, id="chunks of a byte"),
        pytest.param([CHUNKED + b"0\r\n", *repeat(b"X: y\r\n" * 1000, 9999)], BROKEN, id="endless trailers"),
        pytest.param([*repeat(b"HTTP/1.1 102 \r\n\r\n" * 4000, 9999)], BESIDE, id="endless interim answers"),
        pytest.param([*repeat(b"HTTP/1.1 100 \r\n\r\n" * 4000, 9999)], BESIDE, id="endless calls to go on"),
        pytest.param([OK + b"\r\n", *repeat(b"<a>" * MB, 99)], TOO_LARGE, id="an endless body"),
        pytest.param(answer(b"<rss/>", "Content-Encoding: gzip"), BROKEN, id="gzip that is none"),
        pytest.param(answer(b"<rss/>", "Content-Encoding: zstd"), BROKEN, id="zstd that is none"),
        pytest.param(answer(BOMBS["gzip"], "Content-Encoding: gzip"), TOO_LARGE, id="2 MB of gzip for 2 GB"),
        pytest.param(answer(BOMBS["br"], "Content-Encoding: br"), TOO_LARGE, id="a brotli bomb"),
        pytest.param(answer(BOMBS["zstd"], "Content-Encoding: zstd"), TOO_LARGE, id="a zstd bomb"),
        pytest.param(
            [OK + b"Content-Encoding: gzip\r\n\r\n", *repeat(gzip.compress(b"") * 3000, 9999)],
            BROKEN,
            id="endless empty gzip members",
        ),
        pytest.param(
            [OK + b"Content-Encoding: deflate\r\n\r\nx\x9c", *repeat(b"\0\0\0\xff\xff" * 9000, 9999)],
            BESIDE,
            id="endless empty deflate blocks",
        ),
    ],
)
async def test_an_answer_that_breaks_the_rules_is_given_up_before_it_costs_much(
    said: Iterable[bytes], expected: tuple[Failure, str]
) -> None:
    async with saying(said) as wire:
        failure = await failure_of(fetcher(), wire.url)
    assert (failure.failure, failure.reason) == expected
    # What was sent, not what was read: up to some MB of it lie in the buffers of the system.
    assert wire.sent < MOST_BYTES + 8 * MB


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (b"204 No Content", (Failure.REFUSED, "HTTP 204 No Content")),
        (b"206 Partial Content", (Failure.REFUSED, "HTTP 206 Partial Content")),
        (b"101 Switching Protocols", (Failure.REFUSED, "HTTP 101 Switching Protocols")),
        (b"301 Moved", (Failure.REFUSED, "HTTP 301 Moved")),
        (b"304 Not Modified", (Failure.REFUSED, "HTTP 304 Not Modified")),
        (b"404 Not Found", (Failure.NOT_FOUND, "HTTP 404 Not Found")),
        (b"410 Gone", (Failure.GONE, "HTTP 410 Gone")),
        (b"429", (Failure.TEMPORARY, "HTTP 429")),
        (b"999 x", (Failure.SERVER_ERROR, "HTTP 999 x")),
        (b"500 \x1b[31m\xe2\x80\xaemoob \xff", (Failure.SERVER_ERROR, "HTTP 500 [31mmoob")),
        (b"500 " + b"x" * 8000, (Failure.SERVER_ERROR, "HTTP 500 " + "x" * 100)),
    ],
)
async def test_a_status_is_told_with_its_words_made_harmless(
    status: bytes, expected: tuple[Failure, str]
) -> None:
    async with saying([b"HTTP/1.1 " + status + b"\r\nRetry-After: 120\r\n\r\n"]) as wire:
        failure = await failure_of(fetcher(), wire.url)
    assert isinstance(failure, FetchError)
    assert (failure.failure, failure.reason) == expected
    assert (failure.status, failure.retry_after) == (int(status[:3]), timedelta(minutes=2))


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: " + b"(" * 8000,
        b"Content-Type: text/xml" + b";a*0*=((" * 900,
        b"Content-Type: \xff\x01;;;=",
        b"Content-Encoding: \xff",
        b"Cache-Control: max-age=" + b"9" * 8000,
        b"ETag: \xff\x80",
        b"Last-Modified: \xe9",
        b"Date: \xff",
        b"Set-Cookie: " + b"a" * 8000,
        b"Location: http://169.254.169.254/",
    ],
)
async def test_a_header_that_makes_no_sense_does_no_harm(header: bytes) -> None:
    async with saying([OK + header + b"\r\n\r\n<rss/>"]) as wire, fetcher() as fetch:
        fetched = await fetch.get(wire.url, now=MORNING)
    assert isinstance(fetched, Fetched)
    assert (fetched.body, fetched.etag, fetched.modified) == (b"<rss/>", "", "")


@pytest.mark.parametrize("encoding", BOMBS)
async def test_a_bomb_is_never_in_memory_as_a_whole(encoding: str) -> None:
    async with saying(answer(BOMBS[encoding], f"Content-Encoding: {encoding}")) as wire:
        tracemalloc.start()
        failure = await failure_of(fetcher(), wire.url)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert failure.failure is Failure.TOO_LARGE
    assert peak < 40 * MB


async def test_an_unknown_name_and_a_closed_port_are_told_apart() -> None:
    async with saying([]) as wire:
        pass
    refused = await failure_of(fetcher(), wire.url)
    assert (refused.failure, refused.reason) == (Failure.TEMPORARY, "the connection is refused")
    unknown = await failure_of(fetcher(), "http://kabar.invalid/feed")
    # Which of the two depends on whether this machine can look names up.
    assert (unknown.failure, unknown.reason) in (
        (Failure.TIMEOUT, "the name kabar.invalid is not known"),
        (Failure.TEMPORARY, "the name kabar.invalid cannot be looked up now"),
    )


async def test_an_invalid_certificate_is_told_in_the_words_of_the_library(tmp_path: Path) -> None:
    async with saying(answer(b"<rss/>"), tls=self_signed(tmp_path)) as wire:
        failure = await failure_of(fetcher(), wire.url.replace("http:", "https:"))
    reason = "its certificate is not valid: self-signed certificate"
    assert (failure.failure, failure.reason.replace("self signed", "self-signed")) == (
        Failure.REFUSED,
        reason,
    )
    assert wire.requests == []


async def test_encryption_is_not_found_at_a_port_without_it() -> None:
    async with saying([b"HTTP/1.1 400 Bad Request\r\n\r\n"], waits_for_request=False) as wire:
        failure = await failure_of(fetcher(), wire.url.replace("http:", "https:"))
    assert (failure.failure, failure.reason) == (Failure.REFUSED, "no encryption that we could agree on")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ([], "no answer within 0.2 seconds"),
        ([b"HTTP/1.1 200 OK\r\nX: "], "no answer within 0.2 seconds"),
        ([b"HTTP/1.1 102 Wait\r\n\r\n"], "no answer within 0.2 seconds"),
        ([OK + b"\r\n<rss>"], "no whole answer within 0.2 seconds"),
        ([CHUNKED + b"64\r\n<rss>"], "no whole answer within 0.2 seconds"),
    ],
)
async def test_patience_ends_and_says_what_it_waited_for(said: list[bytes], reason: str) -> None:
    async with saying(said, then_waits=True) as wire:
        failure = await failure_of(fetcher(patience=timedelta(seconds=0.2)), wire.url)
    assert (failure.failure, failure.reason) == (Failure.TIMEOUT, reason)


async def test_patience_is_for_a_redirect_and_its_target_together() -> None:
    async with (
        saying([OK + b"\r\n"], then_waits=True) as slow,
        saying([f"HTTP/1.1 301 x\r\nLocation: {slow.url}\r\n\r\n".encode()]) as wire,
    ):
        failure = await failure_of(fetcher(patience=timedelta(seconds=0.2)), wire.url)
    assert (failure.failure, failure.reason) == (Failure.TIMEOUT, "no whole answer within 0.2 seconds")


async def test_no_connection_outlives_its_request() -> None:
    async with saying(
        answer(b"<rss/>", "Content-Length: 6", "Connection: keep-alive"), then_waits=True
    ) as wire:
        async with fetcher() as fetch:
            await asyncio.gather(*(fetch.get(f"{wire.url}/{number}", now=MORNING) for number in range(20)))
            assert fetch._session.connector is not None
            assert fetch._session.connector._conns == {}
        assert len(wire.requests) == 20


@pytest.mark.parametrize("url", ["http://", "http://[", "gopher://x", "http://exa mple/", "http://a:b@x/"])
async def test_an_address_that_is_none_is_not_even_tried(url: str) -> None:
    assert isinstance(await failure_of(fetcher(), url), FetchForbidden)
