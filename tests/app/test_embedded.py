"""The embedded database comes back whatever is killed, and never touches another process."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from app.embedded import CannotStart, Server

HOLD = """
import sys, time
from pathlib import Path
from app.embedded import Server
server = Server(Path(sys.argv[1]), fsync=False)
server.start()
print("up", flush=True)
time.sleep(60)
"""


@pytest.fixture
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("d")


@pytest.fixture
def server(data):
    server = Server(data, fsync=False)
    yield server
    server.start()
    server.remove()


@pytest.fixture
def starter(data):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(data)], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"up\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def postmaster_pid(server):
    with psycopg.connect(server.owner_url) as owner:
        folder = owner.execute("SHOW data_directory").fetchone()[0]
    with open(f"{folder}/postmaster.pid") as file:
        return int(file.readline())


def write(server, number):
    with psycopg.connect(server.owner_url) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        owner.execute("INSERT INTO kept VALUES (%s)", [number])


def kept(server):
    with psycopg.connect(server.owner_url) as owner:
        return [row[0] for row in owner.execute("SELECT number FROM kept ORDER BY number")]


def test_the_application_role_is_neither_superuser_nor_owner(server):
    server.start()

    with psycopg.connect(server.app_url) as app:
        role = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert app.execute(role).fetchone() == (False, False)
        owner = "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'rinnalla'"
        assert app.execute(owner).fetchone() == ("rinnalla_owner",)
        assert app.execute("SELECT lower('ÄÅÖ')").fetchone() == ("äåö",)


def test_what_was_written_is_there_after_a_stop_and_a_start(server):
    server.start()
    write(server, 1)

    server.stop()
    assert not server.alive()
    server.start()

    assert kept(server) == [1]


def test_a_killed_server_comes_back_with_what_was_committed(server):
    server.start()
    write(server, 1)
    write(server, 2)

    os.kill(postmaster_pid(server), signal.SIGKILL)
    server.start()

    assert kept(server) == [1, 2]


def test_a_server_whose_starter_was_killed_is_taken_over(server, starter):
    server.start()
    assert not server.owned
    first = postmaster_pid(server)

    starter.kill()
    starter.wait()
    server.start()

    assert server.owned
    assert postmaster_pid(server) == first


def test_starter_and_server_killed_together_come_back(server, starter):
    server.start()
    write(server, 1)

    starter.kill()
    os.kill(postmaster_pid(server), signal.SIGKILL)
    starter.wait()
    server.start()

    assert kept(server) == [1]


def test_a_reused_process_number_neither_stops_the_start_nor_is_harmed(server):
    server.start()
    pid = postmaster_pid(server)
    os.kill(pid, signal.SIGKILL)
    while server.alive():
        time.sleep(0.01)
    stranger = subprocess.Popen(["sleep", "60"])
    for trace in ("cluster/postmaster.pid", ".s.PGSQL.5432.lock"):
        file = server.home / trace
        file.write_text(file.read_text().replace(str(pid), str(stranger.pid)))

    server.start()
    server.stop()

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_only_the_owner_stops_the_server(server, starter):
    server.start()

    server.stop()

    assert server.answers()


def test_a_cut_off_creation_is_begun_again(server):
    server.start()
    server.stop()
    (server.home / "cluster").rename(server.home / "cluster.new")

    server.start()

    assert server.answers()


def test_nobody_else_may_enter_the_home(server):
    server.start()

    assert server.home.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() == 0, reason="root's database lives in a folder of its own")
def test_a_path_too_long_for_a_socket_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(CannotStart, match="RINNALLA_DATA"):
        Server(tmp_path / ("long" * 30))
