"""The ids of the things we remember: distinct types, so that they do not mix."""

from typing import NewType

OutletId = NewType("OutletId", int)
FeedId = NewType("FeedId", int)
ItemId = NewType("ItemId", int)
StoryId = NewType("StoryId", int)
TopicId = NewType("TopicId", int)
DigestId = NewType("DigestId", int)
DeliveryId = NewType("DeliveryId", int)

ChatId = NewType("ChatId", int)
"""Telegram's own id of a chat: positive for people, negative for groups and channels."""
