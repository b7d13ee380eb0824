"""What briefs would cost the unit: fees, travel and side costs, for every seat and occasion."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from app.now import now
from app.readings.expect_pay import as_planned, not_known
from app.readings.expectation import CostForecast
from app.readings.late_notice import late_of
from app.storage import fee_tables, figures, occasions, registry, seats_taken
from app.storage.expert_facts import place_of
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from app.storage.seats_taken import SeatTaken
from invoices.payers import Payer
from invoices.pricing.forecast import Forecast, forecast
from scheduling.travel_time import Place, estimated_road_km, usual_km


class Expected(NamedTuple):
    """centre: code and name of a cost centre; empty for none."""

    centre: str
    rows: list[tuple[ExpertRequest, CostForecast]]


def expected_for_request(request: ExpertRequest) -> CostForecast:
    """Of one brief as it stands. Reads only."""
    return expected_for_requests([request])[0]


def expected_for_requests(asked: Iterable[ExpertRequest]) -> list[CostForecast]:
    """In the order given. Prices, and where people live, are read once for all of them."""
    known = _Known()
    return [_of_request(each, known) for each in asked]


def expected_by_cost_centre(asked: Sequence[ExpertRequest]) -> list[Expected]:
    """By name of the cost centre, requests in the order given; last those that have none."""
    together: dict[str, list[tuple[ExpertRequest, CostForecast]]] = {}
    for request, cost in zip(asked, expected_for_requests(asked), strict=True):
        centre = request.cost_centre
        name = f"{centre.code} {centre.name}" if centre else ""
        together.setdefault(name, []).append((request, cost))
    found = sorted(together.items(), key=lambda each: (not each[0], each[0]))
    return [Expected(name, rows) for name, rows in found]


class _Known:
    """What the forecasts of all briefs rest on."""

    def __init__(self) -> None:
        self.tables = fee_tables.price_list()
        self.entered = figures.in_force()
        self._ways: dict[str | None, int | None] = {}

    @cached_property
    def homes(self) -> list[registry.Home]:
        return registry.homes()

    def usual_way(self, municipality: str | None) -> int | None:
        """Kilometres one way of those who would come as far as this; None: unknown."""
        if municipality not in self._ways:
            self._ways[municipality] = usual_km(self._people_by_way(place_of(municipality)))
        return self._ways[municipality]

    def _people_by_way(self, there: Place | None) -> Counter[int]:
        ways = Counter[int]()
        for home in self.homes if there else ():
            way = estimated_road_km(place_of(home.municipality_code), there)
            if way is not None and (home.travels_km is None or way <= home.travels_km):
                ways[way] += home.people
        return ways


class _Sums:
    """Of one brief, seat by seat."""

    def __init__(self, request: ExpertRequest, known: _Known, first_id: int) -> None:
        self.request, self.known, self.first_id = request, known, first_id
        self.fee_cents, self.fee_most_cents, self.travel_cents = 0, 0, 0
        self.travel_is_known = True
        self.unknown: list[str] = []

    def add_seated(self, occasion: Occasion, seat: SeatTaken) -> None:
        """As it was promised; the fee as it is before she gives any of it up."""
        here = place_of(seat.municipality_code)
        way = estimated_road_km(here, place_of(self.request.municipality_code))
        found = self._price(occasion, way, seat)
        self._add_fees(found)
        self.travel_cents += seat.travel_cents
        self._note_way(occasion, way)

    def add_open(self, occasion: Occasion, seats: int) -> None:
        """A place that is not told is taken to be the unit's own."""
        there = self.request.municipality_code or self.request.unit.municipality_code
        way = self.known.usual_way(there) if self._is_travelled_to(occasion) else 0
        found = self._price(occasion, way)
        self._add_fees(found, seats)
        self.travel_cents += found.travel_cents * seats
        self._note_way(occasion, way)

    def _note_way(self, occasion: Occasion, way: int | None) -> None:
        if self._is_travelled_to(occasion) and way is None:
            self.unknown.append("way_unknown")
            self.travel_is_known = False

    def _price(
        self, occasion: Occasion, way: int | None, seat: SeatTaken | None = None
    ) -> Forecast:
        tables = self.known.tables
        planned = as_planned(self.request, occasion, tables, way, self.first_id)
        if seat is not None:
            planned = replace(planned, agreed_cents=seat.agreed_cents, role=seat.role)
        found = forecast(tables, planned, entered=self.known.entered)
        self.unknown += not_known(found, self.request, occasion, tables)
        self.travel_is_known &= "kilometres" not in found.unknown
        return found

    def _add_fees(self, found: Forecast, seats: int = 1) -> None:
        self.fee_cents += found.fee_cents * seats
        self.fee_most_cents += found.fee_most_cents * seats

    def _is_travelled_to(self, occasion: Occasion) -> bool:
        """A task is done at home."""
        return not self.request.is_remote and occasion.starts_at is not None


def _of_request(request: ExpertRequest, known: _Known) -> CostForecast:
    coming = [each for each in occasions.of_request(request.id) if each.cancelled_at is None]
    sums = _Sums(request, known, coming[0].id if coming else 0)
    if request.payer == Payer.OTHER_PAYS:
        sums.unknown.append("other_pays")
    elif coming:
        _add_seats(sums, coming)
    if not coming:
        sums.unknown.append("time_unknown")
    return CostForecast(
        fee_cents=sums.fee_cents,
        fee_most_cents=sums.fee_most_cents,
        travel_cents=sums.travel_cents,
        travel_is_known=sums.travel_is_known,
        side_costs_cents=request.side_costs_cents or 0,
        seats=request.seats,
        occasions=len(coming),
        unknown=list(dict.fromkeys(sums.unknown)),
        late=late_of(request),
    )


def _add_seats(sums: _Sums, coming: list[Occasion]) -> None:
    """A seat left empty costs nothing once the time is over."""
    taken = seats_taken.of_request(sums.request.id)
    for occasion in coming:
        seated = taken.get(occasion.id, [])
        for seat in seated:
            sums.add_seated(occasion, seat)
        still_open = occasion.seats - len(seated)
        if still_open and not occasions.is_over(occasion, now()):
            sums.add_open(occasion, still_open)
