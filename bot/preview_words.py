"""What a topic would have brought, in words: below its confirmation, or for a moment over the chat."""

from datetime import datetime

from bot.story_lines import short_story
from bot.texts import Html, Texts
from news.chat import Chat
from news.preview import PREVIEWED, Preview


def preview_in_words(preview: Preview, chat: Chat, *, now: datetime) -> Html:
    """How much came, the best of it, and what to do where that is too much or nothing."""
    texts = Texts(chat.language)
    if not preview.events:
        return texts.html("preview-nothing", days=PREVIEWED.days, strict=_yes(preview.strict))
    count = texts.html(
        "preview",
        days=PREVIEWED.days,
        events=preview.events,
        outlets=preview.outlets,
        cut=_yes(preview.cut),
        more=_yes(preview.events > len(preview.examples)),
    )
    examples = [short_story(story, chat, now=now) for story in preview.examples]
    noisy = [f"\n{_warning(preview, texts)}"] if preview.noisy else []
    return Html("\n".join([count, *examples, *noisy]))


def preview_note(preview: Preview, texts: Texts) -> str:
    """The same in a breath, without examples."""
    if not preview.events:
        return texts.plain("preview-note-nothing", days=PREVIEWED.days)
    note = texts.plain(
        "preview-note",
        days=PREVIEWED.days,
        events=preview.events,
        outlets=preview.outlets,
        cut=_yes(preview.cut),
    )
    noisy = texts.plain("preview-note-noisy", daily=round(preview.daily)) if preview.noisy else ""
    return f"{note} {noisy}".strip()


def _warning(preview: Preview, texts: Texts) -> Html:
    return texts.html(
        "preview-noisy",
        daily=round(preview.daily),
        narrower=preview.narrower,
        known=_yes(bool(preview.narrower)),
    )


def _yes(said: bool) -> str:
    return "yes" if said else "no"
