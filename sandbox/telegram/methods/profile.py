"""What the bot says about itself, language by language."""

from sandbox.telegram.call import Call
from sandbox.telegram.errors import bad_request
from sandbox.telegram.records import ChatType, Json
from sandbox.telegram.wire import administrator_rights, user_json
from sandbox.telegram.world import World

LONGEST_NAME = 64
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120


def get_me(world: World, call: Call) -> Json:
    return user_json(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": world.profile.inline_mode,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
        "supports_join_request_queries": False,
    }


def set_my_name(world: World, call: Call) -> bool:
    return _say(world.profile.names, call, "name", LONGEST_NAME)


def get_my_name(world: World, call: Call) -> Json:
    return {"name": _said(world.profile.names, call) or world.profile.first_name}


def set_my_description(world: World, call: Call) -> bool:
    return _say(world.profile.descriptions, call, "description", LONGEST_DESCRIPTION)


def get_my_description(world: World, call: Call) -> Json:
    return {"description": _said(world.profile.descriptions, call)}


def set_my_short_description(world: World, call: Call) -> bool:
    return _say(world.profile.short_descriptions, call, "short_description", LONGEST_SHORT_DESCRIPTION)


def get_my_short_description(world: World, call: Call) -> Json:
    return {"short_description": _said(world.profile.short_descriptions, call)}


def set_my_default_administrator_rights(world: World, call: Call) -> bool:
    if call.flag("for_channels"):
        world.profile.channel_rights = call.json("rights")
    else:
        world.profile.group_rights = call.json("rights")
    return True


def get_my_default_administrator_rights(world: World, call: Call) -> Json:
    for_channels = call.flag("for_channels")
    chosen = world.profile.channel_rights if for_channels else world.profile.group_rights
    none = dict.fromkeys(administrator_rights(ChatType.CHANNEL if for_channels else ChatType.GROUP), False)
    return none | {"is_anonymous": False} | (chosen or {})


def language(call: Call) -> str:
    """A two-letter code, or nothing for everybody else."""
    code = call.text("language_code")
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise bad_request("invalid language code specified")
    return code.lower()


def _say(texts: dict[str, str], call: Call, parameter: str, longest: int) -> bool:
    text = call.text(parameter).strip()
    if len(text) > longest:
        raise bad_request(f"{parameter.replace('_', ' ')} length must not exceed {longest}")
    if text:
        texts[language(call)] = text
    else:
        texts.pop(language(call), None)
    return True


def _said(texts: dict[str, str], call: Call) -> str:
    return texts.get(language(call)) or texts.get("", "")
