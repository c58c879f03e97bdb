"""What keeps the bot from listening or sending, as data; the first three are worded by `app`.

CannotListen         the operator must change something; exit status 2
├─ TokenRefused      Telegram does not know the token
└─ AnotherBotPolls   another program listens with the same token
TelegramSilent       Telegram did not answer when it was asked once
NotKept              what Telegram brought could not be written down; it must bring it again

NetworkError         the bot library's own
└─ NotDone           Telegram has surely not done what it was asked
"""

from telegram.error import NetworkError


class CannotListen(Exception):
    """The bot cannot hear people, and trying again does not help."""


class TokenRefused(CannotListen):
    """Telegram does not know the token."""


class AnotherBotPolls(CannotListen):
    """Telegram gives updates to one program at a time, and another one takes them."""


class TelegramSilent(Exception):
    """Telegram did not answer."""


class NotKept(Exception):
    """The database did not take what Telegram brought."""


class NotDone(NetworkError):
    """The request never reached Telegram, or Telegram said that it could not serve it."""
