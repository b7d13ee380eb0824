"""One PostgreSQL server in one data folder."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from app.embedded.place import CannotStart, make_home, place_for
from app.embedded.processes import working_in, works_in

DATABASE = "rinnalla"
OWNER = "rinnalla_owner"
APPLICATION = "rinnalla_app"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 20
LARGEST_LOG = 10_000_000  # bytes

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A failing statement and the keys it names are personal data; the log must not hold them.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
CARELESS = {"fsync": "off", "full_page_writes": "off"}


class Server:
    """Whoever holds the lock of the data folder owns the server; everyone else only connects.

    fsync  False only for tests: a power cut then loses the data
    Raises CannotStart.
    """

    def __init__(self, data: Path, *, fsync: bool = True) -> None:
        self._fsync = fsync
        self._place = place_for(data)
        self.home = self._place.home
        self._cluster = self.home / "cluster"
        self._child: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    @property
    def owner_url(self) -> str:
        return self.url(OWNER, DATABASE)

    @property
    def app_url(self) -> str:
        return self.url(APPLICATION, DATABASE)

    @property
    def owned(self) -> bool:
        return self._lock is not None

    def url(self, user: str, database: str) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.home), safe='')}"

    def start(self) -> None:
        """Bring the server up, or take over one that answers already. Raises CannotStart."""
        make_home(self._place)
        deadline = time.monotonic() + SECONDS_TO_START
        while not (self.owned or self._take_lock()):
            if self.answers():
                return
            _wait(deadline, f"Another process holds {self.home} but its database is silent.")
        while self._inhabited() and not self.answers():
            _wait(deadline, f"A process still works in {self._cluster} but does not answer.")
        if not self._inhabited():
            self._make_cluster()
            self._remove_traces()
            self._launch(deadline)
        self._make_database()

    def stop(self) -> None:
        """Stop the server if it is ours to stop, and wait until it has gone."""
        if not self.owned:
            return
        deadline = time.monotonic() + SECONDS_TO_STOP
        self._signal(signal.SIGINT)
        while self._inhabited():
            if time.monotonic() > deadline:
                self._signal(signal.SIGQUIT)
                deadline += SECONDS_TO_STOP
            time.sleep(0.02)
        self._bury()
        self.leave()

    def leave(self) -> None:
        """Let the server run on without an owner; the next one to start takes it over."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def remove(self) -> None:
        """Stop the server and delete its data."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def alive(self) -> bool:
        """Whether the server runs; asks nothing of the database."""
        return self._postmaster() is not None

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url(OWNER, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _take_lock(self) -> bool:
        lock = (self.home / "owner.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _make_cluster(self) -> None:
        """Under another name first, so that a cut-off attempt is never mistaken for a cluster."""
        if self._cluster.exists():
            return
        unfinished = self.home / "cluster.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [self._program("initdb"), "-D", str(unfinished), "-U", OWNER, "--auth=trust"]
        command += ["--encoding=UTF8", "--no-locale", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8"] + ([] if self._fsync else ["--no-sync"])
        made = subprocess.run(command, capture_output=True, text=True, **self._place.run_as())
        if made.returncode:
            raise CannotStart(f"The database could not be made: {made.stderr.strip()}")
        unfinished.rename(self._cluster)

    def _remove_traces(self) -> None:
        """A killed server's files would stop the next one if their number is in use again."""
        for trace in ("cluster/postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.home / trace).unlink(missing_ok=True)

    def _launch(self, deadline: float) -> None:
        settings = SETTINGS | {"unix_socket_directories": str(self.home)}
        settings |= {} if self._fsync else CARELESS
        options = [f"--{name}={value}" for name, value in settings.items()]
        log = self.home / "postgres.log"
        full = log.exists() and log.stat().st_size > LARGEST_LOG
        self._bury()
        with log.open("wb" if full else "ab") as output:
            self._child = subprocess.Popen(
                [self._program("postgres"), "-D", str(self._cluster), *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for its starter, not for the database
                **self._place.run_as(),
            )
        while not self.answers():
            if self._child.poll() is not None:
                raise CannotStart(f"The database did not start; the reason is in {log}.")
            _wait(deadline, f"The database does not answer; the reason is in {log}.")

    def _make_database(self) -> None:
        role, database = sql.Identifier(APPLICATION), sql.Identifier(DATABASE)
        with psycopg.connect(self.url(OWNER, "postgres"), autocommit=True) as owner:
            if not _exists(owner, "pg_roles WHERE rolname = %s", APPLICATION):
                owner.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS").format(role))
            if not _exists(owner, "pg_database WHERE datname = %s", DATABASE):
                owner.execute(sql.SQL("CREATE DATABASE {}").format(database))

    def _postmaster(self) -> int | None:
        """The server's process id, only if that process lives and works in our cluster."""
        self._reap()
        try:
            pid = int((self._cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if works_in(self._cluster, pid) else None

    def _inhabited(self) -> bool:
        self._reap()
        return bool(working_in(self._cluster))

    def _reap(self) -> None:
        if self._child and self._child.poll() is not None:
            self._child = None

    def _bury(self) -> None:
        """Our child has left the cluster, so it is gone or going."""
        if self._child:
            self._child.wait()
            self._child = None

    def _signal(self, number: signal.Signals) -> None:
        pid = self._postmaster()
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def _program(self, name: str) -> str:
        return str(self._place.programs / name)


def _exists(owner: psycopg.Connection, where: str, name: str) -> bool:
    return owner.execute(sql.SQL("SELECT 1 FROM " + where), [name]).fetchone() is not None


def _wait(deadline: float, silence: str) -> None:
    if time.monotonic() > deadline:
        raise CannotStart(silence)
    time.sleep(0.02)
