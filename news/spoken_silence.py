"""Silence without news as people wish for it: diam kalau tidak ada berita, say so when there is no news."""

from itertools import product

from news.phrases import COMMA, Cursor, Phrase, meaning, phrases

_WISHES = {
    "diam, diam saja, tetap diam, jangan kirim, jangan kirim apa apa, jangan kirim apa - apa, "
    "jangan dikirim, jangan kabari, jangan beri tahu, jangan beritahu, jangan bilang, "
    "tidak usah kirim, tak usah kirim, nggak usah kirim, gak usah kirim, ga usah kirim, tidak perlu kirim, "
    "tidak usah dikirim, tak usah dikirim, tidak perlu dikirim, tidak usah dikabari, tidak perlu dikabari, "
    "tidak dikirim, tidak kirim, "
    "silent, be silent, stay silent, stays silent, keep silent, "
    "stay quiet, stays quiet, keep quiet, be quiet, "
    "say nothing, says nothing, send nothing, send me nothing, dont send, do not send, dont send anything, "
    "do not send anything, dont tell, dont tell me, do not tell me, dont say so, do not say so": True,
    "beri tahu, beritahu, tetap beri tahu, tetap beritahu, kabari, tetap kabari, mengabari, "
    "tetap mengabari, kabarkan, beri kabar, bilang, katakan, tetap kirim, kirim juga, "
    "jangan diam, jangan diam saja, tidak diam, "
    "say so, says so, tell me, tell us, tell me so, still tell me, let me know, notify me, send anyway, "
    "still send, dont be silent, do not be silent, dont stay silent, do not stay silent, not silent": False,
}
_EITHER_WAY = meaning(_WISHES)
"""What may stand on either side of the condition."""

_BEFORE = _EITHER_WAY | meaning(
    {"tenang, senyap, quiet": True, "kirim, kirimkan, kirim saja, send, say, tell": False}
)
"""What may stand before it; behind it, these words begin quiet hours, or the next times."""

_TO_WHOM = phrases("saja, ya, me, us, saya, kami")
_SUBJECT = phrases("kliping, maka, ya, then, please, just, tolong, harap") | COMMA

_WHEN = phrases(
    "kalau, kalo, bila, jika, apabila, saat, ketika, waktu, pada, di, hari, selama, memang, "
    "if, when, whenever, on, days, a, day, the, with"
)


def _spoken(starts: str, ends: str) -> dict[Phrase, bool]:
    """Each of the starts with each of the ends, divided by commas."""
    pairs = product(starts.split(", "), ends.split(", "))
    return phrases(", ".join(f"{start} {end}" for start, end in pairs))


_NEWS = "berita, berita baru, berita sama sekali, kabar, kabar baru, yang baru, apa apa, apa - apa, isinya"
_NO_NEWS = (
    _spoken("tidak ada, tak ada, tiada, tanpa, ga ada, gak ada, nggak ada, belum ada", _NEWS)
    | _spoken("no, without, without any, there is no, there are no, theres no", "news, new news, new stories")
    | phrases(
        "kosong, nihil, sepi, berita kosong, beritanya kosong, berita nihil, beritanya nihil, "
        "berita tidak ada, beritanya tidak ada, tidak ada beritanya, isinya kosong, "
        "nothing new, there is nothing new, theres nothing new, there is nothing, theres nothing, empty, "
        "it is empty, its empty"
    )
)
_ONLY = phrases("hanya, hanya kirim, kirim hanya, kirimkan hanya, only, only send, send only")
_SOME_NEWS = phrases(
    "ada berita, ada berita baru, beritanya ada, ada yang baru, ada beritanya, "
    "news, there is news, theres news, there are news, there is something new, theres something new"
)


def read_silence(cursor: Cursor) -> bool | None:
    """Whether silence without news is wished for here; None where nothing is said of it."""
    start = cursor.position
    for read in (_wish_first, _condition_first, _only_with_news):
        if (silent := read(cursor)) is not None:
            return silent
        cursor.position = start
    return None


def _wish_first(cursor: Cursor) -> bool | None:
    """ "diam kalau tidak ada berita" """
    silent = cursor.read(_BEFORE)
    cursor.skip(_TO_WHOM)
    cursor.skip(_WHEN)
    return silent if silent is not None and cursor.read(_NO_NEWS) else None


def _condition_first(cursor: Cursor) -> bool | None:
    """ "kalau tidak ada berita, diam" """
    cursor.skip(_WHEN)
    if not cursor.read(_NO_NEWS):
        return None
    cursor.skip(_SUBJECT)
    silent = cursor.read(_EITHER_WAY)
    cursor.skip(_TO_WHOM)
    return silent


def _only_with_news(cursor: Cursor) -> bool | None:
    """ "hanya kalau ada berita" """
    return True if cursor.read(_ONLY) and cursor.skip(_WHEN) and cursor.read(_SOME_NEWS) else None
