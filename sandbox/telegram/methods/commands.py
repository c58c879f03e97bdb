"""The command menu by scope and language, and the button that opens it."""

import re

from sandbox.telegram.call import Call
from sandbox.telegram.errors import bad_request, chat_not_found
from sandbox.telegram.fields import Fields, object_list
from sandbox.telegram.methods.profile import language
from sandbox.telegram.profile import CommandKey
from sandbox.telegram.records import Chat, Json
from sandbox.telegram.rights import find_chat, inside_chat
from sandbox.telegram.world import World

MOST_COMMANDS = 100
LONGEST_COMMAND = 32
LONGEST_DESCRIPTION = 256
SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
SCOPES_OF_A_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})
MENU_BUTTONS = frozenset({"commands", "default", "web_app"})
_COMMAND = re.compile(r"[a-z0-9_]+")


def set_my_commands(world: World, call: Call) -> bool:
    key = _key(world, call)
    commands = object_list(call.json("commands"), "BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_checked(command) for command in commands]
    if checked:
        world.profile.commands[key] = checked
    else:
        world.profile.commands.pop(key, None)
    world.change()
    return True


def get_my_commands(world: World, call: Call) -> list[Json]:
    return world.profile.commands.get(_key(world, call), [])


def delete_my_commands(world: World, call: Call) -> bool:
    world.profile.commands.pop(_key(world, call), None)
    world.change()
    return True


def set_chat_menu_button(world: World, call: Call) -> bool:
    button = call.json("menu_button") or {"type": "default"}
    fields = Fields(button, "MenuButton")
    if fields.text("type") not in MENU_BUTTONS:
        raise fields.refusal("Unsupported type specified")
    chat = _chat_of_menu(world, call)
    if chat is None:
        world.profile.menu_button = button
    else:
        chat.menu_button = button
    return True


def get_chat_menu_button(world: World, call: Call) -> Json:
    chat = _chat_of_menu(world, call)
    return (chat.menu_button if chat else None) or world.profile.menu_button


def _chat_of_menu(world: World, call: Call) -> Chat | None:
    if not call.text("chat_id"):
        return None
    chat = inside_chat(world, call.text("chat_id"))
    if not chat.is_private:
        raise chat_not_found()
    return chat


def _key(world: World, call: Call) -> CommandKey:
    scope = Fields(call.json("scope") or {"type": "default"}, "BotCommandScope")
    kind = scope.text("type")
    if kind in SCOPES:
        return kind, None, None, language(call)
    if kind not in SCOPES_OF_A_CHAT:
        raise scope.refusal("Unsupported type specified")
    chat = find_chat(world, scope.text("chat_id"))
    user = scope.integer("user_id") if kind == "chat_member" else None
    return kind, chat.id, user, language(call)


def _checked(raw: Fields) -> Json:
    command, description = raw.text("command").removeprefix("/").strip(), raw.text("description").strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > LONGEST_COMMAND:
        raise bad_request(f"command length must not exceed {LONGEST_COMMAND}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {LONGEST_DESCRIPTION}")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}
