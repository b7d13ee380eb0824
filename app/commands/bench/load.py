"""Load on a web server, from a process of its own: each connection asks again once answered."""

import json
import select
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from time import perf_counter, process_time

WARM = 1.0  # seconds that do not count: caches fill
MOST_READ = 1 << 18
END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length: "


@dataclass(frozen=True)
class Load:
    """One GET asked over and over; `headers` are whole lines."""

    port: int
    path: str
    headers: tuple[str, ...] = ()
    connections: int = 16
    seconds: float = 5.0


@dataclass(frozen=True)
class Answered:
    """p95   milliseconds
    busy  how much of one processor the load itself took
    """

    per_second: float
    p95: float
    busy: float


class Unexpected(Exception):
    """Another answer than 200: no figure of it counts."""


def answered(load: Load) -> Answered:
    """Raises CalledProcessError."""
    asked = [sys.executable, "-m", __name__, json.dumps(asdict(load))]
    told = subprocess.run(asked, check=True, capture_output=True, text=True)
    return Answered(**json.loads(told.stdout))


def _run(load: Load) -> Answered:
    """Raises Unexpected."""
    lines = (f"GET {load.path} HTTP/1.1", "Host: 127.0.0.1", *load.headers, "", "")
    question = "\r\n".join(lines).encode()
    callers = {
        each.fileno(): each for each in (_Caller(load.port) for _ in range(load.connections))
    }
    poll = select.epoll()
    for number, caller in callers.items():
        poll.register(number, select.EPOLLIN)
        caller.ask(question)
    _ask(poll, callers, question, WARM)
    began, used = perf_counter(), process_time()
    took = _ask(poll, callers, question, load.seconds)
    whole, busy = perf_counter() - began, process_time() - used
    return Answered(len(took) / whole, 1000 * sorted(took)[int(len(took) * 0.95)], busy / whole)


def _ask(
    poll: select.epoll, callers: dict[int, "_Caller"], question: bytes, seconds: float
) -> list[float]:
    """How long each answer took."""
    took: list[float] = []
    end = perf_counter() + seconds
    while (now := perf_counter()) < end:
        for number, _ in poll.poll(end - now):
            caller = callers[number]
            if caller.has_all():
                took.append(perf_counter() - caller.began)
                caller.ask(question)
    return took


class _Caller:
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = 0
        self.began = 0.0

    def fileno(self) -> int:
        return self._socket.fileno()

    def ask(self, question: bytes) -> None:
        self.began, self._left = perf_counter(), 0
        self._socket.sendall(question)

    def has_all(self) -> bool:
        """Raises Unexpected."""
        got = self._socket.recv(MOST_READ)
        if not self._left:
            head, _, _ = got.partition(END_OF_HEAD)
            if not got.startswith(b"HTTP/1.1 200"):
                raise Unexpected(got[:200])
            length = head.lower().partition(LENGTH)[2].partition(b"\r\n")[0]
            self._left = len(head) + len(END_OF_HEAD) + int(length)
        self._left -= len(got)
        return not self._left


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    load = replace(Load(**given), headers=tuple(given["headers"]))
    json.dump(asdict(_run(load)), sys.stdout)
