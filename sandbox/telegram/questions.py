"""Questions that people's clients ask the bot and wait for: pressed buttons and inline queries."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.telegram.bell import Bell
from sandbox.telegram.errors import query_too_old
from sandbox.telegram.records import Json

KEPT = 1_000
LIFETIME = 60.0
"""Real seconds in which a pressed button may be answered."""

INLINE_LIFETIME = 10.0
"""Real seconds in which an inline query may be answered, and once only."""


@dataclass(slots=True, kw_only=True)
class Question:
    id: str
    asked_at: float
    lifetime: float = LIFETIME
    once: bool = False
    answer: Json | None = None


class Questions:
    def __init__(self, bell: Bell, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._bell = bell
        self._seconds = seconds
        self._open: OrderedDict[str, Question] = OrderedDict()

    def ask(self) -> Question:
        """A button was pressed."""
        return self._asked(Question(id=_new_id(), asked_at=self._seconds()))

    def ask_inline(self) -> Question:
        """Somebody types behind the bot's name."""
        question = Question(id=_new_id(), asked_at=self._seconds(), lifetime=INLINE_LIFETIME, once=True)
        return self._asked(question)

    def answered(self, question_id: str) -> Json | None:
        """The answer to the question with that id, if it is known and has one."""
        question = self._open.get(question_id)
        return question.answer if question else None

    def _asked(self, question: Question) -> Question:
        self._open[question.id] = question
        while len(self._open) > KEPT:
            self._open.popitem(last=False)
        return question

    def answer(self, question_id: str, answer: Json) -> None:
        question = self._open.get(question_id)
        if question is None or self._seconds() - question.asked_at > question.lifetime:
            raise query_too_old()
        if question.once and question.answer is not None:
            raise query_too_old()
        question.answer = answer
        self._bell.ring()

    async def wait_for_answer(self, question: Question, timeout: float) -> Json | None:
        await self._bell.wait_until(lambda: question.answer is not None, timeout)
        return question.answer


def _new_id() -> str:
    return str(secrets.randbits(62))
