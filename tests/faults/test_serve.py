"""The whole service: kill any part and it comes back, stop it and nothing is left."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from app.embedded import Server
from app.embedded.processes import working_in

PATIENCE = 90  # seconds; the machine may be busy with other tests
FIRST_START = 240  # seconds for a database made anew, its migrations and three months of demo
PARTS = ("web", "worker", "clock")


class Service:
    def __init__(self, data):
        self.data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self):
        self.output = (self.data / "output").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve"],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": os.getcwd(),
                "PORT": str(self.port),
                "RINNALLA_DATA": str(self.data),
                "RINNALLA_WEB_WORKERS": "1",
            },
            stdout=self.output,
            stderr=self.output,
            start_new_session=True,
        )

    def ready(self, patience=PATIENCE):
        """Whether /readyz says that everything holds, before our patience or the service ends."""
        return soon(self._all_holds, patience, unless=lambda: self.process.poll() is not None)

    def said(self):
        return _read(self.data / "output")

    def _all_holds(self):
        return all((self._ask() or {"answer": False}).values())

    def told(self):
        """How many times the address was printed."""
        return self.said().count(f"Rinnalla answers at http://127.0.0.1:{self.port}")

    def _ask(self):
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/readyz", timeout=5
            ) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            pass
        return None

    def children(self):
        """Living processes of the service by the part they play."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                words = _read(entry / "cmdline").split("\0")
                if f"RINNALLA_DATA={self.data}\0" in _read(entry / "environ") and "app" in words:
                    found.setdefault(words[words.index("app") + 1], []).append(int(entry.name))
        return found

    def stop(self, *signals):
        for number in signals:
            self.process.send_signal(number)
            time.sleep(0.2)
        code = self.process.wait(PATIENCE)
        self.output.close()
        return code


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    service = Service(tmp_path_factory.mktemp("served"))
    service.start()
    yield service
    if service.process.poll() is None:
        service.stop(signal.SIGTERM)
    server = Server(service.data)
    server.start()
    server.remove()


def soon(holds, patience=PATIENCE, unless=lambda: False):
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline or unless():
            return False
        time.sleep(0.1)
    return True


def _read(path):
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def test_it_answers_and_tells_its_address(service):
    assert service.ready(FIRST_START), service.said()
    assert set(service.children()) >= {"serve", *PARTS}
    assert soon(lambda: service.told() == 1)


@pytest.mark.parametrize("part", PARTS)
def test_a_killed_part_comes_back(service, part):
    killed = min(service.children()[part])

    os.kill(killed, signal.SIGKILL)

    assert soon(lambda: killed not in service.children().get(part, [killed]))
    assert service.ready()


def test_a_killed_database_comes_back_with_what_was_committed(service):
    server = Server(service.data)
    with psycopg.connect(server.owner_url) as owner:
        owner.execute("create table if not exists kept (number int)")
        owner.execute("insert into kept values (7)")
    postmaster = int((server.home / "cluster" / "postmaster.pid").read_text().split()[0])

    os.kill(postmaster, signal.SIGKILL)

    assert soon(lambda: postmaster not in working_in(server.home / "cluster"))
    assert service.ready()
    with psycopg.connect(server.owner_url) as owner:
        assert owner.execute("select number from kept").fetchall() == [(7,)]
        owner.execute("drop table kept")


def test_a_second_service_on_the_same_port_is_refused(service):
    second = Service(service.data)
    second.port = service.port
    second.start()

    try:
        assert second.stop() == 1
    finally:  # a second one that is not refused would outlive the tests
        second.process.terminate()
    assert f"Port {service.port} is in use" in _read(service.data / "output")


def test_after_a_killed_supervisor_the_next_start_goes_on(service):
    service.process.kill()
    service.process.wait()
    service.output.close()

    service.start()

    assert soon(lambda: service.told() == 2)
    assert service.ready()


def test_stopping_twice_stops_everything_once(service):
    assert service.stop(signal.SIGINT, signal.SIGINT) == 0

    assert service.children() == {}
    assert working_in(Server(service.data).home / "cluster") == []
