"""The ways in which people and what is known of them change."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from app.database import AlreadyThere, db, transaction
from app.storage import tables
from app.storage.boundaries import Boundary, OwnUnit, TimeAway
from app.storage.experts import WEEK_PARTS, Agreement, Expert, ExpertTheme, Training
from app.storage.record_checks import RecordCheck
from app.storage.users import Person
from scheduling.kinds import Level, Perspective, RequestKind, StopReason
from tests.random_writes.hand import NOON, TODAY, Hand, Undone

PLACES = ["091", "092", "049", "564", "837", "405", None]
LANGUAGES = ["fi", "sv", "en"]
KINDS, LEVELS = list(RequestKind), list(Level)


class People(Hand):
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
                expert_id=self._anybody(), extract_on=TODAY, checked_on=TODAY, checked_by=self.by
            )
        )

    def forget(self) -> None:
        """A row of somebody's, of any table."""
        kinds = (ExpertTheme, Agreement, Training, TimeAway, Boundary, OwnUnit, RecordCheck)
        with transaction():
            rows = list(db.session.scalars(select(self.random.choice(kinds))))
            if rows:
                tables.remove(self.random.choice(rows))

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


def _set(expert: Expert, **values) -> None:
    for name, value in values.items():
        setattr(expert, name, value)
