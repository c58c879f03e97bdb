"""Generated texts and queries: what people write, what nobody would, and what means harm."""

from hypothesis import strategies as st

from news.errors import QueryError
from news.grammar import parse_query
from news.query import Query
from news.text import clean

_KNOWN = (
    "Komisi Pemilihan Umum PBB Babel Tanjungpandan dana hibah "
    "pemilu pemilih memilih pilkada banjir Demak KPU Kesbangpol bupati dan atau not ATAU OR NEAR AND "
    "kampanyenya kepala desa Jum'at café ½ ﬁnal 𝐊𝐏𝐔 ℡ ㌀ İstanbul Straße ١٢٣ 選挙 ꬰ 𞤀𞤁 judul media "
    "ri-1 UU/27 2026".split()
)
_HARM = st.sampled_from(["'", '"', "\\", ":", "*", "^", "{", "}", "&", "!", "<->", ":*", "\x00", "--", ";"])

texts = st.lists(st.sampled_from(_KNOWN) | st.text(max_size=6) | _HARM, max_size=8).map(" ".join).map(clean)
"""Headlines and leads, clean as `news.parse` hands them on."""

words = st.sampled_from(_KNOWN) | st.text(max_size=6)
_phrases = st.lists(words | _HARM, min_size=1, max_size=3).map(" ".join)
_terms = st.builds(
    "{}{}".format,
    st.sampled_from(["", "", "=", "judul:", "media:", "TITLE:", "judul:="]),
    words | _phrases.map('"{}"'.format),
)


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(parts, min_size=1, max_size=3)
    return (
        several.map(" ".join)
        | several.map(" ATAU ".join)
        | several.map("|".join)
        | parts.map("({})".format)
        | parts.map("-{}".format)
        | st.builds("{} -{}".format, parts, parts)
    )


_regions = st.sampled_from(["wilayah:babel", "wilayah:Demak", "region:19", 'wilayah:"jawa tengah"'])

query_texts = st.recursive(_terms | _regions, _joined, max_leaves=8) | st.text(max_size=60)
"""Queries; some cannot be read."""


def _read(text: str) -> Query | None:
    try:
        return parse_query(text)
    except QueryError:
        return None


queries = query_texts.map(_read).filter(bool)
"""Queries that can be read."""
