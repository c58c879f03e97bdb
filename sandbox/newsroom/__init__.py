"""The newsroom: newspapers that never were, or a folder of recorded feeds, served over HTTP."""

from sandbox.newsroom.newsroom import Newsroom
from sandbox.newsroom.shelf import Feed

__all__ = ["Feed", "Newsroom"]
