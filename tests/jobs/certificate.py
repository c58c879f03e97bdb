"""A certificate for 127.0.0.1 that nobody has signed but itself, good until 2126. It protects nothing."""

from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

PEM = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIAMuwKqVo4unStTz
/OzOrOUSAo7ZMZpxCm1NFfiFKxqhRANCAATs5yehT/YRIF25JMZNDI0pIEb5tBqb
SgEczF/V7pdPnILrX2s+NlQzl+7S0SesQln/71DTmQ0qwz5kgsw0I+B7
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUJtKFic0awgZtShetrwGg18Jb/o4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE0MjExOVoYDzIxMjYxMDMx
MTQyMTE5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATs5yehT/YRIF25JMZNDI0pIEb5tBqbSgEczF/V7pdPnILrX2s+NlQz
l+7S0SesQln/71DTmQ0qwz5kgsw0I+B7o2QwYjAdBgNVHQ4EFgQUT9DqjFDI953u
pN4ZXYd+9fweWR0wHwYDVR0jBBgwFoAUT9DqjFDI953upN4ZXYd+9fweWR0wDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IQDeMBjp1UfTgS6dkpBeuUSdul++/CcIvKblFv7j7a84EwIgY63ZywLa8hnCgH3q
nJkTIb/LaF2vCeAwtngtOXqeSk8=
-----END CERTIFICATE-----
"""


def self_signed(folder: Path) -> SSLContext:
    """What a server needs to show it; `folder` is for its file."""
    path = folder / "self_signed.pem"
    path.write_text(PEM)
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
