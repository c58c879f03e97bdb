"""Links as a browser takes them: absolute, on the web, and on which host."""

import pytest

from news.link import LENGTH_LIMIT, host_of, web_link

BASE = "https://kabar.example/rss/politik"


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("/baca/1", "https://kabar.example/baca/1"),
        ("2", "https://kabar.example/rss/2"),
        ("//warta.example/1", "https://warta.example/1"),
        ("?id=3", "https://kabar.example/rss/politik?id=3"),
        ("  https://warta.example/1\n", "https://warta.example/1"),
        ("http://[2001:db8::1]/1", "http://[2001:db8::1]/1"),
    ],
)
def test_a_link_is_made_absolute(url: str, absolute: str) -> None:
    assert web_link(url, base=BASE) == absolute


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "mailto:redaksi@kabar.example",
        "tag:kabar.example,2026:1",
        "urn:uuid:0",
        "http://[kabar.example/1",
        "http://kabar.example:pelabuhan/1",
        "http://kabar.example:99999/1",
        "http://kabar.example:0/1",
        "https://kabar.example/" + "a" * LENGTH_LIMIT,
    ],
)
def test_what_no_browser_could_open_is_no_link(url: str) -> None:
    assert web_link(url, base=BASE) is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("HTTPS://WWW.Kabar.Example:443/baca", "www.kabar.example"),
        ("http://m.kabar.example.:80", "m.kabar.example"),
        ("http://kabar.example:8080/a:1", "kabar.example:8080"),
        ("https://redaksi:kunci@kabar.example/1", "kabar.example"),
        ("https://bücher.example/1", "xn--bcher-kva.example"),
        ("http://[2001:DB8::1]:8080/1", "[2001:db8::1]:8080"),
        ("http://10.0.0.1/1", "10.0.0.1"),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host
