"""The one address where the web server listens."""

import socket
import time

from app.commands.refused import Refused

HOST = "127.0.0.1"
SECONDS_FOR_A_FREE_PORT = 5  # what was killed a moment ago may hold it that long


def wait_for_free_port(port: int) -> None:
    """The web server shares a port with whoever has it already, so ask plainly first."""
    deadline = time.monotonic() + SECONDS_FOR_A_FREE_PORT
    while not _is_free(port):
        if time.monotonic() > deadline:
            raise Refused(f"Port {port} is in use: choose another one with PORT=.")
        time.sleep(0.1)


def _is_free(port: int) -> bool:
    with socket.socket() as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            plain.bind((HOST, port))
        except OSError:
            return False
    return True
