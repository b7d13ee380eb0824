"""A registry that changes at random in every way that matching knows of."""

from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from random import Random

from sqlalchemy.exc import DBAPIError, SAWarning

from app.database import Missing, Refusal, current_organisation, db
from app.storage import tables
from app.storage.experts import Theme
from app.storage.requests import ExpertRequest
from tests import build
from tests.random_writes.hand import TODAY, Undone
from tests.random_writes.people import People
from tests.random_writes.work import Work

# The last two: another hand has just taken the same row, or the same person, away.
REFUSED = (Refusal, Missing, DBAPIError, SAWarning, ValueError)


class Writer(People, Work):
    """One organisation, its people and requests."""

    def __init__(self, seed: int, people: int = 20, requests: int = 5) -> None:
        self.random = Random(seed)
        self.look: Callable[[], object] = lambda: None  # done in the middle of a transaction
        self.home = current_organisation()
        self.by = build.a_user().id
        self.away = build.an_organisation().id
        self.themes = [self._kept(Theme(name=f"Teema {n}")) for n in range(6)]
        self.units = [build.a_unit(municipality_code=code).id for code in ("091", "564", None)]
        self.people: list[int] = []
        self.requests: list[int] = []
        self.times: list[int] = []
        for _ in range(people):
            self.join()
        for _ in range(requests):
            self.ask()

    def write(self) -> str:
        """One write of any kind; its name. What the database refuses is not kept."""
        act = self.random.choice(ACTS)
        try:
            act(self)
        except (*REFUSED, Undone):
            db.session.rollback()
        return act.__name__

    def like(self, seed: int) -> "Writer":
        """Another hand in the same organisation."""
        other = copy(self)
        other.random = Random(seed)
        return other

    def a_day(self) -> date:
        return TODAY + timedelta(days=self.random.choice([0, 0, 0, 1, 30, 200, 365, 366]))


ACTS: list[Callable[[Writer], None]] = [
    Writer.join,
    Writer.leave,
    *[Writer.tell] * 4,
    *[Writer.tell_and_regret] * 2,
    Writer.join_and_regret,
    *[Writer.live_through] * 2,
    Writer.sign,
    Writer.train,
    Writer.be_away,
    Writer.keep_out,
    Writer.be_a_client,
    Writer.be_checked,
    *[Writer.forget] * 3,
    Writer.ask,
    *[Writer.invite] * 3,
    *[Writer.answer] * 2,
    *[Writer.take_a_seat] * 3,
    *[Writer.take_a_step] * 2,
    Writer.move,
    Writer.change_the_text,
    Writer.promise_elsewhere,
    *[Writer.write_behind] * 2,
]


def a_request(writer: Writer) -> ExpertRequest:
    return tables.get(ExpertRequest, writer.random.choice(writer.requests))
