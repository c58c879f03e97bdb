"""What went wrong with a request, for an operator who does not know the client."""

import errno
import socket
from ssl import SSLCertVerificationError

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientConnectorSSLError,
    ClientPayloadError,
    ServerDisconnectedError,
)

from jobs.guard import reason_of
from news.errors import FeedError, FetchError, FetchForbidden
from news.failure import Failure

_UNREACHED = {
    errno.ECONNREFUSED: "the connection is refused",
    errno.ETIMEDOUT: "nobody answers at its address",
    errno.EHOSTUNREACH: "no way leads to its address from here",
    errno.ENETUNREACH: "no way leads to its address from here",
    errno.EMFILE: "this program has too many files and connections open",
}


def worded(url: str, error: Exception) -> FeedError:
    """What the client's `error` means to someone who does not know the client."""
    if reason := reason_of(error):
        return FetchForbidden(url, reason)
    match error:
        case ClientConnectorCertificateError() | ClientConnectorSSLError():
            return FetchError(url, _insecure(error.__cause__), failure=Failure.REFUSED)
        case ClientConnectorDNSError() if error.os_error.errno != socket.EAI_AGAIN:
            # It may have lapsed for good: that weighs more than what has passed by the next time.
            return FetchError(url, f"the name {error.host} is not known", failure=Failure.TIMEOUT)
        case OSError() | ServerDisconnectedError():
            return FetchError(url, _unreached(error), failure=Failure.TEMPORARY)
        case ClientPayloadError() if "decode content-encoding" not in str(error):
            reason = "the connection ended in the midst of the answer"
            return FetchError(url, reason, failure=Failure.TEMPORARY)
        case ValueError():
            return FetchError(url, "no URL that can be read", failure=Failure.REFUSED)
    return FetchError(url, "the answer breaks the rules of HTTP", failure=Failure.SERVER_ERROR)


def _unreached(error: Exception) -> str:
    match error:
        case ClientConnectorDNSError():
            return f"the name {error.host} cannot be looked up now"
        case ClientConnectorError():
            return _UNREACHED.get(error.os_error.errno or 0, "no connection to its address")
    return "the connection ended before the answer"


def _insecure(error: BaseException | None) -> str:
    if isinstance(error, SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    return "no encryption that we could agree on"
