"""The hard rules over columns: three bytes of reasons against for everybody."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from scheduling.columns import occasions
from scheduling.columns.journeys import of_everybody
from scheduling.columns.judged import Judged, once
from scheduling.columns.pool import Columns
from scheduling.columns.record import (
    KINDS,
    LEVELS,
    MUNICIPALITY,
    THEME,
    UNIT,
    Flag,
    day_number,
    wanted_number,
)
from scheduling.columns.themes import Planes
from scheduling.eligibility import standing_in, work_days
from scheduling.facts import RequestFacts
from scheduling.reasons import Against

_REMOTELY = np.uint16(Flag.WORKS_REMOTELY)


def judge(pool: Columns, request: RequestFacts, today: date) -> Judged:
    day = pool.on(today)
    unready = pool.people["unready"]
    judged = Judged(day.absent, unready, day.always(unready))
    _asked_already(judged, pool, request)
    _work(judged, pool, request)
    _language(judged, pool, request)
    _days(judged, pool, request, today)
    _unsuited(judged, pool, request)
    _reach(judged, pool, request)
    occasions.judge(judged, pool, request)
    return judged


def _asked_already(judged: Judged, pool: Columns, request: RequestFacts) -> None:
    by_code: dict[Against, list[int]] = {}
    for expert_id in request.offers.keys() | request.holders:
        code = standing_in(request, expert_id)
        if code:
            by_code.setdefault(code, []).append(expert_id)
    for code, ids in by_code.items():
        judged.mark_some(code, pool.find(ids))


def _work(judged: Judged, pool: Columns, request: RequestFacts) -> None:
    people = pool.people
    judged.mark(Against.KIND_NOT_ACCEPTED, people["kinds"] & np.uint8(KINDS[request.kind]) == 0)
    judged.mark(Against.LEVEL_NOT_ACCEPTED, people["levels"] & np.uint8(LEVELS[request.level]) == 0)
    if not request.themes:
        return
    wanted = bits_of(pool.themes, request.themes)
    has = np.zeros(len(pool), np.uint8)
    for plane, bits in wanted.items():
        has |= pool.themes.planes[plane] & np.uint8(bits)
    judged.mark(Against.NO_COMMON_THEME, has == 0)


def bits_of(themes: Planes, wanted: Iterable[int]) -> dict[int, int]:
    """By plane."""
    found: dict[int, int] = {}
    for theme in wanted:
        place = themes.place(theme)
        if place:
            plane, shift = place
            found[plane] = found.get(plane, 0) | 1 << shift
    return found


def _language(judged: Judged, pool: Columns, request: RequestFacts) -> None:
    place = pool.languages.place(wanted_number(request.language))
    if place is None:
        judged.mark(Against.LANGUAGE_NOT_SPOKEN, np.ones(len(pool), bool))
        return
    plane, shift = place
    spoken = pool.languages.planes[plane] & np.uint8(3 << shift)
    judged.mark(Against.LANGUAGE_NOT_SPOKEN, spoken < np.uint8(request.fluency << shift))


def _days(judged: Judged, pool: Columns, request: RequestFacts, today: date) -> None:
    people, days = pool.people, [day_number(day) for day in work_days(request, today)]
    too_early = people["agreed_from"] > np.uint16(days[0])
    judged.mark(
        Against.AGREEMENT_NOT_VALID, too_early | (people["agreed_until"] < np.uint16(days[-1]))
    )
    if not request.needs_training:
        return
    trained = np.ones(len(pool), bool)
    for day in days:
        on_day = (people["trained_from"] <= np.uint16(day)) & (
            people["trained_until"] >= np.uint16(day)
        )
        _first, owner, last = pool.rows["trainings"].between(0, day, pool.stamps)
        on_day[owner[last >= day]] = True
        trained &= on_day
    judged.mark(Against.NOT_TRAINED, ~trained)


def _unsuited(judged: Judged, pool: Columns, request: RequestFacts) -> None:
    keys = [THEME << 32 | theme for theme in request.themes]
    if request.municipality is not None:
        keys.append(MUNICIPALITY << 32 | wanted_number(request.municipality))
    if request.unit_id is not None:
        keys.append(UNIT << 32 | request.unit_id)
    if keys:
        judged.mark_some(
            Against.NOT_SUITABLE, once(pool.rows["unsuited"].owners(keys, pool.stamps))
        )


def _reach(judged: Judged, pool: Columns, request: RequestFacts) -> None:
    stays = None if not request.remote else pool.people["flags"] & _REMOTELY == 0
    if not request.on_site:
        if stays is not None:
            judged.mark(Against.NOT_REMOTELY, stays)
        return
    reach = of_everybody(pool.journey(request.place).reach, pool.people["home"])
    too_far = reach > pool.people["reaches"]
    judged.mark(Against.TOO_FAR, too_far if stays is None else too_far & stays)
