"""What became of a file for the Incomes Register: uploaded, accepted, rejected or thrown away."""

from collections.abc import Iterable, Sequence

from app.access import Actor
from app.database import Refusal, transaction
from app.now import now
from app.storage import changes, register_reports, tables
from app.storage.changes import Subject
from app.storage.register_deliveries import RegisterDelivery
from app.storage.register_reports import Action, RegisterReport
from scheduling.lifecycle import next_delivery_state, next_report_state
from scheduling.register_states import DeliveryState, ReportState

ENDED = {Action.REPLACE: ReportState.REPLACED, Action.INVALIDATE: ReportState.INVALIDATED}


class NotOfThisFile(Refusal):
    """A report marked as rejected is in another file."""

    code = "not_of_this_file"


def mark_delivered(*, by: Actor, delivery_id: int) -> RegisterDelivery:
    """The file has been uploaded. A second time: the same. Raises Missing, WrongStep."""
    with transaction():
        delivery = _get(delivery_id)
        if delivery.delivered_at is None:
            delivery.state = next_delivery_state(delivery.state, DeliveryState.DELIVERED)
            delivery.delivered_at, delivery.delivered_by = now(), by.user_id
    return delivery


def accept(
    *, by: Actor, delivery_id: int, but: Iterable[int] = (), note: str | None = None
) -> RegisterDelivery:
    """The register took the file, but for the reports it rejected; those wait again.

    A second time: the same. Raises Missing, WrongStep, NotOfThisFile.
    """
    rejected = set(but)
    with transaction():
        delivery = _get(delivery_id)
        if delivery.state == DeliveryState.ACCEPTED:
            return delivery
        reports = register_reports.of_delivery(delivery.id)
        if not rejected <= {one.id for one in reports}:
            raise NotOfThisFile
        _end(delivery, DeliveryState.ACCEPTED, by, note)
        _end_earlier([one for one in reports if one.id not in rejected], by)
        for report in reports:
            is_taken = report.id not in rejected
            _step(report, ReportState.ACCEPTED if is_taken else ReportState.REJECTED, by)
    return delivery


def reject(*, by: Actor, delivery_id: int, note: str) -> RegisterDelivery:
    """The register took nothing of it; all of it waits again. Raises Missing, WrongStep."""
    return _end_all(by, delivery_id, DeliveryState.REJECTED, ReportState.REJECTED, note)


def discard(*, by: Actor, delivery_id: int, note: str) -> RegisterDelivery:
    """The file was never uploaded; all of it waits again. Raises Missing, WrongStep."""
    return _end_all(by, delivery_id, DeliveryState.DISCARDED, ReportState.DISCARDED, note)


def _end_all(
    by: Actor, delivery_id: int, wanted: DeliveryState, each: ReportState, note: str
) -> RegisterDelivery:
    with transaction():
        delivery = _get(delivery_id)
        if delivery.state == wanted:
            return delivery
        _end(delivery, wanted, by, note)
        for report in register_reports.of_delivery(delivery.id):
            _step(report, each, by)
    return delivery


def _end(delivery: RegisterDelivery, wanted: DeliveryState, by: Actor, note: str | None) -> None:
    delivery.state = next_delivery_state(delivery.state, wanted)
    delivery.ended_at, delivery.ended_by, delivery.note = now(), by.user_id, note


def _end_earlier(taken: Sequence[RegisterReport], by: Actor) -> None:
    """What they replace or take back is ended before they stand."""
    ending = [one for one in taken if one.action in ENDED]
    told = register_reports.of_statements({one.statement_id for one in ending})
    for report in ending:
        for earlier in told[report.statement_id]:
            if earlier.payment_id == report.payment_id and _is_ended_by(earlier, report):
                _step(earlier, ENDED[report.action], by)
    tables.store()


def _is_ended_by(earlier: RegisterReport, report: RegisterReport) -> bool:
    """A replacement ends what stood; an invalidation that and all it had replaced."""
    if earlier.id == report.id or earlier.action == Action.INVALIDATE:
        return False
    replaced = earlier.state == ReportState.REPLACED and report.action == Action.INVALIDATE
    return earlier.state == ReportState.ACCEPTED or replaced


def _step(report: RegisterReport, wanted: ReportState, by: Actor) -> None:
    report.state = next_report_state(report.state, wanted)
    changes.note(Subject.STATEMENT, report.statement_id, f"register_{wanted}", by=by)


def _get(row_id: int) -> RegisterDelivery:
    return tables.get(RegisterDelivery, row_id, lock=True)
