"""What a person has told of herself, gathered for the pages that show it."""

from dataclasses import dataclass

from app.access import Actor, Role, actor
from app.language import current
from app.now import today
from app.storage import boundaries, organisations, record_checks
from app.storage.boundaries import TimeAway
from app.storage.experts import Expert
from app.storage.organisations import Organisation
from app.storage.record_checks import RecordCheck
from app.use_cases.accept_agreement import is_signed
from app.use_cases.edit_expert import HERS
from app.web import choices

PARTS_OF_DAY = ("morning", "afternoon", "evening")
BY_HERSELF = ("contact", "languages", "wishes", "times", "strengths", "about", "needs")


@dataclass(frozen=True)
class Spoken:
    language: str
    level: str  # basic | good | native


@dataclass(frozen=True)
class Told:
    """boundaries, own_units: (id, words). records: None where they are never checked."""

    spoken: list[Spoken]
    week: list[tuple[str, list[str]]]
    away: list[TimeAway]
    boundaries: list[tuple[int, str]]
    own_units: list[tuple[int, str]]
    records: list[RecordCheck] | None
    organisation: Organisation
    agreement_is_signed: bool


def told(expert: Expert) -> Told:
    mine = organisations.get(expert.organisation_id)
    return Told(
        spoken=[
            Spoken(choices.language_name(code), _level(expert, code)) for code in _by_level(expert)
        ],
        week=_week(expert),
        away=boundaries.times_away_of(expert.id, today()),
        boundaries=_boundaries(expert),
        own_units=[(each.id, each.unit.name) for each in boundaries.own_units_of(expert.id)],
        records=record_checks.of_expert(expert.id) if mine.checks_records else None,
        organisation=mine,
        agreement_is_signed=is_signed(expert.agreements, mine),
    )


def is_said_by_herself(section: str, by: Actor | None = None) -> bool:
    """Whether a coordinator who writes this down tells how the person said it."""
    who = by or actor()
    return who.role is not Role.EXPERT and section in (*BY_HERSELF, *HERS)


def _by_level(expert: Expert) -> list[str]:
    """The best first."""
    order = ("native", "good", "basic")
    return sorted(expert.languages, key=lambda code: order.index(_level(expert, code)))


def _level(expert: Expert, code: str) -> str:
    if code in expert.native_languages:
        return "native"
    return "basic" if code in expert.basic_languages else "good"


def _week(expert: Expert) -> list[tuple[str, list[str]]]:
    days = (
        (name, [part for part in PARTS_OF_DAY if f"{number}-{part}" in expert.available])
        for number, name, _short in choices.weekdays()
    )
    return [(name, parts) for name, parts in days if parts]


def _boundaries(expert: Expert) -> list[tuple[int, str]]:
    return [
        (
            each.id,
            each.theme.name_in(current())
            if each.theme
            else each.unit.name
            if each.unit
            else choices.municipality_name(each.municipality_code),
        )
        for each in boundaries.of_expert(expert.id)
    ]
