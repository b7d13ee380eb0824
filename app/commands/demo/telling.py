"""One story told: each step by its own use case, at its own moment."""

from datetime import date, timedelta
from random import Random

from app.access import Actor, Role
from app.commands.demo import payees, said
from app.commands.demo.register import House
from app.commands.demo.stories import OUTCOMES, Story, Until
from app.database import Refusal
from app.municipalities import find_municipality
from app.now import at, now, today
from app.storage import (
    assignments,
    candidates,
    entry_lists,
    experts,
    occasions,
    offers,
    requests,
)
from app.storage.assignments import Assignment
from app.storage.outcomes import OutcomeKind
from app.storage.requests import ExpertRequest
from app.use_cases import (
    answer_offer,
    approve_hours,
    ask_back,
    cancel_request,
    check_hours,
    confirm_hours,
    mark_done,
    report_hours,
    review_request,
    send_offers,
    send_request,
    share_seats,
    tell_outcome,
)
from app.use_cases.answer_offer import Answer
from app.use_cases.entry_steps import Ref
from app.use_cases.send_offers import Choice
from scheduling.kinds import Closing, TurnReason, closing
from scheduling.lifecycle import OPEN_OFFER
from scheduling.offers import Mode, suggested_mode
from scheduling.refusals import TimeRefusal
from scheduling.wall_clock import to_moment

ASKED_BEFORE = 28  # days before the occasion
MORNING = "09:00"

# Why the first in turn is passed over now and then; mostly nobody is.
OUT_OF_TURN: tuple[tuple[TurnReason, str | None] | None, ...] = (
    *[None] * 4,
    (TurnReason.CONTINUES_EARLIER_WORK, "Oli mukana kevään työpajassa."),
    *[None] * 3,
    (TurnReason.FIRST_ASSIGNMENT, None),
)


class Telling:
    """One story being told; `day` is today."""

    def __init__(self, house: House, story: Story, number: int, day: date, random: Random):
        self.house, self.story, self.random = house, story, random
        self.number, self.day = number, day
        self.held_on = day + timedelta(days=story.held)
        self.coordinator = house.actors[Role.COORDINATOR]
        self.unit = house.units[story.unit]
        self.by_unit = Actor(
            role=Role.REQUESTER,
            organisation_id=house.organisation.id,
            unit_id=self.unit.id,
            name=self.unit.contact_name or self.unit.name,
        )

    def tell(self) -> None:
        asked_on = min(
            self.held_on - timedelta(days=ASKED_BEFORE),
            self.day - timedelta(days=1 + self.number % 9),
        )
        with self._on(asked_on):
            request_id = self._ask().id
        with self._on(asked_on, "13:00"):
            if self._goes_to(Until.CLARIFYING):
                self._review(request_id)
        if self.story.by_name:
            yesterday = self.day - timedelta(days=1)
            with self._on(asked_on if self.story.held < 0 else yesterday, "14:00"):
                self._ask_by_name(request_id)
        elif self._goes_to(Until.OFFERED):
            with self._on(asked_on, "14:00"):
                self._invite(request_id)
            with self._on(asked_on + timedelta(days=1)):
                self._answer(request_id)
        payees.settle(self.house, self.story, request_id)
        if self._goes_to(Until.DONE):
            self._work(request_id)

    def _goes_to(self, step: Until) -> bool:
        return self.story.until >= step

    def _on(self, day: date, clock: str = MORNING):
        moment = to_moment(day, clock)
        return at(min(moment, now() - timedelta(minutes=5)))

    def _ask(self) -> ExpertRequest:
        starts_at = to_moment(self.held_on, f"{self.story.hour:02}:00")
        ends_at = starts_at + timedelta(minutes=self.story.minutes)
        place = find_municipality(self.unit.municipality_code or "")
        values = {
            **self.story.asks,
            "theme_ids": [theme.id for theme in self.random.sample(self.house.themes, 3)],
            "preparation_minutes": 60,
            "occasions": [{"starts_at": starts_at, "ends_at": ends_at}],
        }
        if self.story.by_name:
            hers = self.house.experts[0]
            themes = experts.get(hers.id).themes
            values |= {
                "theme_ids": [each.theme_id for each in themes],
                "language": hers.language,
            }
        if not self.story.remote and place is not None:
            values |= {
                "municipality_code": place.code,
                "place": f"{self.unit.name}, Esimerkkikatu 1, {place.name(self.unit.language)}",
                "route": "Pääovesta sisään, aulasta oikealle.",
            }
        return send_request.send_request(by=self.by_unit, unit_id=self.unit.id, values=values)

    def _review(self, request_id: int) -> None:
        if self.story.until is Until.CLARIFYING:
            question = "Kuka päättää asiasta ja milloin? Kerromme sen kutsussa."
            ask_back.ask_back(by=self.coordinator, request_id=request_id, text=question)
        else:
            review_request.review_request(by=self.coordinator, request_id=request_id)
        if self.story.until is Until.CANCELLED:
            cancel_request.cancel_request(
                by=self.by_unit, request_id=request_id, reason="Koulutus siirtyy ensi vuoteen."
            )

    def _invite(self, request_id: int) -> None:
        request = requests.get(request_id)
        order = candidates.ranking(request, today=today()).ids.tolist()
        out_of_turn = OUT_OF_TURN[self.number % len(OUT_OF_TURN)]
        first = 1 if out_of_turn else 0
        chosen = order[first : first + self.story.seats + 1]
        begins = min(each.starts_at for each in occasions.of_request(request_id) if each.starts_at)
        soon = suggested_mode(now(), begins) is Mode.CALL_ROUND
        choice = Choice(
            expert_ids=chosen,
            mode=Mode.IN_TURN if soon else Mode.TO_ALL,
            turn_reason=out_of_turn[0] if out_of_turn else None,
            turn_note=out_of_turn[1] if out_of_turn else None,
        )
        send_offers.send_offers(by=self.coordinator, request_id=request_id, choice=choice)

    def _ask_by_name(self, request_id: int) -> None:
        """Her own pages show a seat and an invitation to answer, if she can be asked at all."""
        hers = self.house.experts[0]
        order = candidates.ranking(requests.get(request_id), today=today())
        if hers.id not in order.ids:
            return
        choice = Choice(
            expert_ids=[hers.id], mode=Mode.IN_TURN, turn_reason=TurnReason.ASKED_BY_NAME
        )
        send_offers.send_offers(by=self.coordinator, request_id=request_id, choice=choice)
        if self._goes_to(Until.FILLED):
            [offer] = offers.of_request(request_id)
            answer_offer.answer_offer({offer.id: Answer.YES}, by=self._expert(hers.id))

    def _answer(self, request_id: int) -> None:
        """Only asked so far: some ask to be rung. Else everybody says yes to share the seats."""
        for place, offer in enumerate(offers.of_request(request_id)):
            by = self._expert(offer.expert_id)
            if self.story.until is Until.OFFERED:
                answer = (Answer.RING_ME, Answer.YES, None)[(place + self.number) % 3]
            else:
                answer = Answer.YES
            if answer is None or offers.get(offer.id).state not in OPEN_OFFER:
                continue
            try:
                answer_offer.answer_offer({offer.id: answer}, by=by)
            except (Refusal, TimeRefusal):
                answer_offer.answer_offer({offer.id: Answer.NO}, by=by)
        if (sending := offers.newest_round(request_id)) is not None:
            share_seats.share_seats(sending.id)

    def _work(self, request_id: int) -> None:
        (occasion,) = occasions.of_request(request_id)
        assert occasion.ends_at is not None
        with at(min(occasion.ends_at + timedelta(hours=2), now())):
            mark_done.mark_done(by=self.coordinator, request_id=request_id)
            if self._goes_to(Until.REPORTED):
                for assignment in assignments.of_request(request_id):
                    self._report(assignment)
        steps = ((Until.CONFIRMED, self._confirm), (Until.CHECKED, self._check))
        for days, (until, step) in enumerate((*steps, (Until.APPROVED, self._approve)), start=1):
            if self._goes_to(until):
                with self._on(self.held_on + timedelta(days=days)):
                    step(request_id)
        if self._goes_to(Until.TOLD):
            with self._on(self.held_on + timedelta(days=20)):
                self._tell_what_changed(request_id)

    def _report(self, assignment: Assignment) -> None:
        told = said.said(self.story, self.unit, assignment, self.held_on, self.random)
        report_hours.report_hours(
            by=self._expert(assignment.expert_id), assignment_id=assignment.id, said=told
        )

    def _refs(self, request_id: int) -> list[Ref]:
        return [
            Ref(entry.entry_kind, entry.id)
            for assignment in assignments.of_request(request_id)
            for entry in entry_lists.of_assignment(assignment.id)
        ]

    def _confirm(self, request_id: int) -> None:
        confirm_hours.confirm_hours(by=self.by_unit, refs=self._refs(request_id))

    def _check(self, request_id: int) -> None:
        check_hours.check_hours(by=self.coordinator, refs=self._refs(request_id))

    def _approve(self, request_id: int) -> None:
        centre = requests.get(request_id).cost_centre_id or 0
        by = self.house.approvers[centre]
        approve_hours.approve_hours(by=by, refs=self._refs(request_id))

    def _tell_what_changed(self, request_id: int) -> None:
        text = OUTCOMES[self.number % len(OUTCOMES)]
        kind = OutcomeKind.CHANGED
        if closing(self.story.kind) is Closing.TAKEAWAY:
            kind = OutcomeKind.TAKEN_ALONG
        elif text.startswith("Mikään"):
            kind = OutcomeKind.NOTHING_CHANGED
        tell_outcome.tell_outcome(by=self.by_unit, request_id=request_id, kind=kind, text=text)

    def _expert(self, expert_id: int) -> Actor:
        here = self.house.organisation.id
        return Actor(role=Role.EXPERT, organisation_id=here, expert_id=expert_id)
