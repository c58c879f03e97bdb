"""From any chat to a card in it: `@bot query`, in both languages, by people who never started the bot."""

from typing import Any

from tests.journeys.chatting import Person
from tests.journeys.conftest import GROUP

QUERY = "belitung ATAU kpu ATAU kesbangpol ATAU bupati ATAU polisi ATAU warga ATAU indonesia ATAU jakarta"


async def all_pages(person: Person, query: str) -> list[dict[str, Any]]:
    offered = await person.types(query)
    pages = [offered]
    while offered["next_offset"]:
        offered = await person.types(query, offset=offered["next_offset"])
        pages.append(offered)
    return pages


async def test_news_is_found_and_shared_from_a_group(sari: Person) -> None:
    offered = await sari.types("pemilu")
    card = offered["results"][0]
    assert "yang lalu" in card["description"]
    assert "pemilu" in (card["title"] + card["description"]).lower()

    message = await sari.sends_card(offered, card, to=GROUP)

    assert (message["from"], message["via"]) == (sari.id, "kliping_sandbox_bot")
    assert message["text"].startswith(card["title"])
    assert any(entity["type"] == "text_link" for entity in message["entities"])


async def test_each_reads_in_the_language_of_their_app(sari: Person, emily: Person) -> None:
    (his, hers) = [(await person.types("pemilu"))["results"] for person in (sari, emily)]
    assert [card["title"] for card in his] == [card["title"] for card in hers]
    assert " ago · " in hers[0]["description"]


async def test_pages_bring_every_story_once(sari: Person) -> None:
    pages = await all_pages(sari, QUERY)

    ids = [card["id"] for page in pages for card in page["results"]]
    assert len(pages) > 1
    assert len(set(ids)) == len(ids)


async def test_an_empty_query_shows_the_day_and_an_unreadable_one_says_why(emily: Person) -> None:
    today, unreadable = await emily.types(""), await emily.types("(pemilu")

    assert today["results"]
    assert today["button"]["text"].startswith("🔎 Type what to find")
    assert unreadable["results"] == []
    assert unreadable["button"]["text"].startswith("⚠️ ")


async def test_from_nothing_found_the_way_leads_to_following_the_search(emily: Person) -> None:
    nothing = await emily.types("zzzgerhana")
    start = nothing["button"]["start_parameter"]

    answer = await emily.writes(f"/start {start}")

    assert nothing["button"]["text"].startswith("No news about “zzzgerhana”")
    assert answer.startswith("There is no news on zzzgerhana.")
    assert await emily.presses(emily.button("Follow"))
    assert "zzzgerhana" in (await emily.writes_after_catching_up("/topics")).lower()
