"""What the bot may call: one table from a method's name to the function that does it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sandbox.telegram.call import Call
from sandbox.telegram.methods import chats, commands, edits, files, forum, inline, messages, profile, updates
from sandbox.telegram.world import World

Method = Callable[[World, Call], Any | Awaitable[Any]]

METHODS: Mapping[str, Method] = {
    "answerCallbackQuery": inline.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "closeForumTopic": forum.close_forum_topic,
    "copyMessage": messages.copy_message,
    "createForumTopic": forum.create_forum_topic,
    "deleteMessage": edits.delete_message,
    "deleteMessages": edits.delete_messages,
    "deleteMyCommands": commands.delete_my_commands,
    "deleteWebhook": updates.delete_webhook,
    "editForumTopic": forum.edit_forum_topic,
    "editMessageCaption": edits.edit_message_caption,
    "editMessageReplyMarkup": edits.edit_message_reply_markup,
    "editMessageText": edits.edit_message_text,
    "forwardMessage": messages.forward_message,
    "getChat": chats.get_chat,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getChatMenuButton": commands.get_chat_menu_button,
    "getFile": files.get_file,
    "getMe": profile.get_me,
    "getMyCommands": commands.get_my_commands,
    "getMyDefaultAdministratorRights": profile.get_my_default_administrator_rights,
    "getMyDescription": profile.get_my_description,
    "getMyName": profile.get_my_name,
    "getMyShortDescription": profile.get_my_short_description,
    "getUpdates": updates.get_updates,
    "getWebhookInfo": updates.get_webhook_info,
    "leaveChat": chats.leave_chat,
    "pinChatMessage": chats.pin_chat_message,
    "reopenForumTopic": forum.reopen_forum_topic,
    "sendChatAction": messages.send_chat_action,
    "sendDocument": files.send_document,
    "sendMessage": messages.send_message,
    "sendPhoto": files.send_photo,
    "setChatMenuButton": commands.set_chat_menu_button,
    "setMessageReaction": messages.set_message_reaction,
    "setMyCommands": commands.set_my_commands,
    "setMyDefaultAdministratorRights": profile.set_my_default_administrator_rights,
    "setMyDescription": profile.set_my_description,
    "setMyName": profile.set_my_name,
    "setMyShortDescription": profile.set_my_short_description,
    "setWebhook": updates.set_webhook,
    "unpinChatMessage": chats.unpin_chat_message,
}

BY_LOWER_NAME = {name.lower(): (name, method) for name, method in METHODS.items()}
