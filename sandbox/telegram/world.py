"""The world that the bot talks to: who is in it, what was said, and what changed when."""

import secrets
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.telegram.bell import Bell
from sandbox.telegram.profile import Profile
from sandbox.telegram.questions import Questions
from sandbox.telegram.records import Chat, ChatType, Content, Message, Person, Status, StoredFile
from sandbox.telegram.updates import UpdateQueue
from sandbox.telegram.webhook import Webhook

MESSAGES_KEPT = 2_000
FILES_KEPT = 500
BYTES_KEPT = 256 * 1024 * 1024
"""Of files; the oldest go first, and messages outlive theirs."""

SHARED_COUNTER = (ChatType.PRIVATE, ChatType.GROUP)


class World:
    """Keeps the records and numbers every change; rules live with the methods, not here."""

    def __init__(self, *, clock: SandboxClock, bot: Person) -> None:
        self.clock = clock
        self.bot = bot
        self.bell = Bell()
        self.version = 0
        self.people: dict[int, Person] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files: OrderedDict[str, tuple[StoredFile, bytes]] = OrderedDict()
        self.updates = UpdateQueue(self.bell)
        self.webhook = Webhook(self.updates, self.bell)
        self.questions = Questions(self.bell)
        self.profile = Profile(bot.first_name)
        self._last_shared_message_id = 0
        self._last_person_id = 1_000
        self._last_chat_number = 500

    def change(self) -> int:
        """Numbers a change and wakes whoever watches."""
        self.version += 1
        self.bell.ring()
        return self.version

    def add_person(
        self, first_name: str, *, language_code: str | None, username: str | None = None
    ) -> Person:
        """A new person, together with the private chat that they have not started yet."""
        self._last_person_id += 1
        person = Person(
            id=self._last_person_id, first_name=first_name, username=username, language_code=language_code
        )
        self.people[person.id] = person
        members = {person.id: Status.MEMBER, self.bot.id: Status.MEMBER}
        self.chats[person.id] = Chat(id=person.id, type=ChatType.PRIVATE, members=members)
        self.change()
        return person

    def add_chat(self, chat_type: ChatType, title: str, **details: Any) -> Chat:
        chat = Chat(id=self.next_chat_id(chat_type), type=chat_type, title=title, **details)
        self.chats[chat.id] = chat
        self.change()
        return chat

    def next_chat_id(self, chat_type: ChatType) -> int:
        self._last_chat_number += 1
        number = self._last_chat_number
        return -number if chat_type is ChatType.GROUP else -1_000_000_000_000 - number

    def next_message_id(self, chat: Chat) -> int:
        """Private chats and basic groups count together, every other chat counts alone."""
        if chat.type in SHARED_COUNTER:
            self._last_shared_message_id += 1
            chat.last_message_id = self._last_shared_message_id
        else:
            chat.last_message_id += 1
        return chat.last_message_id

    def post(self, chat: Chat, content: Content, *, sender_id: int | None, **details: Any) -> Message:
        message = Message(
            id=self.next_message_id(chat),
            chat_id=chat.id,
            sender_id=sender_id,
            date=self.clock.now(),
            version=self.version + 1,
            content=content,
            **details,
        )
        chat.messages[message.id] = message
        while len(chat.messages) > MESSAGES_KEPT:
            del chat.messages[next(iter(chat.messages))]
        self.change()
        return message

    def edit(self, message: Message, content: Content, *, visibly: bool = True) -> Message:
        """`visibly` is false when only buttons changed: Telegram shows no edit mark then."""
        edited_at = self.clock.now() if visibly else message.edited_at
        edited = replace(message, content=content, edited_at=edited_at, version=self.version + 1)
        self.chats[message.chat_id].messages[message.id] = edited
        self.change()
        return edited

    def delete(self, message: Message) -> None:
        chat = self.chats[message.chat_id]
        chat.messages.pop(message.id, None)
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)
        chat.deleted[message.id] = self.change()
        while len(chat.deleted) > MESSAGES_KEPT:
            del chat.deleted[next(iter(chat.deleted))]

    def keep_file(
        self, name: str, mime: str, content: bytes, size_in_pixels: tuple[int, int] | None = None
    ) -> StoredFile:
        file = StoredFile(
            id=secrets.token_urlsafe(24),
            name=name,
            mime=mime,
            size=len(content),
            size_in_pixels=size_in_pixels,
        )
        self.files[file.id] = (file, content)
        while len(self.files) > FILES_KEPT or sum(kept.size for kept, _ in self.files.values()) > BYTES_KEPT:
            self.files.popitem(last=False)
        return file

    def file(self, file_id: str) -> StoredFile | None:
        kept = self.files.get(file_id)
        return kept[0] if kept else None

    def public_chat(self, username: str) -> Chat | None:
        """Usernames are compared without regard to case."""
        wanted = username.casefold()
        return next(
            (chat for chat in self.chats.values() if (chat.username or "").casefold() == wanted), None
        )

    def chats_with(self, person_id: int) -> list[Chat]:
        """The chats that this person shares with the bot, private ones aside."""
        return [
            chat
            for chat in self.chats.values()
            if not chat.is_private and chat.status(person_id).is_inside and chat.status(self.bot.id).is_inside
        ]
