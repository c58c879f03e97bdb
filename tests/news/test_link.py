"""The canonical link: the same for one article, different for two."""

import gzip
import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.link import LENGTH_LIMIT, canonical_link, host_of, web_link

BASE = "https://kabar.example/rss/politik"

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    "url",
    [
        "https://kabar.example/baca/1",
        "http://kabar.example/baca/1",
        "https://www.kabar.example/baca/1/",
        "HTTPS://WWW.Kabar.Example:443/baca/1",
        "http://kabar.example:80/baca/1#komentar",
        "https://kabar.example./baca/1",
        "https://kabar.example/baca/1?utm_source=rss&utm_medium=feed&fbclid=x",
        "https://kabar.example/baca/1?ref=beranda",
    ],
)
def test_addresses_of_one_article(url: str) -> None:
    assert canonical_link(url) == "//kabar.example/baca/1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://kabar.example/baca/1", "https://kabar.example/baca/2"),
        ("https://kabar.example/baca/1", "https://kabar.example/Baca/1"),
        ("https://kabar.example/baca/1", "https://kudus.kabar.example/baca/1"),
        ("https://kabar.example/baca/1", "https://kabar.example:8443/baca/1"),
        ("https://kabar.example/?p=1", "https://kabar.example/?p=2"),
        ("https://kabar.example/baca?1001", "https://kabar.example/baca?1002"),
        ("https://kabar.example/baca?banjir-demak", "https://kabar.example/baca?banjir-kudus"),
        ("https://kabar.example/baca?id=1&halaman=", "https://kabar.example/baca?id=1"),
        ("https://kabar.example/?q=%FF", "https://kabar.example/?q=%FE"),
        ("https://kabar.example/a%2Fb", "https://kabar.example/a/b"),
        ("https://kabar.example/?q=a%26b", "https://kabar.example/?q=a&b"),
        ("https://m.co.id/1", "https://wap.co.id/1"),
        ("http://[2001:db8::1]/1", "http://[2001:db8::2]/1"),
        ("https://google.com:8443/amp/s/kabar.example/1", "https://kabar.example:8443/1"),
    ],
)
def test_addresses_of_two_articles(one: str, other: str) -> None:
    assert canonical_link(one) != canonical_link(other)


@pytest.mark.parametrize(
    "parameter",
    """utm_source=rss UTM_Medium=x utm%5Fid=1 fbclid=x gclid=x gbraid=x wbraid=x gad_source=1 srsltid=x
    msclkid=x yclid=x ysclid=x twclid=x ttclid=x mc_cid=x mc_eid=x igsh=x igshid=x mibextid=x _gl=1*a*b
    _ga=2.1 at_medium=RSS at_campaign=KARANGA cmpid=x CMP=x ncid=x icid=x ocid=x smid=x xtor=RSS-3
    spm=a.b mtm_campaign=x pk_campaign=x itm_source=x jxconn=1*a jxrecoid=x ref=beranda
    ref_src=twsrc%5Etfw referrer=x source=terpopuler tag_from=wp usqp=mq331 amp_js_v=0.1 amp_gsa=1 amp
    amp= amp=1 outputType=amp output=amp m=1 noamp=mobile page=all page=1 single=1 showpage=all""".split(),
)
def test_a_parameter_that_says_nothing_about_the_article(parameter: str) -> None:
    assert canonical_link(f"https://kabar.example/baca?{parameter}&id=7") == "//kabar.example/baca?id=7"


@pytest.mark.parametrize(
    "parameter",
    """id=2 p=2 q=2 v=2 berita=2 1001 banjir-demak page=2 halaman=1 single=2 m=202607 m=2 amp=0 output=pdf
    ref=2 source=17 refid=2 reference=2
    sumber=2 cid=2 sid=2 pk=2 at=2 s=2 kampung=1 utmost=1 ampera=1""".split(),
)
def test_a_parameter_that_may_tell_articles_apart(parameter: str) -> None:
    whole = canonical_link(f"https://kabar.example/baca?{parameter}")

    assert whole.startswith("//kabar.example/baca?")
    assert whole != canonical_link("https://kabar.example/baca")


@pytest.mark.parametrize(
    "url",
    [
        "https://kabar.example/amp/baca/1",
        "https://kabar.example/baca/1/amp",
        "https://kabar.example/baca/1/amp/",
        "https://kabar.example/amp/baca/1/amp/?amp=1",
        "https://kabar.example/baca/1.amp",
        "https://kabar.example/baca/1/index.html",
        "https://kabar.example/baca/1/index.php?utm_source=rss",
        "https://kabar.example/baca/1/index.html/amp/",
        "https://amp.kabar.example/baca/1",
        "https://m.kabar.example/baca/1?m=1",
        "https://mobile.kabar.example/baca/1",
        "http://wap.kabar.example:80/baca/1",
        "https://www.m.kabar.example/baca/1",
        "https://kabar%2eexample/b%61ca/%31",
        "https://www.google.com/amp/s/kabar.example/baca/1",
        "https://www.google.co.id/amp/kabar.example/baca/1/",
        "https://www.google.com/amp/s/m.kabar.example/amp/baca/1%3foutputType%3Damp%26ref=x?usqp=mq331",
        "https://kabar-example.cdn.ampproject.org/c/s/kabar.example/baca/1/amp",
        "https://kabar-example.cdn.ampproject.org/v/s/www.Kabar.Example/baca/1?amp_js_v=0.1",
        "https://cdn.ampproject.org/c/kabar.example/baca/1",
        "https://www.google.com/amp/s/kabar-example.cdn.ampproject.org/c/s/kabar.example/baca/1",
    ],
)
def test_guises_of_one_article(url: str) -> None:
    assert canonical_link(url) == "//kabar.example/baca/1"


@pytest.mark.parametrize(
    "link",
    [
        "//m-kabar.example/1",
        "//ampera.example/1",
        "//amp.example/1",
        "//m.co.id/1",
        "//wap.blogspot.com/1",
        "//mobile.desa.id/1",
        "//mtv.kabar.example/1",
        "//lampung.m.kabar.example/1",
        "//kabar.example/amplop/1",
        "//kabar.example/camp",
        "//kabar.example/amp",
        "//kabar.example/lampung/amp-2026-naik",
        "//kabar.example/baca/amp/1",
        "//kabar.example/tarif-amp",
        "//kabar.example/ramp.html",
        "//kabar.example/.amp",
        "//kabar.example/berita//1",
        "//kabar.example/c/s/warta.example/1",
        "//kabar.example/index.php/berita/1",
        "//kabar.example/indeks/index.xml",
        "//google.com/s/x",
        "//google-warta.example/c/s/warta.example/1",
        "//kabar.example/a%2Fb",
        "//kabar.example/a%3Fb",
        "//kabar.example/100%25",
        "//kabar.example/%FF",
        "//kabar.example/?q=%FF",
    ],
)
def test_what_only_looks_like_a_guise_stays(link: str) -> None:
    assert canonical_link(f"https:{link}") == link.rstrip("/")


def test_an_amp_page_with_a_suffix_is_the_page_of_that_name() -> None:
    assert canonical_link("https://kabar.example/1.amp.html") == "//kabar.example/1.html"


@pytest.mark.parametrize(
    ("fragment", "route"),
    [
        ("#/baca/1", "#/baca/1"),
        ("#!/baca/1/", "#!/baca/1"),
        ("#!baca=é", "#!baca=%C3%A9"),
        ("#/", ""),
        ("#!//", ""),
        ("#komentar", ""),
        ("#", ""),
    ],
)
def test_a_fragment_tells_articles_apart_where_it_is_a_route(fragment: str, route: str) -> None:
    link = canonical_link(f"https://kabar.example/{fragment}")

    assert link == "//kabar.example/" + route
    assert canonical_link("https:" + link) == link


@pytest.mark.parametrize("path", ["", "/", "//", "/index.html", "/index.php", "#!", "?", "?&&"])
def test_a_front_page(path: str) -> None:
    assert canonical_link(f"https://www.kabar.example{path}") == "//kabar.example/"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://kabar.example/b%c3%a9", "https://kabar.example/bé"),
        ("https://kabar.example/%7Eredaksi/a%2db", "https://kabar.example/~redaksi/a-b"),
        ("https://kabar.example/a b", "https://kabar.example/a%20b"),
        ("https://kabar.example/?q=b%C3%A9+c", "https://kabar.example/?q=bé%20c"),
        ("https://bücher.example/1", "https://xn--bcher-kva.example/1"),
        ("https://BÜCHER.example:443/1", "http://m.xn--bcher-kva.example./1"),
        ("https://kabar.example/?a=1&amp;b=2", "https://kabar.example/?a=1&b=2"),
        ("https://kabar.example/?a=1&amp;amp;utm_source=rss", "https://kabar.example/?a=1"),
        ("https://kabar.example/?a=1?utm_source=rss", "https://kabar.example/?a=1"),
        ("https://kabar.example/baca?1001", "https://kabar.example/baca?1001="),
    ],
)
def test_two_ways_to_write_one_address(one: str, other: str) -> None:
    assert canonical_link(one) == canonical_link(other)


def test_the_order_of_parameters_does_not_tell_articles_apart() -> None:
    assert canonical_link("https://kabar.example/?a=1&b=2") == canonical_link(
        "https://kabar.example/?b=2&a=1"
    )


HOSTS = st.sampled_from(
    """kabar.example www.kabar.example m.kabar.example www.m.co.id m.www.co.id amp.example www.amp.example
    google.com amp.cdn.ampproject.org www.google.co.id:443 kabar.example:8443 m.. .m.a bücher.example
    b%c3%bccher.example %77ww.kabar.example kabar。example [::1] [v1.a:b] [fe80::1%25E]""".split()
)

PIECES = st.sampled_from(
    """/ // amp /amp /amp/ .amp .amp.html /index.html /index.php /c/s/ /amp/s/ kabar.example google.com
    www. %3f %3F cdn.ampproject.org %2f %61mp ? & &amp; = utm_source=x page=all %26 ;amp # % %% %4 é
    \ud800 + %FF @ : ~ baca""".split()
)

ADDRESSES = st.builds(
    lambda host, pieces: f"https://{host}{''.join(pieces)}", HOSTS, st.lists(PIECES, max_size=8)
)


@given(ADDRESSES | st.text() | st.from_regex(r"(https?:)?//[^/]{0,20}(:\S{0,6})?/\S{0,9}(\?\S{0,9})?"))
def test_whatever_is_a_link_has_a_canonical_one(text: str) -> None:
    if url := web_link(text, base=BASE):
        canonical = canonical_link(url)
        assert canonical_link("https:" + canonical) == canonical
        assert canonical.isascii() or "[" in canonical
        assert host_of("https:" + canonical) in canonical


@pytest.mark.parametrize(
    "path",
    [
        "banjir/" * 280,
        "é" * 2_000,
        "%C3%A9" * 333 + "x",
        "baca?" + "judul=ü&" * 240,
        "baca?a=" + "é" * 2_000,
        "amp/é" * 400,
    ],
)
def test_a_link_of_any_length_has_a_canonical_one_that_can_be_indexed(path: str) -> None:
    links = [canonical_link(f"https://kabar.example/{path}{end}") for end in ("z1", "z2")]

    for link in links:
        assert len(link.encode()) <= LENGTH_LIMIT
        assert link.startswith("//kabar.example/")
        assert canonical_link("https:" + link) == link
    assert links[0] != links[1]


@given(ADDRESSES)
def test_the_quick_way_leads_where_the_thorough_one_does(url: str) -> None:
    plain = url.partition("#")[0]
    if web_link(plain, base=BASE):
        assert canonical_link(plain) == canonical_link(plain + "#komentar")


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no recordings in {DATA}")
@pytest.mark.parametrize("name", ["articles.jsonl.gz", "headlines.jsonl.gz"])
def test_no_two_recorded_articles_fall_together(name: str) -> None:
    headlines: dict[str, dict[str, str]] = defaultdict(dict)
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if url := web_link(record["url"] or "", base="about:blank"):
                headlines[canonical_link(url)][url] = record["title"]

    assert len(headlines) > 3_000
    assert [link for link, told in headlines.items() if len(set(told.values())) > 1] == []
