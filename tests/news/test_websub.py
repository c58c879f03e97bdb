"""WebSub, decided: which hub a feed names, what its words are worth, and when it is asked."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.link import host_of
from news.link_header import MOST_CHARACTERS, linked
from news.websub import (
    LEASE,
    LONGEST_LEASE,
    SOONEST_RENEWAL,
    Advertised,
    Confirmed,
    Denied,
    HubRequest,
    State,
    Subscription,
    advertised,
    denial_pause,
    judged,
    retry_pause,
)
from tests.clocks import MORNING
from tests.make import make_feed

_URL = "https://kabar.example/rss"

_HUB = "https://hub.example/"

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def subscription(state: State = State.ASKED, *, attempts: int = 1) -> Subscription:
    return Subscription(feed=make_feed(), hub=_HUB, topic=_URL, state=state, attempts=attempts)


def request(**changed: str) -> HubRequest:
    said = {"mode": "subscribe", "topic": _URL, "challenge": "abc", "lease_seconds": "864000"}
    return HubRequest(**{**said, **changed})


@pytest.mark.parametrize(
    ("header", "rel", "found"),
    [
        ("", "hub", []),
        ('<https://hub.example/>; rel="hub"', "hub", ["https://hub.example/"]),
        ("<https://hub.example/>;rel=hub", "hub", ["https://hub.example/"]),
        ("< /hub > ; REL = HUB", "hub", ["/hub"]),
        ('<a>; rel="self hub", <b>; rel="hub"', "hub", ["a", "b"]),
        ('<a>; rel="self hub", <b>; rel="hub"', "self", ["a"]),
        ('<a>; title="; rel=hub"; rel=next', "hub", []),
        ('<a>; title="<b>; rel=hub"; rel="hub"', "hub", ["a"]),
        ("<a>; rel=next; rel=hub", "hub", []),
        ('<a>; anchor="/other"; rel=hub', "hub", []),
        ("<a>; rel=hubbub, <b>; rev=hub, <c>", "hub", []),
        ("a; rel=hub", "hub", []),
        ('<a>; rel="hub', "hub", []),
    ],
)
def test_a_link_header_is_read_as_rfc_8288_has_it(header: str, rel: str, found: list[str]) -> None:
    assert linked(header, rel) == found


@given(st.text(alphabet='<>;, ="ahubrel', max_size=200))
def test_no_link_header_is_too_odd_to_be_read(header: str) -> None:
    assert all("<" not in link and ">" not in link for link in linked(header, "hub"))


@pytest.mark.parametrize("part", ["<", "<a>", '<a>;"', "; rel", '<a>; rel="', ";a=", "<a>; ", '"'])
def test_a_hostile_link_header_is_read_in_no_time(part: str) -> None:
    assert linked(part * MOST_CHARACTERS, "nothing") == []


@pytest.mark.parametrize(
    ("hub", "topic", "header", "named"),
    [
        ("", "", "", None),
        ("", _URL, "", None),
        (_HUB, "", "", (_HUB, _URL)),
        (_HUB, "https://www.kabar.example/feed", "", (_HUB, "https://www.kabar.example/feed")),
        ("/hub", "feed", "", ("https://kabar.example/hub", "https://kabar.example/feed")),
        (_HUB, _URL, "<//other.example/>; rel=hub", ("https://other.example/", _URL)),
        (_HUB, _URL, "</me>; rel=self", (_HUB, "https://kabar.example/me")),
        (_HUB, _URL, "<ftp://other.example/>; rel=hub", (_HUB, _URL)),
        ("ftp://hub.example/", "", "", None),
        ("https://sari:secret@hub.example/", "", "", None),
        ("https://hub.example/\x00", "", "", None),
        ("https://hub.example/" + "x" * 3_000, "", "", None),
        ("http://[", "", "", None),
        ("https://./", "", "", None),
        (_HUB, "mailto:redaksi@kabar.example", "", (_HUB, _URL)),
        ("", "", "<https://hub.example/\udcff>; rel=hub", None),
    ],
)
def test_a_feed_names_its_hub_in_the_header_or_in_its_head(
    hub: str, topic: str, header: str, named: tuple[str, str] | None
) -> None:
    expected = Advertised(hub=named[0], topic=named[1]) if named else None
    assert advertised(hub=hub, topic=topic, header=header, url=_URL) == expected


@given(st.text(max_size=60), st.text(max_size=60), st.text(alphabet='<>;, ="/:[]@hubrelsf.%', max_size=60))
def test_whatever_a_feed_calls_its_hub_there_is_a_host_to_ask_or_no_hub(
    hub: str, topic: str, header: str
) -> None:
    for given_hub in (hub, f"//{hub}/", f"https://{hub}"):
        named = advertised(hub=given_hub, topic=topic, header=header, url=_URL)
        assert named is None or host_of(named.hub)


def test_a_verification_gives_the_challenge_back_and_the_renewal_leaves_a_fifth_of_the_lease() -> None:
    confirmed = judged(subscription(), request(), now=MORNING)
    assert isinstance(confirmed, Confirmed)
    assert (confirmed.challenge, confirmed.lease_until) == ("abc", MORNING + LEASE)
    assert 0.75 * LEASE <= confirmed.next_attempt_at - MORNING <= 0.85 * LEASE


@pytest.mark.parametrize(
    ("seconds", "lease"),
    [
        ("3600", _HOUR),
        ("", LEASE),
        ("-5", LEASE),
        ("soon", LEASE),
        ("²", LEASE),
        ("9" * 9, LONGEST_LEASE),
        ("9" * 5_000, LEASE),
        ("0", timedelta()),
    ],
)
def test_the_lease_is_what_the_hub_grants_within_reason(seconds: str, lease: timedelta) -> None:
    confirmed = judged(subscription(), request(lease_seconds=seconds), now=MORNING)
    assert isinstance(confirmed, Confirmed)
    assert confirmed.lease_until == MORNING + lease
    assert confirmed.next_attempt_at >= MORNING + SOONEST_RENEWAL * 0.95


@pytest.mark.parametrize("state", [State.ASKED, State.VERIFIED, State.DENIED, State.FAILED])
def test_a_hub_may_verify_late_and_again(state: State) -> None:
    assert isinstance(judged(subscription(state), request(), now=MORNING), Confirmed)


@pytest.mark.parametrize(
    "changed",
    [
        {"mode": "unsubscribe"},
        {"mode": ""},
        {"topic": _URL + "/"},
        {"topic": ""},
        {"challenge": ""},
        {"challenge": "x" * 2_001},
        {"mode": "denied", "topic": "https://other.example/"},
    ],
)
def test_what_was_not_asked_for_changes_nothing(changed: dict[str, str]) -> None:
    assert judged(subscription(), request(**changed), now=MORNING) is None
    assert judged(subscription(State.WANTED), request(), now=MORNING) is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("not for you", "not for you"),
        ("", "no reason given"),
        ("a\x00b\r\nc\u202e", "ab c"),
        ("x" * 9_000, "x" * 199 + "…"),
    ],
)
def test_a_denial_has_a_reason_that_can_be_shown(said: str, reason: str) -> None:
    denied = judged(subscription(), request(mode="denied", reason=said), now=MORNING)
    at = MORNING + denial_pause(make_feed(), 1)
    assert denied == Denied(reason=reason, next_attempt_at=at)


def test_pauses_grow_up_to_a_day_after_failures_and_to_a_month_after_denials() -> None:
    feed = make_feed()
    retries = [retry_pause(feed, attempts) for attempts in range(1, 40)]
    denials = [denial_pause(feed, attempts) for attempts in range(1, 40)]
    assert retries == sorted(retries)
    assert denials == sorted(denials)
    assert [round(pause / retries[0]) for pause in retries[:5]] == [1, 2, 4, 8, 16]
    assert 0.95 * _DAY <= retries[-1] <= 1.05 * _DAY
    assert 0.95 * _DAY <= denials[0] <= 1.05 * _DAY
    assert 28 * _DAY <= denials[-1] <= 32 * _DAY


def test_feeds_that_subscribe_together_are_spread_and_always_in_the_same_way() -> None:
    feeds = [make_feed(url=f"https://kabar.example/{number}") for number in range(200)]
    pauses = [retry_pause(feed, 1) for feed in feeds]
    assert len(set(pauses)) == 200
    assert max(pauses) - min(pauses) > timedelta(seconds=50)
    assert pauses == [retry_pause(feed, 1) for feed in feeds]
