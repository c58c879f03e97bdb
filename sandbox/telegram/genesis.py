"""The world at its beginning: three people, a group, a forum and a channel, and the bot among them."""

from sandbox.clock import SandboxClock
from sandbox.telegram.forum import open_thread
from sandbox.telegram.records import GENERAL_THREAD, Chat, ChatType, Person, Status, Thread
from sandbox.telegram.world import World

BOT_NAME = "Kliping"
BOT_USERNAME = "kliping_sandbox_bot"
BOT_ID_WITHOUT_TOKEN = 7_000_000_001


def new_world(*, clock: SandboxClock, token: str) -> World:
    world = World(clock=clock, bot=_bot(token))
    sari = world.add_person("Sari", language_code="id", username="sari_contoh")
    budi = world.add_person("Budi", language_code="id", username="budi_contoh")
    emily = world.add_person("Emily", language_code="en", username="emily_example")
    members = {sari.id: Status.CREATOR, budi.id: Status.MEMBER, emily.id: Status.MEMBER}
    with_bot = members | {world.bot.id: Status.MEMBER}
    world.add_chat(ChatType.GROUP, "Ruang Redaksi", members=dict(with_bot))
    open_forum(world, "Forum Pemantauan", sari, dict(with_bot), ["Pemilu", "Kesbangpol", "Bencana"])
    world.add_chat(
        ChatType.CHANNEL,
        "Kabar Pagi",
        username="kabar_pagi_contoh",
        members=members | {world.bot.id: Status.ADMINISTRATOR},
    )
    return world


def open_forum(
    world: World, title: str, creator: Person, members: dict[int, Status], threads: list[str]
) -> Chat:
    forum = world.add_chat(ChatType.SUPERGROUP, title, is_forum=True, members=members)
    forum.threads[GENERAL_THREAD] = Thread(id=GENERAL_THREAD, name="General")
    forum.last_message_id = GENERAL_THREAD
    for name in threads:
        open_thread(world, forum, name, sender_id=creator.id)
    return forum


def _bot(token: str) -> Person:
    """A token begins with the bot's id."""
    number = token.partition(":")[0]
    bot_id = int(number) if number.isascii() and number.isdecimal() else BOT_ID_WITHOUT_TOKEN
    return Person(id=bot_id, first_name=BOT_NAME, username=BOT_USERNAME, is_bot=True)
