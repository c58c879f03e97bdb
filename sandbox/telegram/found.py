"""Entities that Telegram finds in a text by itself: commands, mentions, hashtags, links, addresses."""

import re
from collections.abc import Iterator

from sandbox.telegram.entity import Entity, utf16_length

_BOT_COMMAND = re.compile(r"(?<![\w/<>])/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?![\w/<>@])")
_MENTION = re.compile(r"(?<!\w)@([A-Za-z0-9_]{3,32})(?!\w)", re.ASCII)
_HASHTAG = re.compile(r"(?<![\w#])#(\w{1,256})(?:@[A-Za-z0-9_]{3,32})?(?![\w#])")
_CASHTAG = re.compile(r"(?<![\w$])\$([A-Z]{1,8}|1INCH)(?:@[A-Za-z0-9_]{3,32})?(?![\w$])")
_EMAIL = re.compile(r"(?<![\w@.+-])[A-Za-z0-9_.+-]{1,64}@(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,24}(?![\w@-])")
_APP_LINK = re.compile(r"(?<!\w)(?:tg|ton|tonsite)://[A-Za-z0-9_-]+(?:[/?#][^\s<>«»\"']*)?", re.IGNORECASE)
_URL = re.compile(
    r"""
    (?<![\w@.$\#/-])
    (?:(?P<scheme>https?|ftp)://)?
    (?:\w[\w-]*\.)+(?P<domain>[^\W\d_]{2,24}|xn--[a-z0-9-]+)
    (?::\d{1,5})?
    (?![\w@-])
    (?:[/?\#][^\s<>«»"]*)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NUMERIC_URL = re.compile(
    r"(?<![\w@.])(?:https?://)?(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?[\w@-])"
    r"(?::\d{1,5})?(?:[/?#][^\s<>«»\"]*)?"
)

_AT, _SCHEME = re.compile("@"), re.compile("://")
_KINDS = (
    ("mention", _AT, _MENTION),
    ("bot_command", re.compile("/"), _BOT_COMMAND),
    ("hashtag", re.compile("#"), _HASHTAG),
    ("cashtag", re.compile(r"\$"), _CASHTAG),
    ("email", _AT, _EMAIL),
    ("url", _SCHEME, _APP_LINK),
    ("url", _SCHEME, _NUMERIC_URL),
    ("url", re.compile(r"\.[^\W\d_]{2}"), _URL),
)
"""Every kind with a sign that it is never without, and its pattern."""

COMMON_DOMAINS = frozenset(
    "com net org info biz edu gov mil int app dev xyz news online site store blog cloud page link asia "
    "mobi pro name museum jobs travel tel cat coop aero post click live media press today world ac ad "
    "ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz "
    "ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi "
    "fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im "
    "in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma "
    "mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz "
    "om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn "
    "so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve "
    "vg vi vn vu wf ws ye yt za zm zw".split()
)
"""Top-level domains that make an address without a scheme a link: countries and the usual others."""


def found_entities(text: str) -> list[Entity]:
    """In order and apart from one another: where two claim a place, the earlier and longer one has it."""
    candidates = sorted(_candidates(text), key=lambda candidate: (candidate[1], -candidate[2]))
    found: list[Entity] = []
    end = 0
    for kind, begin, stop in candidates:
        if begin < end:
            continue
        end = stop
        found.append(
            Entity(type=kind, offset=utf16_length(text[:begin]), length=utf16_length(text[begin:stop]))
        )
    return found


def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, sign, pattern in _KINDS:
        # To look for one sign takes a hundredth of the time, and most texts have none of them.
        for match in pattern.finditer(text) if sign.search(text) else ():
            if pattern is _URL and not _is_address(match):
                continue
            if kind != "hashtag" or not match[1].isdecimal():
                found = _without_punctuation(match[0]) if kind == "url" else match[0]
                yield kind, match.start(), match.start() + len(found)


def _is_address(match: re.Match[str]) -> bool:
    return bool(match["scheme"]) or match["domain"].lower() in COMMON_DOMAINS


def _without_punctuation(address: str) -> str:
    """A sentence's end and a bracket that was opened outside do not belong to the address."""
    while address:
        last = address[-1]
        opening = {")": "(", "]": "[", "}": "{"}.get(last)
        if last in ".,;:!?'`…([{" or (opening and address.count(opening) < address.count(last)):
            address = address[:-1]
        else:
            break
    return address
