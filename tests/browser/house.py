"""The real service behind a real address: its clock is told by the test, its letters are files."""

import contextvars
import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import flask_migrate
from flask import Flask
from werkzeug.serving import make_server

from app import create_app, now, worker
from app.config import Config
from app.database import acting_in, db
from app.embedded import Server
from scheduling.wall_clock import HELSINKI


@dataclass
class House:
    """Serves the pages, and does the jobs of the queue when told to."""

    app: Flask
    address: str
    mail: Path
    moment: datetime = field(default=datetime(2026, 11, 2, 9, tzinfo=HELSINKI))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        """Every visit happens at the moment of the story: a server answers in other threads.

        Answers are read whole, as Werkzeug's server leaves a file open when a browser hangs up.
        """
        with now.at(self.moment), closing(self.app(environ, start_response)) as answer:
            return list(answer)

    def it_is(self, day: int, month: int, clock: str = "9.00") -> None:
        """Jobs that became due are done first, as a worker would have done."""
        self.works()
        hour, minute = map(int, clock.split("."))
        self.moment = datetime(2026, month, day, hour, minute, tzinfo=HELSINKI)

    def works(self) -> None:
        """A real worker, until its queue is empty. In a thread: the browser's loop runs in this."""
        with now.at(self.moment):
            here = contextvars.copy_context()
        thread = threading.Thread(target=here.run, args=(self._empty_the_queue,))
        thread.start()
        thread.join()

    def does_daily(self, job: str, organisation_id: int) -> None:
        with now.at(self.moment):
            worker.run_job(self.app, job, organisation_id, self.moment.date())
        self.works()

    def letters_to(self, address: str) -> list[EmailMessage]:
        """Oldest first."""
        self.works()
        files = sorted(self.mail.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        letters = (message_from_bytes(file.read_bytes(), policy=policy.default) for file in files)
        return [letter for letter in letters if letter["To"] == address]

    def letter_to(self, address: str) -> EmailMessage:
        """The newest one."""
        return self.letters_to(address)[-1]

    def link_to(self, path: str, address: str) -> str:
        """The link of that kind in the newest letter."""
        letter = self.letter_to(address).get_content()
        found = re.search(rf"https?://\S+/{path}/\S+", letter)
        assert found, letter
        return found[0]

    def _empty_the_queue(self) -> None:
        worker.build(self.app).run_worker(wait=False, install_signal_handlers=False)


@contextmanager
def a_served_house(folder: Path) -> Iterator[House]:
    """With a database of its own, so that only its own jobs wait."""
    server = Server(folder / "database", fsync=False)
    server.start()
    try:
        yield from _serve(_configured(server, folder))
    finally:
        server.stop()
        server.remove()


def _configured(server: Server, folder: Path) -> Config:
    settings = Config.from_environment({"RINNALLA_DATA": str(folder / "data")})
    return replace(settings, database_url=server.app_url, owner_database_url=server.owner_url)


def _serve(config: Config) -> Iterator[House]:
    owner = create_app(config, as_owner=True)
    with owner.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    listening = make_server("127.0.0.1", 0, lambda *call: house(*call), threaded=True)
    address = f"http://127.0.0.1:{listening.server_port}"
    app = create_app(replace(config, base_url=address, port=listening.server_port))
    house = House(app, address, config.data / "mail")
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield house
    listening.shutdown()
    thread.join()
    with app.app_context():
        db.engine.dispose()


@contextmanager
def acting_for(house: House, organisation_id: int | None = None) -> Iterator[None]:
    """To build what a story takes for granted, at its moment."""
    with house.app.app_context(), now.at(house.moment), acting_in(organisation_id):
        yield
