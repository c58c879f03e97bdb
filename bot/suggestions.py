"""Topics that we suggest to whoever does not know yet what to follow."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A topic's name, and its query as `news.grammar` writes it."""

    name: str
    query: str


SUGGESTIONS = (
    Suggestion(
        name="Kesbangpol",
        query='kesbangpol ATAU bakesbangpol ATAU "kesatuan bangsa dan politik"',
    ),
    Suggestion(name="Pemilu", query='pemilu ATAU "pemilihan umum" ATAU KPU ATAU Bawaslu'),
    Suggestion(name="Pilkada", query='pilkada ATAU "pemilihan kepala daerah"'),
    Suggestion(name="Ormas", query='ormas ATAU "organisasi kemasyarakatan"'),
    Suggestion(name="Korupsi", query="korupsi ATAU KPK ATAU gratifikasi"),
    Suggestion(name="Bencana", query='bencana ATAU banjir ATAU gempa ATAU longsor ATAU "cuaca ekstrem"'),
)
