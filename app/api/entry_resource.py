"""What hour and expense entries share as JSON: the list, one entry, and each step of its way."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.access import Permission, Role, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.now import today
from app.readings.said_hours import Said
from app.schemas.shown import entries as shown
from app.storage import entry_pages
from app.storage.entries import EntryKind
from app.storage.entry_lists import AnyEntry
from app.use_cases import (
    approve_hours,
    approve_second,
    check_hours,
    confirm_hours,
    hold_hours,
    report_hours,
    return_hours,
    take_back_approval,
)
from app.use_cases.entry_steps import Ref

SEES = (Permission.SEE_HOURS, Permission.REPORT_HOURS)
NOT_SAID = ("how", "said_at", "version", "assignment_id", "report")
# What else lets do a step.
OTHERS = {"return": Permission.APPROVE_HOURS, "second": Permission.RUN_STATEMENTS}


class EntryResource:
    """Adds to `api` the calls for entries of one kind; `said` makes of values what was told."""

    def __init__(self, api: Resource, kind: EntryKind, said: Callable[..., Said]) -> None:
        self.api, self.kind, self.said = api, kind, said

    def add_lists(self, page: Any, one: Any) -> None:
        api = self.api

        @api.get("")
        @needs(*SEES)
        @api.arguments(shown.EntryFilter, location="query")
        @api.response(200, page)
        def list_entries(wanted):
            """An expert sees her own, an approver those of the own cost centres."""
            return entry_pages.page(self.kind, by=actor(), day=today(), **wanted)

        @api.get("/<id:entry_id>")
        @needs(*SEES)
        @api.response(200, one)
        def show(entry_id):
            return self.get(entry_id)

    def add_telling(self, new: Any, change: Any, one: Any) -> None:
        api = self.api

        @api.post("")
        @needs(Permission.REPORT_HOURS)
        @once_with_key
        @api.arguments(new)
        @api.response(201, one)
        def tell(values):
            """A draft, or with `report` sent to the unit at once."""
            said = self.said(_without(values, NOT_SAID))
            return self._report(values["assignment_id"], said, values["report"], values)

        @api.patch("/<id:entry_id>")
        @needs(Permission.REPORT_HOURS)
        @once_with_key
        @api.arguments(change)
        @api.response(200, one)
        def mend(values, entry_id):
            entry = self.get(entry_id)
            told = _as_values(entry) | _without(values, NOT_SAID)
            said = replace(self.said(told, entry_id), version=values["version"])
            return self._report(entry.assignment_id, said, False, values)

        @api.post("/<id:entry_id>/report")
        @needs(Permission.REPORT_HOURS)
        @once_with_key
        @api.arguments(shown.ReportedEntry)
        @api.response(200, one)
        def report(values, entry_id):
            """To the unit, which confirms it."""
            entry = self.get(entry_id)
            said = replace(self.said(_as_values(entry), entry_id), version=values["version"])
            return self._report(entry.assignment_id, said, True, values)

    def add_steps(self, one: Any) -> None:
        self._step("confirm", Permission.CHECK_HOURS, shown.Confirmation, one, self._confirm)
        self._step("check", Permission.CHECK_HOURS, shown.SeenEntry, one, check_hours.check)
        self._step("approve", Permission.APPROVE_HOURS, shown.SeenEntry, one, approve_hours.approve)
        self._step("second", Permission.APPROVE_HOURS, shown.SeenEntry, one, approve_second.approve)
        self._step("return", Permission.CHECK_HOURS, shown.ReturnedEntry, one, self._return)
        self._step("take-back", Permission.APPROVE_HOURS, shown.TakenBack, one, self._take_back)
        self._step("hold", Permission.RUN_STATEMENTS, shown.HeldEntry, one, hold_hours.hold)
        self._step("release", Permission.RUN_STATEMENTS, shown.SeenEntry, one, hold_hours.release)

    def get(self, entry_id: int) -> AnyEntry:
        return entry_pages.get(self.kind, entry_id, by=actor(), day=today())

    def _step(
        self, name: str, permission: Permission, schema: Any, one: Any, do: Callable[..., Any]
    ) -> None:
        api = self.api
        others = [OTHERS[name]] if name in OTHERS else []

        def step(values, entry_id):
            ref = Ref(self.kind, entry_id, values.pop("version"))
            do(by=actor(), ref=ref, **values)
            return self.get(entry_id)

        step.__name__ = f"{name.replace('-', '_')}_entry"
        view = api.arguments(schema)(api.response(200, one)(step))
        view = needs(permission, *others)(once_with_key(view))
        api.post(f"/<id:entry_id>/{name}", endpoint=step.__name__)(view)

    def _confirm(self, *, by: Any, ref: Ref, decided_because: str | None, **told: Any) -> None:
        if decided_because:
            confirm_hours.decide_for_silent_unit(by=by, refs=[ref], reason=decided_because)
        else:
            confirm_hours.confirm_hours(by=by, refs=[ref], **told)

    def _return(self, *, by: Any, ref: Ref, **values: Any) -> None:
        return_hours.return_hours(by=by, refs=[ref], **values)

    def _take_back(self, *, by: Any, ref: Ref, reason: str) -> None:
        take_back_approval.take_back(by=by, refs=[ref], reason=reason)

    def _report(
        self, assignment_id: int, said: Said, send: bool, values: dict[str, Any]
    ) -> AnyEntry:
        by = actor()
        told = {} if by.role is Role.EXPERT else {name: values[name] for name in ("how", "said_at")}
        return report_hours.report_hours(
            by=by, assignment_id=assignment_id, said=[said], send=send, **told
        )[0]


def _as_values(entry: AnyEntry) -> dict[str, Any]:
    return {column.key: getattr(entry, column.key) for column in entry.__table__.columns}


def _without(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
