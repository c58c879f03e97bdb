"""Which abbreviations of the news are proposed as concepts."""

from news.proposals import Proposal, Sighting, proposals


def seen(short: str, long: str, articles: int, *outlets: str) -> Sighting:
    return Sighting(short=short, long=long, articles=articles, outlets=frozenset(outlets or {"a", "b"}))


def test_what_is_seen_often_and_always_alike_is_proposed_the_most_frequent_first() -> None:
    sightings = [
        seen("TPPS", "Tim Percepatan Penurunan Stunting", 6),
        seen("SPPG", "Satuan Pelayanan Pemenuhan Gizi", 20),
    ]
    assert proposals(sightings, known=()) == [
        Proposal(short="SPPG", long="Satuan Pelayanan Pemenuhan Gizi", articles=20, outlets=2),
        Proposal(short="TPPS", long="Tim Percepatan Penurunan Stunting", articles=6, outlets=2),
    ]


def test_spellings_of_one_long_form_count_together_under_the_usual_one() -> None:
    sightings = [
        seen("UMKM", "usaha mikro, kecil dan menengah", 2, "a"),
        seen("UMKM", "Usaha Mikro Kecil dan Menengah", 4, "b"),
    ]
    assert proposals(sightings, known=()) == [
        Proposal(short="UMKM", long="Usaha Mikro Kecil dan Menengah", articles=6, outlets=2)
    ]


def test_a_short_form_with_two_meanings_is_not_proposed() -> None:
    assert (
        proposals(
            [seen("PBB", "Pajak Bumi dan Bangunan", 9), seen("PBB", "Partai Bulan Bintang", 8)], known=()
        )
        == []
    )


def test_one_slip_in_twenty_does_not_spoil_a_proposal() -> None:
    sightings = [seen("BPS", "Badan Pusat Statistik", 19), seen("BPS", "Badan Pusat", 1)]
    assert [proposal.long for proposal in proposals(sightings, known=())] == ["Badan Pusat Statistik"]


def test_too_few_articles_or_outlets_are_not_enough() -> None:
    assert proposals([seen("TPPS", "Tim Percepatan", 4)], known=()) == []
    assert proposals([seen("TPPS", "Tim Percepatan", 40, "a")], known=()) == []


def test_what_is_a_concept_already_is_not_proposed() -> None:
    assert proposals([seen("KPU", "Komisi Pemilihan Umum", 50)], known={"kpu"}) == []
