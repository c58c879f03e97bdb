"""The updates that wait for the bot, and the one long poll that may fetch them."""

import random
from collections import deque
from collections.abc import Collection
from typing import Any

from sandbox.telegram.bell import Bell
from sandbox.telegram.errors import TelegramError, another_poll_began, webhook_was_set
from sandbox.telegram.records import Json

KEPT = 20_000

BY_DEFAULT_NOT_SENT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

KINDS = frozenset(
    "message edited_message channel_post edited_channel_post inline_query chosen_inline_result "
    "callback_query my_chat_member chat_member message_reaction message_reaction_count shipping_query "
    "pre_checkout_query poll poll_answer chat_join_request chat_boost removed_chat_boost "
    "business_connection business_message edited_business_message deleted_business_messages "
    "purchased_paid_media".split()
)


class UpdateQueue:
    """Numbers updates, keeps the newest until they are confirmed, and lets one poll at a time wait."""

    def __init__(self, bell: Bell) -> None:
        # Anywhere, as Telegram begins: who remembers the updates of another sandbox takes none for a repeat.
        self.last_id = random.randrange(1_000_000, 1_000_000_000)
        self.allowed: frozenset[str] = frozenset()
        self._bell = bell
        self._waiting: deque[Json] = deque(maxlen=KEPT)
        self._poll = 0
        self._ended_by: TelegramError | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, kind: str, payload: Any) -> None:
        if not self._is_wanted(kind):
            return
        self.last_id += 1
        self._waiting.append({"update_id": self.last_id, kind: payload})
        self._bell.ring()

    def allow(self, kinds: Collection[str]) -> None:
        """No kinds means the default; unknown ones are ignored, as Telegram does."""
        self.allowed = frozenset(kinds) & KINDS

    def forget_all(self) -> None:
        self._waiting.clear()

    def confirm_below(self, offset: int) -> None:
        """A negative offset counts from the newest update."""
        first = offset if offset >= 0 else self.last_id + 1 + offset
        while self._waiting and self._waiting[0]["update_id"] < first:
            self._waiting.popleft()

    def first(self, limit: int) -> list[Json]:
        return [update for update, _ in zip(self._waiting, range(limit), strict=False)]

    async def poll(self, limit: int, timeout: float) -> list[Json]:
        """Waits for updates; ends the poll that waited before with a Conflict, as Telegram does."""
        self._end_poll(another_poll_began())
        mine = self._poll
        await self._bell.wait_until(lambda: bool(self._waiting) or self._poll != mine, timeout)
        if self._poll != mine:
            assert self._ended_by is not None
            raise self._ended_by
        return self.first(limit)

    def end_poll_for_webhook(self) -> None:
        self._end_poll(webhook_was_set())

    def _end_poll(self, why: TelegramError) -> None:
        self._poll += 1
        self._ended_by = why
        self._bell.ring()

    def _is_wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in BY_DEFAULT_NOT_SENT
