"""What Telegram finds in a text by itself."""

import pytest

from sandbox.telegram.found import found_entities
from tests.sandbox import oracle

TEXTS = [
    "/start",
    "/langganan@kliping_bot pemilu",
    "/a/b and/or a/b /x.",
    "lihat https://contoh.id/a?b=c. Lalu contoh.co.id, dan (www.contoh.com/x).",
    'contoh.id:8080/x https://contoh.id/a_(b) "https://contoh.id/x" «https://contoh.id»',
    "harga 10.000, v1.2, e.g. Jl. Raya, berita.Lalu, Node.js, file.py",
    "@kliping_bot @ab @a, x@y a.b@contoh.id",
    "#pemilu #pemilu2026 #2026 #ормас #a-b",
    "$USD 😀 https://contoh.id 😀 @kliping_bot",
    "http://1.2.3.4:80/x https://localhost http://contoh ftp://a.com/b",
    "tg://resolve?domain=x t.me/x",
    "10.0.0.1:80/x (1.2.3.4). 1.2.3.4, v1.2.3.4 1.2.3.4.5 010.0.0.1 10.0.0.300 http://10.0.0.300/ 1.2.3.4-5",
]


@pytest.mark.parametrize("text", TEXTS)
def test_commands_mentions_tags_and_addresses_are_found_as_by_telegram(text: str) -> None:
    assert [oracle.shape(entity) for entity in found_entities(text)] == oracle.found(text)
