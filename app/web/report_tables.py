"""The tables of the fairness report as plain rows: what the page shows and what is taken away."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from app.language import current, gettext
from app.storage import coverage, experts, fairness
from app.storage.coverage import Covered
from app.storage.fairness import Period
from app.web import choices
from app.web.curves import Picture, picture
from scheduling.spread import Spread, spread_of
from scheduling.wall_clock import day_of

Rows = list[list[str]]


def spreads(period: Period) -> tuple[Spread, Spread]:
    """Of working and of being asked."""
    found = fairness.counts(period)
    return spread_of(each.worked for each in found), spread_of(each.asked for each in found)


def before_and_after(today: date, planned: Mapping[int, int]) -> Picture:
    """Work of the last 12 months, and with so many more times for each person of a plan."""
    worked = {each.expert_id: each.worked for each in fairness.counts(Period.until(today))}
    people = {*worked, *planned}
    after = spread_of(worked.get(each, 0) + planned.get(each, 0) for each in people)
    return picture(
        (gettext("Before the plan"), spread_of(worked.get(each, 0) for each in people)),
        (gettext("With the plan"), after),
    )


def worked_and_asked(worked: Spread, asked: Spread) -> Picture:
    return picture((gettext("Worked"), worked), (gettext("Asked"), asked))


def spread(period: Period, _today: date) -> Rows:
    shown = worked_and_asked(*spreads(period))
    return [
        [gettext("People, those with least first"), *(curve.label for curve in shown.curves)],
        *map(list, shown.rows),
        [gettext("Gini figure"), *(curve.gini for curve in shown.curves)],
        [gettext("People"), *(str(curve.spread.people) for curve in shown.curves)],
        [gettext("Times in all"), *(str(curve.spread.total) for curve in shown.curves)],
    ]


def never_asked(_period: Period, _today: date) -> Rows:
    header = [gettext("Name"), gettext("Joined")]
    return [header, *([each.name, each.joined_on.isoformat()] for each in fairness.never_asked())]


def against_the_order(period: Period, _today: date) -> Rows:
    return [
        [gettext("Day"), gettext("Request"), gettext("Chosen")]
        + [gettext("Reason"), gettext("In own words"), gettext("By whom")],
        *(
            [
                day_of(each.at).isoformat(),
                each.request.title,
                ", ".join(person.name for person in each.experts),
                str(choices.OUT_OF_TURN[each.reason]),
                each.note or "",
                each.by,
            ]
            for each in fairness.against_the_order(period)
        ),
    ]


def themes(period: Period, _today: date) -> Rows:
    names = {each.id: each.name_in(current()) for each in experts.all_themes()}
    return _covered(gettext("Theme"), coverage.by_theme(period), lambda key: names[key])


def languages(period: Period, _today: date) -> Rows:
    return _covered(gettext("Language"), coverage.by_language(period), choices.language_name)


def areas(period: Period, _today: date) -> Rows:
    return _covered(gettext("Municipality"), coverage.by_municipality(period), _area)


def without_anybody(period: Period, today: date) -> Rows:
    return [
        [gettext("Request"), gettext("Unit"), gettext("State"), gettext("Could be asked")]
        + [gettext("What stands in the way")],
        *(
            [
                each.request.title,
                each.request.unit.name,
                str(each.request.state),
                str(each.could_be_asked),
                ", ".join(f"{code} {count}" for code, count in each.reasons),
            ]
            for each in coverage.without_anybody(period, today)
        ),
    ]


COVERAGE = ("themes", "languages", "areas")
TABLES: dict[str, Callable[[Period, date], Rows]] = {
    "spread": spread,
    "never_asked": never_asked,
    "against_the_order": against_the_order,
    "themes": themes,
    "languages": languages,
    "areas": areas,
    "without_anybody": without_anybody,
}


def _covered(what: str, found: Iterable[Covered], name: Callable[..., str]) -> Rows:
    """In the order given: where most is lacking first."""
    header = [what, gettext("People"), gettext("Requests"), gettext("Found nobody")]
    rows = ([name(each.key), _people(each), str(each.wanted), str(each.nobody)] for each in found)
    return [header, *rows]


def _people(each: Covered) -> str:
    """What is hidden looks the same whether it is small or hidden along with a small one."""
    return gettext("not shown") if each.people is None else str(each.people)


def _area(code: str | None) -> str:
    return choices.municipality_name(code) or gettext("Not known")
