"""Stands for a `kliping` that `tests.app.warm` forks: lends it its files, passes signals on, ends as it ends.

It runs as a file, without the site's packages: it must start in no time.
"""

import json
import os
import signal
import socket
import sys


def main(warm: str, *arguments: str) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(warm)
        told = {"arguments": arguments, "environment": dict(os.environ), "folder": os.getcwd()}
        socket.send_fds(connection, [json.dumps(told).encode() + b"\n"], [0, 1, 2])
        for file in (0, 1, 2):
            os.close(file)  # or nobody would see when `kliping` closes them
        answers = connection.makefile()
        child = int(answers.readline())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _: os.kill(child, number))
        status = int(answers.readline())
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status)


if __name__ == "__main__":
    main(*sys.argv[1:])
