"""A registry that changes at random in every way that matching knows of."""

from collections.abc import Callable
from contextlib import suppress
from copy import copy
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, SAWarning

from app.database import (
    AlreadyThere,
    Missing,
    Refusal,
    acting_in,
    current_organisation,
    db,
    transaction,
)
from app.storage import tables
from app.storage.assignments import Assignment
from app.storage.boundaries import Boundary, OwnUnit, TimeAway
from app.storage.experts import WEEK_PARTS, Agreement, Expert, ExpertTheme, Theme, Training
from app.storage.occasions import Occasion
from app.storage.offers import Offer, OfferRound
from app.storage.organisations import Organisation
from app.storage.record_checks import RecordCheck
from app.storage.requests import ExpertRequest, RequestTheme
from app.storage.users import Person
from scheduling.kinds import Channel, Level, Perspective, RequestKind, StopReason
from scheduling.lifecycle import OPEN_OFFER, AssignmentState, OfferState
from scheduling.offers import Mode
from tests import build

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)
PLACES = ["091", "092", "049", "564", "837", "405", None]
LANGUAGES = ["fi", "sv", "en"]
KINDS, LEVELS = list(RequestKind), list(Level)
ENDS = [OfferState.DECLINED, OfferState.EXPIRED, OfferState.WITHDRAWN, OfferState.NOT_CHOSEN]
RAW = [
    "update experts set travels_km = 25 where id = {0}",
    "update experts set rest_minutes = 45 where id = {0}",
    "delete from trainings where expert_id = {0}",
    "delete from boundaries where expert_id = {0}",
    "update times_away set last_on = last_on + 3 where expert_id = {0}",
]


# The last two: another hand has just taken the same row, or the same person, away.
REFUSED = (Refusal, Missing, DBAPIError, SAWarning, ValueError)


class Undone(Exception):
    """What was written is not to be kept."""


class Writer:
    """One organisation, its people and requests; every write is a transaction of its own."""

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

    # Each of the following is one way to write.

    def join(self) -> None:
        some = self.random
        with transaction():
            person = tables.add(Person()).id
            expert = Expert(
                person_id=person,
                first_name="Aino",
                last_name="Koe",
                sort_key="koe aino",
                joined_on=TODAY - timedelta(days=some.choice([0, 20, 200, 2000])),
                responsible_id=self.by,
                languages=some.sample(LANGUAGES, 2),
            )
            self._tell(tables.add(expert))
        self.people.append(expert.id)
        for _ in range(some.randint(0, 3)):
            with suppress(AlreadyThere):
                self.live_through()
        if some.random() < 0.9:
            self.sign()

    def leave(self) -> None:
        """Only whom nothing refers to can be forgotten."""
        expert = self._anybody()
        with transaction():
            for kind in (ExpertTheme, Agreement, Training, TimeAway, Boundary, OwnUnit):
                for row in db.session.scalars(select(kind).where(kind.expert_id == expert)):
                    tables.remove(row)
            tables.remove(tables.get(Expert, expert))
        self.people.remove(expert)

    def tell(self) -> None:
        with transaction():
            self._tell(tables.get(Expert, self._anybody(), lock=True))

    def tell_and_regret(self) -> None:
        with transaction():
            self._tell(tables.get(Expert, self._anybody(), lock=True))
            self.look()
            raise Undone

    def join_and_regret(self) -> None:
        with transaction():
            person = tables.add(Person()).id
            like = tables.get(Expert, self._anybody())
            names = {"first_name": "Ei", "last_name": "Kukaan", "sort_key": "kukaan ei"}
            expert = Expert(person_id=person, joined_on=TODAY, responsible_id=self.by, **names)
            expert.languages = like.languages
            tables.add(expert)
            self.look()
            raise Undone

    def live_through(self) -> None:
        perspective = self.random.choice(list(Perspective))
        theme = self.random.choice(self.themes)
        self._kept(
            ExpertTheme(expert_id=self.people[-1], theme_id=theme, perspective=perspective)
            if self.random.random() < 0.3
            else ExpertTheme(expert_id=self._anybody(), theme_id=theme, perspective=perspective)
        )

    def sign(self) -> None:
        first = TODAY - timedelta(days=self.random.randint(0, 700))
        self._kept(
            Agreement(
                expert_id=self._anybody() if self.random.random() < 0.5 else self.people[-1],
                text_version=self.random.choice("12"),
                signed_on=first,
                valid_until=self.random.choice([None, None, TODAY + timedelta(days=40)]),
            )
        )

    def train(self) -> None:
        first = TODAY - timedelta(days=self.random.randint(0, 700))
        until = self.random.choice([None, first + timedelta(days=400)])
        expert = self._anybody()
        self._kept(Training(expert_id=expert, name="K", finished_on=first, valid_until=until))

    def be_away(self) -> None:
        first = TODAY + timedelta(days=self.random.randint(0, 40))
        last = first + timedelta(days=self.random.randint(0, 20))
        self._kept(TimeAway(expert_id=self._anybody(), first_on=first, last_on=last))

    def keep_out(self) -> None:
        kept_out: dict = self.random.choice(
            [
                {"theme_id": self.random.choice(self.themes)},
                {"municipality_code": self.random.choice(PLACES[:-1])},
                {"unit_id": self.random.choice(self.units)},
            ]
        )
        self._kept(Boundary(expert_id=self._anybody(), **kept_out))

    def be_a_client(self) -> None:
        self._kept(OwnUnit(expert_id=self._anybody(), unit_id=self.random.choice(self.units)))

    def be_checked(self) -> None:
        self._kept(
            RecordCheck(
                expert_id=self._anybody(),
                extract_on=TODAY,
                checked_on=TODAY,
                checked_by=self.by,
            )
        )

    def forget(self) -> None:
        """A row of somebody's, of any table."""
        kinds = (ExpertTheme, Agreement, Training, TimeAway, Boundary, OwnUnit, RecordCheck)
        with transaction():
            rows = list(db.session.scalars(select(self.random.choice(kinds))))
            if rows:
                tables.remove(self.random.choice(rows))

    def ask(self) -> None:
        some = self.random
        is_remote = some.random() < 0.3
        brief = build.a_brief(
            unit_id=some.choice(self.units),
            kind=some.choice(KINDS),
            level=some.choice([None, *LEVELS]),
            language=some.choice(LANGUAGES),
            fluency=some.choice(["basic", "good", "good", "native"]),
            needs_training=some.random() < 0.3,
            is_remote=is_remote,
            municipality_code=None if is_remote else some.choice(PLACES),
            continues_id=some.choice([None, *self.requests]),
        )
        self.requests.append(brief.id)
        for theme in some.sample(self.themes, some.randint(0, 3)):
            self._kept(RequestTheme(request_id=brief.id, theme_id=theme))
        for _ in range(some.randint(0, 3)):
            starts_at = self._a_moment()
            ends_at = starts_at + timedelta(minutes=some.choice([45, 90, 120, 400]))
            seats = some.randint(1, 4)
            occasion = Occasion(
                request_id=brief.id, starts_at=starts_at, ends_at=ends_at, seats=seats
            )
            self.times.append(self._kept(occasion))

    def invite(self) -> None:
        occasion = self._a_time()
        sent_at = NOON - timedelta(days=self.random.randint(0, 500))
        channel = self.random.choice(list(Channel))
        state = self.random.choice([*OPEN_OFFER, *ENDS])
        with transaction():
            sending = tables.add(
                OfferRound(
                    request_id=occasion.request_id, mode=Mode.ONE, sent_by=self.by, sent_at=sent_at
                )
            )
            tables.add(
                Offer(
                    round_id=sending.id,
                    request_id=occasion.request_id,
                    occasion_id=occasion.id,
                    expert_id=self._anybody(),
                    channel=channel,
                    state=state,
                    sent_at=sent_at,
                    answered_at=self.random.choice([None, sent_at]),
                    fee_cents=0,
                    travel_cents=0,
                    preparation_minutes=0,
                    gross_in_month_cents=0,
                )
            )

    def answer(self) -> None:
        with transaction():
            waiting = list(db.session.scalars(select(Offer).where(Offer.state.in_(OPEN_OFFER))))
            if waiting:
                self.random.choice(waiting).state = self.random.choice(ENDS)

    def take_a_seat(self) -> None:
        occasion = self._a_time()
        with transaction():
            tables.add(_seat(self._anybody(), occasion, self.random))

    def take_a_step(self) -> None:
        with transaction():
            coming = AssignmentState.PLANNED, AssignmentState.CONFIRMED
            seats = list(db.session.scalars(select(Assignment).where(Assignment.state.in_(coming))))
            if seats:
                step = self.random.choice([AssignmentState.DONE, AssignmentState.CANCELLED])
                self.random.choice(seats).state = step

    def move(self) -> None:
        with transaction():
            occasion = tables.get(Occasion, self._a_time().id, lock=True)
            occasion.starts_at = self._a_moment()
            occasion.ends_at = occasion.starts_at + timedelta(minutes=90)

    def change_the_text(self) -> None:
        with transaction():
            mine = db.session.get(Organisation, self.home)
            mine.agreement_version = self.random.choice("12")
            mine.agreement_signed_anew = self.random.random() < 0.5

    def promise_elsewhere(self) -> None:
        """The same person in another organisation, where she takes a seat."""
        person = tables.get(Expert, self._anybody()).person_id
        db.session.rollback()
        with acting_in(self.away):
            mine = select(Expert.id).where(Expert.person_id == person)
            expert = db.session.scalar(mine) or build.an_expert(person_id=person).id
            starts_at = self._a_moment()
            occasion = build.an_occasion(
                build.a_brief(), starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
            )
            with transaction():
                tables.add(_seat(expert, occasion, self.random))

    def write_behind(self) -> None:
        """By somebody with a terminal, who packs nothing."""
        statement = self.random.choice(RAW).format(self._anybody())
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.execute(
                text("select set_config('app.organisation_id', :home, true)"),
                {"home": str(self.home)},
            )
            connection.execute(text(statement))

    def _tell(self, expert: Expert) -> None:
        some, spoken = self.random, self.random.sample(LANGUAGES, self.random.randint(1, 3))
        changes: list[Callable[[], object]] = [
            lambda: _set(expert, municipality_code=some.choice(PLACES)),
            lambda: _set(expert, travels_km=some.choice([None, 5, 50, 200])),
            lambda: _set(
                expert,
                languages=spoken,
                basic_languages=spoken[:1] if some.random() < 0.3 else [],
                native_languages=spoken[1:2],
            ),
            lambda: _set(expert, role_kinds=some.sample(KINDS, some.choice([0, 0, 4, 7]))),
            lambda: _set(expert, levels=some.sample(LEVELS, some.choice([0, 0, 2, 4]))),
            lambda: _set(expert, learns=some.sample(KINDS, 2), good_at=some.sample(KINDS, 1)),
            lambda: _set(expert, may_act_remotely=some.random() < 0.7),
            lambda: _set(expert, rest_minutes=some.choice([0, 30, 120])),
            lambda: _set(expert, available=some.sample(WEEK_PARTS, some.choice([0, 12, 18]))),
            lambda: _set(expert, wished_minutes_a_month=some.choice([None, 100, 600])),
            lambda: _set(
                expert, paused_until=some.choice([None, None, TODAY + timedelta(days=20)])
            ),
            lambda: _set(expert, hidden_at=some.choice([None, None, None, NOON])),
            lambda: _set(
                expert,
                is_minor=some.random() < 0.3,
                guardian_name="Huoltaja",
                guardian_consent_on=some.choice([None, TODAY]),
                guardian_latest_minute=some.choice([None, 16 * 60]),
                guardian_day_minutes=some.choice([None, 60]),
            ),
        ]
        if some.random() < 0.03:
            changes = [lambda: _set(expert, stopped_at=NOON, stop_reason=StopReason.ILLNESS)]
        for change in some.sample(changes, min(len(changes), some.randint(1, 4))):
            change()
        tables.store()

    def _kept(self, row) -> int:
        with transaction():
            return tables.add(row).id

    def _anybody(self) -> int:
        return self.random.choice(self.people)

    def _a_time(self) -> Occasion:
        return tables.get(Occasion, self.random.choice(self.times))

    def _a_moment(self) -> datetime:
        """A quarter of an hour in the coming or the past weeks."""
        return NOON + timedelta(minutes=15 * self.random.randint(-500, 4000))


def _seat(expert_id: int, occasion: Occasion, random: Random) -> Assignment:
    return Assignment(
        request_id=occasion.request_id,
        occasion_id=occasion.id,
        expert_id=expert_id,
        fee_chosen_at=NOON,
        accepted_at=NOON,
        minutes_before=random.choice([0, 30]),
        minutes_after=random.choice([0, 45]),
    )


def _set(expert: Expert, **values) -> None:
    for name, value in values.items():
        setattr(expert, name, value)


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
