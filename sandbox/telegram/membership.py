"""Joining, leaving, promoting, blocking, upgrading, with the updates and service messages of each."""

from sandbox.telegram.records import Chat, ChatType, Content, Json, Person, Status
from sandbox.telegram.telling import tell_bot
from sandbox.telegram.wire import chat_json, member_json, user_json
from sandbox.telegram.world import World


def change_status(world: World, chat: Chat, *, by: Person, whom: Person, to: Status) -> None:
    before = member_json(world, chat, whom.id)
    was = chat.status(whom.id)
    if was is to:
        return
    if was.is_inside and not to.is_inside:
        _say(world, chat, by, {"left_chat_member": user_json(whom)})
    chat.members[whom.id] = to
    world.change()
    _tell_of_change(world, chat, by, whom, before)
    if to.is_inside and not was.is_inside:
        _say(world, chat, by, {"new_chat_members": [user_json(whom)]})


def set_blocked(world: World, chat: Chat, *, blocked: bool) -> None:
    """In a private chat the person blocks the bot, or takes it back."""
    if chat.blocked is blocked:
        return
    person = world.people[chat.id]
    before = member_json(world, chat, world.bot.id)
    chat.blocked = blocked
    chat.members[world.bot.id] = Status.KICKED if blocked else Status.MEMBER
    world.change()
    _tell_of_change(world, chat, person, world.bot, before)


def upgrade(world: World, chat: Chat, by: Person) -> Chat:
    """The group lives on as a supergroup under a new id, and each chat tells of the other."""
    new = world.add_chat(ChatType.SUPERGROUP, chat.title or "", members=dict(chat.members))
    _say(world, chat, by, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    _say(world, new, by, {"migrate_from_chat_id": chat.id})
    return new


def _tell_of_change(world: World, chat: Chat, by: Person, whom: Person, before: Json) -> None:
    """The bot hears of itself everywhere, of others where it is administrator."""
    change = {
        "chat": chat_json(world, chat),
        "from": user_json(by),
        "date": int(world.clock.now().timestamp()),
        "old_chat_member": before,
        "new_chat_member": member_json(world, chat, whom.id),
    }
    if whom.id == world.bot.id:
        world.updates.add("my_chat_member", change)
    elif chat.status(world.bot.id).is_admin:
        world.updates.add("chat_member", change)


def _say(world: World, chat: Chat, by: Person, service: Json) -> None:
    """Channels are silent about who comes and goes."""
    if not chat.is_channel:
        tell_bot(world, world.post(chat, Content(), sender_id=by.id, service=service))
