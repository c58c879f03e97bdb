"""A process that has loaded all of Kliping once, and forks into `kliping` for every caller.

Loading takes one to two seconds of the processor's time, which a hundred commands need not take again. What
comes of a fork is a process like any other: with its own environment, folder, input and output. It takes
signals and ends by itself. Callers are `tests.app.called`; this process ends when its standard input does.
"""

import gc
import json
import os
import runpy
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module

from app.cli import COMMANDS, identifier


def main(callers: socket.socket) -> None:
    for command in COMMANDS:
        import_module(f"app.commands.{identifier(command)}")
    gc.freeze()  # or every child would copy all of it, only to look for garbage there
    while callers in select.select([callers, sys.stdin], [], [])[0]:
        caller, _ = callers.accept()
        _bury_the_dead()
        if not os.fork():
            callers.close()
            _serve(caller)
            break
        caller.close()


def _bury_the_dead() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _serve(caller: socket.socket) -> None:
    """Fork into `kliping`, and tell the caller its process id and, in the end, its exit status."""
    told, files, _, _ = socket.recv_fds(caller, 65536, 3)
    while not told.endswith(b"\n"):
        if not (more := caller.recv(65536)):
            os._exit(1)  # the caller has gone
        told += more
    end, life = os.pipe()  # the end comes when the child is gone, who alone has a life
    if child := os.fork():
        for file in (*files, life):
            os.close(file)
        _attend(child, caller, end)
    else:
        caller.close()
        os.close(end)
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        _become_kliping(**json.loads(told))


def _attend(child: int, caller: socket.socket, end: int) -> None:
    _tell(caller, child)
    if end not in select.select([end, caller.fileno()], [], [])[0]:
        os.kill(child, signal.SIGKILL)  # as its caller has been
    _, status = os.waitpid(child, 0)
    _tell(caller, os.waitstatus_to_exitcode(status))
    os._exit(0)


def _tell(caller: socket.socket, number: int) -> None:
    with suppress(ConnectionError):
        caller.send(b"%d\n" % number)


def _become_kliping(*, arguments: list[str], environment: dict[str, str], folder: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv[1:] = arguments
    runpy.run_module("app", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
