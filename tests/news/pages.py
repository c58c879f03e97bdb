"""Web pages written for tests: an Indonesian article as local outlets put it, with all that stands around."""

from collections.abc import Sequence
from html import escape

HEADLINE = "KPU Belitung tetapkan jumlah pemilih pilkada"

PARAGRAPHS = (
    "TANJUNGPANDAN, kabarbelitung.com – Komisi Pemilihan Umum (KPU) Kabupaten Belitung menetapkan daftar "
    "pemilih tetap pilkada sebanyak seratus dua puluh ribu orang, Senin.",
    "Ketua KPU Belitung mengatakan jumlah pemilih itu bertambah dibanding pemilihan sebelumnya karena banyak "
    "warga baru yang sudah berusia tujuh belas tahun.",
    "“Kami sudah mencocokkan data dengan dinas kependudukan di semua kecamatan,” kata dia di kantornya.",
    "Penetapan itu dihadiri Bawaslu, perwakilan partai politik dan kepolisian setempat.",
    "Distribusi logistik ke Selat Nasik akan memakai kapal nelayan.",
)

AROUND = ("Beranda", "Kapal tenggelam", "Setuju sekali", "Diskon besar", "Baca juga", "Pedoman Media Siber")
"""What no reader of the article would take for a part of it."""

_MENU = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("Beranda", "Politik", "Daerah"))
_OTHERS = "".join(f'<li><a href="/baca/{n}">Kapal tenggelam di perairan nomor {n}</a></li>' for n in range(8))
_COMMENTS = (
    '<div id="comments" class="comments-area"><h3>Komentar</h3><ol class="comment-list">'
    + "<li class='comment'><p>Setuju sekali dengan pendapat ini, semoga lancar.</p></li>" * 5
    + "</ol></div>"
)
_ADVERT = '<div class="ads"><a href="https://iklan.example">Diskon besar hari ini</a></div>'
_LINK = '<p><strong>Baca juga: <a href="/baca/3">Kapal tenggelam di perairan nomor 3</a></strong></p>'


def article_page(
    headline: str = HEADLINE,
    paragraphs: Sequence[str] = PARAGRAPHS,
    *,
    layout: str = "paragraphs",
    head: str = "",
) -> str:
    """The page of an article; `layout` is how its outlet's system writes paragraphs."""
    written = [escape(paragraph) for paragraph in paragraphs]
    match layout:
        case "breaks":
            body = "<br><br>".join(written[:2]) + _LINK + "<br><br>".join(written[2:])
        case "divisions":
            body = "".join(f"<div>{paragraph}</div><div><br></div>" for paragraph in written)
        case _:
            body = "".join(
                f"<p>{paragraph}</p>{_LINK if n == 1 else ''}" for n, paragraph in enumerate(written)
            )
    return (
        f"<!doctype html><html lang='id'><head><title>{escape(headline)} - Kabar</title>{head}</head><body>"
        f"<header><nav><ul>{_MENU}</ul></nav></header><main><article><h1>{escape(headline)}</h1>"
        f"<div class='entry-content'>{body}</div>{_ADVERT}</article>"
        f"<div class='related'><h3>Berita terkait</h3><ul>{_OTHERS}</ul></div>{_COMMENTS}</main>"
        f"<aside><h3>Terpopuler</h3><ul>{_OTHERS}</ul></aside>"
        "<footer><p>Pedoman Media Siber. Hak cipta Kabar.</p></footer></body></html>"
    )


def front_page() -> str:
    """A page that lists articles and is none."""
    teasers = "".join(
        f"<li><h2><a href='/baca/{n}'>Warga desa {n} panen raya</a></h2></li>" for n in range(40)
    )
    return (
        f"<!doctype html><html><head><title>Kabar</title></head><body><nav><ul>{_MENU}</ul></nav>"
        f"<main><ul>{teasers}</ul></main><footer>Pedoman Media Siber</footer></body></html>"
    )
