"""What people choose from in forms, in the reader's language: (value, words) in a stated order."""

from babel import Locale

from app.access import Role
from app.database import current_organisation
from app.language import current, gettext, lazy, sort_key
from app.municipalities import find_municipality
from app.schemas.expert_facts import Spoken
from app.storage import experts, organisations, units, users
from scheduling.kinds import TurnReason

Choices = list[tuple[str, str]]
FIRST = ("fi", "sv", "en")
SIGNED = {  # not among the names that Babel knows
    "fse": lazy("Finnish sign language"),
    "fss": lazy("Finland-Swedish sign language"),
}

OUT_OF_TURN = {
    TurnReason.ASKED_BY_NAME: lazy("Asked by name"),
    TurnReason.CONTINUES_EARLIER_WORK: lazy("Continues earlier work"),
    TurnReason.SPECIAL_EXPERIENCE: lazy("Special experience is needed"),
    TurnReason.BALANCE_OF_GROUP: lazy("Balance of the group"),
    TurnReason.FIRST_ASSIGNMENT: lazy("First assignment"),
    TurnReason.SHORT_NOTICE: lazy("Short notice"),
}


def language_name(code: str) -> str:
    known = Locale.parse(current()).languages
    return str(SIGNED.get(code) or known.get(code) or code)


def spoken() -> Choices:
    """Finnish, Swedish and English first, then by name."""
    others = [(code.value, language_name(code)) for code in Spoken if code not in FIRST]
    return [
        *((code, language_name(code)) for code in FIRST),
        *sorted(others, key=lambda each: sort_key(each[1])),
    ]


def weekdays() -> list[tuple[int, str, str]]:
    """Number, name and short name, from Monday."""
    days = Locale.parse(current()).days["stand-alone"]
    return [
        (number, days["wide"][number].capitalize(), days["abbreviated"][number].rstrip("."))
        for number in range(7)
    ]


def open_units() -> Choices:
    return [(str(unit.id), unit.name) for unit in units.all_units()]


def municipality_name(code: str | None) -> str:
    found = find_municipality(code) if code else None
    return found.name(current()) if found else ""


def coordinators() -> Choices:
    return _users(Role.COORDINATOR)


def approvers() -> Choices:
    return _users(Role.APPROVER)


def looking_after() -> Choices:
    """Coordinators, also those whose role has ended."""
    found = users.ever_with_role(current_organisation(), Role.COORDINATOR)
    return [(str(user.id), user.name) for user in found]


def themes() -> Choices:
    named = [(str(theme.id), theme.name_in(current())) for theme in experts.all_themes()]
    return sorted(named, key=lambda each: sort_key(each[1]))


def cost_centres() -> Choices:
    return [(str(each.id), f"{each.code} {each.name}") for each in units.all_cost_centres()]


def notice_version() -> str:
    return organisations.get(current_organisation()).notice_version


def _users(role: Role) -> Choices:
    return [(str(user.id), user.name) for user in users.with_role(current_organisation(), role)]


def turn_reasons() -> Choices:
    """Why somebody is asked out of turn."""
    return [(reason.value, str(words)) for reason, words in OUT_OF_TURN.items()]


def reason_missing(field: str) -> dict[str, list[str]]:
    """For a form that chose against the order and did not say why."""
    return {field: [gettext("Choose in order, or say why this person is asked first.")]}
