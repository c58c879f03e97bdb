"""A feed's address: one way to write it, and no password in it."""

import pytest

from news.feed_address import feed_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("HTTP://Kabar.Example/Feed#x", "http://kabar.example/Feed"),
        ("https://kabar.example/feed?Cat=1#", "https://kabar.example/feed?Cat=1"),
        (" https://kabar.example:8443/ ", "https://kabar.example:8443/"),
    ],
)
def test_an_address_is_kept_in_one_form(written: str, address: str) -> None:
    assert feed_address(written) == address
    assert feed_address(address) == address


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("https://tono:rahasia@kabar.example/", "holds a name or a password"),
        ("ftp://tono:rahasia@kabar.example/", "is no http"),
        ("https://kabar.example/\\\\tono:rahasia@x", "is not fetched: a space, a backslash"),
        ("kabar.example/rss", "'kabar.example/rss' is no http"),
    ],
)
def test_what_is_wrong_is_said_without_what_may_be_a_password(written: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong) as caught:
        feed_address(written)
    assert "rahasia" not in str(caught.value)
