"""Which URLs may be fetched, as far as they tell by themselves."""

import pytest

from news.address import url_refusal


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "https://example.org/feed?format=rss&at=a@b",
        "HTTPS://Example.ORG:8443/@jakarta/feed",
        "http://bücher.example/",
        "http://2130706433/",
        "http://[::ffff:7f00:1]/",
        "http://10.0.0.1/",
    ],
)
def test_a_url_leaves_its_address_to_the_guard(url: str) -> None:
    assert url_refusal(url) == ""


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "neither http nor https (file)"),
        ("gopher://example.org/", "neither http nor https (gopher)"),
        ("javascript:alert(1)", "neither http nor https (javascript)"),
        (f"{'x' * 1000}://example.org/", f"neither http nor https ({'x' * 20})"),
        ("//example.org/", "neither http nor https"),
        ("example.org", "neither http nor https"),
        ("", "neither http nor https"),
        ("http://", "no host in the URL"),
        ("http:/example.org", "no host in the URL"),
        ("https://:443/", "no host in the URL"),
        ("https://./rss", "no host in the URL"),
        ("https://me:secret@example.org/", "a user name or password in the URL"),
        ("https://example.org@127.0.0.1/", "a user name or password in the URL"),
        ("https://@example.org/", "a user name or password in the URL"),
        ("http://[::1", "no URL that can be read"),
        ("http://example.org:99999/", "no URL that can be read"),
        ("http://example.org:http/", "no URL that can be read"),
        ("http://example.org\uff0f@127.0.0.1/", "no URL that can be read"),
        ("http://example.org\\@127.0.0.1/", "a space, a backslash or a control character in the URL"),
        ("http://exa mple/", "a space, a backslash or a control character in the URL"),
        ("http://127.0.0.1\t.example.org/", "a space, a backslash or a control character in the URL"),
        ("http://example.org/\r\nHost: x", "a space, a backslash or a control character in the URL"),
        (f"http://example.org/{'x' * 2030}", "longer than 2048 characters"),
    ],
)
def test_a_url_that_leads_nowhere_or_too_far_is_refused_in_words(url: str, reason: str) -> None:
    assert url_refusal(url) == reason


def test_a_url_may_be_as_long_as_a_link() -> None:
    assert url_refusal(f"http://example.org/{'x' * 2029}") == ""
