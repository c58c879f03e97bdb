"""The instant that a feed's date means, in the forms that Indonesian and international feeds write."""

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta

LENGTH_LIMIT = 200
"""Characters; no date is longer, and one that is cut might read as another."""

_OLDEST_YEAR, _LATEST_YEAR = 1990, 2100
_FARTHEST = timedelta(hours=14)
"""From UTC; no clock of the world differs by more."""

_WIB = 7 * 60

_ZONES = {
    "wib": _WIB, "wita": 480, "wit": 540, "gmt": 0, "utc": 0, "ut": 0, "z": 0,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "ist": 330,
    "ict": 420, "sgt": 480, "myt": 480, "hkt": 480, "pht": 480, "awst": 480, "jst": 540, "kst": 540,
    "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip
"""Minutes ahead of UTC."""

_ENGLISH_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTHS_IN_WORDS = """
    jan january januari, feb february febr februari peb pebruari, mar march maret mrt, apr april, may mei,
    jun june juni, jul july juli, aug august agt agu ags agst agus agust agustus, sep sept september,
    oct october okt oktober, nov november nop nopember, dec december des desember
"""
_MONTHS = {
    word: number
    for number, words in enumerate(_MONTHS_IN_WORDS.split(","), start=1)
    for word in words.split()
}
_WEEKDAYS = """
    mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday
"""
_INDONESIAN_WEEKDAYS = "sen senin sel selasa rab rabu kam kamis jum jumat sab sabtu min ming minggu ahad"
_INDONESIAN_FILLERS = "pukul pkl jam hari tanggal tgl pada"
_FILLERS = "at on st nd rd th"
_INDONESIAN_MONTHS = """
    januari februari peb pebruari maret mei juni juli agt agu ags agst agus agust agustus okt oktober nop
    nopember des desember
"""
_INDONESIAN = frozenset((_INDONESIAN_WEEKDAYS + " " + _INDONESIAN_FILLERS + _INDONESIAN_MONTHS).split())
_KINDS = {
    **dict.fromkeys((_WEEKDAYS + _INDONESIAN_WEEKDAYS).split(), "weekday"),
    **dict.fromkeys((_FILLERS + " " + _INDONESIAN_FILLERS).split(), "filler"),
    **dict.fromkeys(_MONTHS, "month"),
    **dict.fromkeys(_ZONES, "zone"),
}

_RFC = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) (GMT|[+-]\d{4})"
)
_RFC_MONTHS = {month.title(): f"-{number:02}-" for number, month in enumerate(_ENGLISH_MONTHS, start=1)}

_LEFTOVERS = re.compile(r"<!\[CDATA\[|\]\]>|&nbsp;|&#160;")
_COMMENT = re.compile(r"\(([^()]*)\)")
_BASIC = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(?!\d)")
_TOKEN = re.compile(
    r"""
      (?P<year_first>(?<!\d)\d{4}([-/.])\d\d?\2\d\d?(?!\d)(?:[Tt](?=\d))?)
    | (?P<day_first>(?<!\d)\d\d?(?:([-/])\d\d?\4(?:\d{4}|\d\d)|\.\d\d?\.\d{4})(?!\d))
    | (?P<clock>
        (?<!\d)(?P<hour>\d\d?)(?P<colon>[:.])(?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?
        (?!\d)(?:\s*(?P<half>[AaPp])\.?[Mm]\b\.?)?
        (?:(?:\s*[A-Za-z]{1,4})?\s*(?P<offset>[+\-−]\d\d?(?::?\d\d)?)(?!\d))?
      )
    | (?P<number>\d+)
    | (?P<word>[^\W\d_]+(?:['’`´][^\W\d_]+)?)
    | (?P<gap>[\s\u200b\u200e\u200f\ufeff,.;:|/@·•–—-]+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def read_date(text: str) -> datetime | None:
    """The instant in UTC that `text` means; None where it means none, or one before 1990 or after 2100.

    RFC 822, asctime, ISO 8601, and what Indonesian newspapers print. Without a zone, Indonesian words and
    days first ("20/07/2026") mean WIB, all else UTC. Days of the week are not checked. Never raises.
    """
    instant = _usual(text) or _unusual(text)
    return instant if instant and _OLDEST_YEAR <= instant.year <= _LATEST_YEAR else None


def _usual(text: str) -> datetime | None:
    """The two forms of nearly every feed, as fast as can be: `fromisoformat` is, and checks the numbers."""
    try:
        if text[4:5] == "-" == text[7:8] and text[10:11] in ("T", " "):
            return _in_utc(datetime.fromisoformat(text))
        if found := _RFC.fullmatch(text):
            day, month, year, clock, zone = found.groups()
            zone = "+0000" if zone == "GMT" else zone
            return _in_utc(datetime.fromisoformat(f"{year}{_RFC_MONTHS[month]}{day:0>2}T{clock}{zone}"))
    except (ValueError, KeyError, OverflowError):
        pass
    return None


def _in_utc(date: datetime) -> datetime | None:
    if date.tzinfo is UTC:
        return date
    if (ahead := date.utcoffset()) is None:
        return date.replace(tzinfo=UTC)
    return date.astimezone(UTC) if -_FARTHEST <= ahead <= _FARTHEST else None


def _unusual(text: str) -> datetime | None:
    text = text.strip()
    if len(text) > LENGTH_LIMIT:
        return None
    tokens = _tokens(_bare(text))
    date = _date(tokens)
    if date is None or tokens["other"] or len(tokens["clock"]) > 1:
        return None
    try:
        local = datetime(*date, tzinfo=UTC)
        if tokens["clock"]:
            local += _time_of_day(tokens["clock"][0])
        return local - timedelta(minutes=_minutes_ahead(tokens))
    except (ValueError, OverflowError):
        return None


def _bare(text: str) -> str:
    text = _COMMENT.sub(_unless_zone, _LEFTOVERS.sub(" ", text))
    return _BASIC.sub(lambda found: "{}-{}-{}T{}:{}:{}".format(*found.groups("00")), text)


def _unless_zone(comment: re.Match[str]) -> str:
    # "(WIB)" may be all that the date says of its zone; "(Western Indonesia Time)" repeats the offset.
    return f" {comment[1]} " if comment[1].strip().lower() in _ZONES else " "


Tokens = defaultdict[str, list[re.Match[str]]]


def _tokens(text: str) -> Tokens:
    """What stands in `text` by its kind; "other" is what stands in no date."""
    tokens: Tokens = defaultdict(list)
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup or "other"
        tokens[_kind(token, after_clock=bool(tokens["clock"])) if kind == "word" else kind].append(token)
        if kind == "word" and _plain(token) in _INDONESIAN:
            tokens["indonesian"].append(token)
    return tokens


def _kind(word: re.Match[str], *, after_clock: bool) -> str:
    # A zone that nobody knows says nothing (RFC 2822, section 4.3).
    unknown = "gap" if after_clock and word[0].isupper() and 3 <= len(word[0]) <= 5 else "other"
    return _KINDS.get(_plain(word), unknown)


def _plain(word: re.Match[str]) -> str:
    return re.sub(r"\W", "", word[0].lower())


def _date(tokens: Tokens) -> tuple[int, int, int] | None:
    """Year, month and day, where `tokens` hold them once and no more."""
    match tokens["year_first"], tokens["day_first"], tokens["month"], tokens["number"]:
        case [found], [], [], []:
            year, month, day = re.findall(r"\d+", found[0])
            return int(year), int(month), int(day)
        case [], [found], [], []:
            day, month, year = re.findall(r"\d+", found[0])
            swapped = int(month) > 12 >= int(day)
            return _year(year), *((int(day), int(month)) if swapped else (int(month), int(day)))
        case [], [], [name], [first, last]:
            day, year = (last[0], first[0]) if len(first[0]) > 2 else (first[0], last[0])
            return (_year(year), _MONTHS[_plain(name)], int(day)) if len(day) <= 2 else None
    return None


def _year(digits: str) -> int:
    """A year of two digits is one from 1950 to 2049; other lengths than two and four give year 0."""
    if len(digits) == 2:
        return int(digits) + (2000 if int(digits) < 50 else 1900)
    return int(digits) if len(digits) == 4 else 0


def _time_of_day(clock: re.Match[str]) -> timedelta:
    """Raises ValueError for a time that no clock shows; 24:00 and second 60 are the next day and minute."""
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    half = (clock["half"] or "").lower()
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    if minute > 59 or second > 60 or (hour, minute, second) > (24, 0, 0):
        raise ValueError(clock[0])
    micros = int((clock["fraction"] or "")[:6].ljust(6, "0"))
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micros)


def _minutes_ahead(tokens: Tokens) -> int:
    """How far the zone is ahead of UTC. A number counts more than a name. Raises ValueError for no zone."""
    clock = tokens["clock"][0] if tokens["clock"] else None
    if clock and clock["offset"]:
        return _offset(clock["offset"])
    if tokens["zone"]:
        return _ZONES[_plain(tokens["zone"][0])]
    indonesian = tokens["indonesian"] or tokens["day_first"] or (clock and clock["colon"] == ".")
    return _WIB if indonesian else 0


def _offset(text: str) -> int:
    digits = text[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    ahead = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or timedelta(minutes=ahead) > _FARTHEST:
        raise ValueError(text)
    return ahead if text[0] == "+" else -ahead
