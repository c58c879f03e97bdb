"""What outlets ask of robots is understood as they mean it, never as more than they allow."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.robots import AGENT, LONGEST_DELAY, Verdict, allows, forbids_keeping, judge

PAGE = "https://kabar.example/politik/banjir?id=7"


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (b"", True),
        (b"User-agent: *\nDisallow:", True),
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: *\nDisallow: /admin", True),
        (b"User-agent: *\nDisallow: /politik/", False),
        (b"User-agent: *\nDisallow: /politik/\nAllow: /politik/banjir", True),
        (b"User-agent: *\nDisallow: /*?id=", False),
        (b"User-agent: GPTBot\nDisallow: /", True),
        (b"User-agent: Kliping\nDisallow: /", False),
        (b"User-agent: kliping\nDisallow: /", False),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: Kliping\nAllow: /", True),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n", False),
        (b"<!doctype html><html><body>Beranda</body></html>", True),
        (b"User-agent: *\nDisallow: /" + b"\xff\xfe", True),
        (b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /", True),
    ],
)
def test_a_page_is_allowed_unless_a_rule_for_us_forbids_it(robots: bytes, allowed: bool) -> None:
    assert allows(robots, url=PAGE, agent=AGENT) is allowed


@pytest.mark.parametrize(
    ("written", "delay"),
    [
        ("10", timedelta(seconds=10)),
        ("0.5", timedelta(seconds=0.5)),
        ("-4", timedelta()),
        ("86400", LONGEST_DELAY),
        ("1e9", LONGEST_DELAY),
        ("inf", timedelta()),
        ("nan", timedelta()),
        ("soon", timedelta()),
    ],
)
def test_a_delay_is_honoured_within_bounds(written: str, delay: timedelta) -> None:
    robots = f"User-agent: *\nCrawl-delay: {written}\nDisallow: /admin".encode()

    assert judge(robots, url=PAGE, agent=AGENT) == Verdict(allowed=True, delay=delay)


@given(
    robots=st.binary(max_size=2_000) | st.text(max_size=500).map(lambda text: text.encode("utf-8", "replace"))
)
def test_whatever_a_host_answers_is_judged(robots: bytes) -> None:
    verdict = judge(b"User-agent: *\n" + robots, url=PAGE, agent=AGENT)

    assert timedelta() <= verdict.delay <= LONGEST_DELAY


@pytest.mark.parametrize(
    ("directives", "forbidden"),
    [
        ("", False),
        ("index, follow", False),
        ("max-image-preview:large", False),
        ("max-snippet:-1, noarchive", True),
        ("NOINDEX, follow", True),
        ("none", True),
        ("nofollow,noarchive", True),
        ("unavailable_after: 25 Jun 2030 15:00:00 PST", False),
        ("googlebot: noindex", False),
        ("googlebot: nofollow, noindex", False),
        ("googlebot: noindex, kliping: noarchive", True),
        ("Kliping: noindex", True),
    ],
)
def test_a_page_is_not_kept_where_it_asks_us_not_to(directives: str, forbidden: bool) -> None:
    assert forbids_keeping(directives, agent=AGENT) is forbidden
