"""The ways in which requests, offers and seats change, also behind everybody's back."""

from datetime import timedelta
from random import Random

from sqlalchemy import select, text

from app.database import acting_in, db, transaction
from app.storage import tables
from app.storage.assignments import Assignment
from app.storage.experts import Expert
from app.storage.occasions import Occasion
from app.storage.offers import Offer, OfferRound
from app.storage.organisations import Organisation
from app.storage.requests import RequestTheme
from scheduling.kinds import Channel
from scheduling.lifecycle import OPEN_OFFER, AssignmentState, OfferState
from scheduling.offers import Mode
from tests import build
from tests.random_writes.hand import NOON, Hand
from tests.random_writes.people import KINDS, LANGUAGES, LEVELS, PLACES

ENDS = [OfferState.DECLINED, OfferState.EXPIRED, OfferState.WITHDRAWN, OfferState.NOT_CHOSEN]
RAW = [
    "update experts set travels_km = 25 where id = {0}",
    "update experts set rest_minutes = 45 where id = {0}",
    "delete from trainings where expert_id = {0}",
    "delete from boundaries where expert_id = {0}",
    "update times_away set last_on = last_on + 3 where expert_id = {0}",
]


class Work(Hand):
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
