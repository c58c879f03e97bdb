"""The bot put together: which handler answers which command, button and event."""

from collections.abc import Mapping
from typing import Any

from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.commands import COMMANDS
from bot.desk import Desk
from bot.handlers.digest import digest
from bot.handlers.first_steps import follow_suggestion, turn_packs, unfollow_suggestion
from bot.handlers.help import show_help
from bot.handlers.inline import offer_cards
from bot.handlers.language import choose_language, press_language
from bot.handlers.membership import change_membership, move_group
from bot.handlers.more import show_more
from bot.handlers.privacy import ask_before_forgetting, forget_chat_for_good, send_stored
from bot.handlers.schedule import (
    choose_day,
    choose_days,
    choose_holidays,
    choose_no_news,
    choose_quiet,
    choose_time,
    choose_zone,
    schedule,
    show_days,
    show_schedule,
    show_times,
)
from bot.handlers.search import narrow_search, offer_search, press_search, search, search_suggested
from bot.handlers.sources import show_sources
from bot.handlers.subscribe import invite, subscribe, subscribe_to_pack, subscribe_to_search
from bot.handlers.topics import drop_topic, restore_topic, show_topics
from bot.handlers.unknown import press_stale, suggest_command
from bot.handlers.unsubscribe import ask_before_dropping_all, drop_all_topics, unsubscribe
from bot.handlers.welcome import start
from bot.reception import Reception
from bot.request import Transport
from bot.turn import Handle

Conversation = Application[Any, Any, Any, Any, Any, Any]

TELEGRAM = "https://api.telegram.org"

BY_COMMAND: Mapping[str, Handle] = {
    "start": start,
    "help": show_help,
    "subscribe": subscribe,
    "topics": show_topics,
    "unsubscribe": unsubscribe,
    "digest": digest,
    "schedule": schedule,
    "search": search,
    "sources": show_sources,
    "language": choose_language,
    "mydata": send_stored,
    "forget": ask_before_forgetting,
}
"""By a command's alias."""

BY_VERB: Mapping[str, Handle] = {
    "add": invite,
    "day": choose_day,
    "days": show_days,
    "digest": digest,
    "drop": drop_topic,
    "dropall": ask_before_dropping_all,
    "follow": follow_suggestion,
    "forget": ask_before_forgetting,
    "forgetall": forget_chat_for_good,
    "holidays": choose_holidays,
    "language": press_language,
    "meant": search_suggested,
    "more": show_more,
    "narrow": narrow_search,
    "nonews": choose_no_news,
    "pack": subscribe_to_pack,
    "packs": turn_packs,
    "quiet": choose_quiet,
    "reallydropall": drop_all_topics,
    "schedule": show_schedule,
    "search": press_search,
    "sources": show_sources,
    "time": choose_time,
    "times": show_times,
    "topics": show_topics,
    "undo": restore_topic,
    "unfollow": unfollow_suggestion,
    "watch": subscribe_to_search,
    "weekdays": choose_days,
    "zone": choose_zone,
}
"""By the verb with which a button's data begins."""


def build_application(*, token: str, base_url: str = TELEGRAM, desk: Desk) -> Conversation:
    """The bot at `desk`; it listens to nothing yet. `base_url` is the Bot API's root, without "/bot"."""
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{base_url}/bot")
        .base_file_url(f"{base_url}/file/bot")
        .request(Transport())
        .get_updates_request(Transport())
        .updater(None)
        .job_queue(None)
        .build()
    )
    _add_handlers(application, Reception(desk))
    return application


def _add_handlers(application: Conversation, reception: Reception) -> None:
    written = filters.UpdateType.MESSAGE  # neither edits nor a channel's posts are said to us
    for command in COMMANDS:
        answer = reception.messages(BY_COMMAND[command.alias])
        application.add_handler(CommandHandler({command.name, command.alias}, answer, written))
    said = filters.TEXT & ~filters.COMMAND & ~filters.VIA_BOT & filters.ChatType.PRIVATE
    application.add_handlers(
        [
            MessageHandler(written & filters.COMMAND, reception.messages(suggest_command)),
            MessageHandler(written & said, reception.messages(offer_search)),
            MessageHandler(filters.StatusUpdate.MIGRATE, reception.moves(move_group)),
            CallbackQueryHandler(reception.presses(BY_VERB, otherwise=press_stale)),
            InlineQueryHandler(reception.inline(offer_cards)),
            ChatMemberHandler(reception.memberships(change_membership)),
        ]
    )
    application.add_error_handler(reception.on_error)
