"""Money the bank gave back after its statement was corrected: which document pays it anew."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.database import Refusal
from app.storage import how_far, net_pays, putting_right, statements
from app.storage.net_pays import NetPay
from app.storage.statements import Statement
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import StatementState


class CameBackInPart(Refusal):
    """Some of what the documents carry has been paid and some has come back."""

    code = "came_back_in_part"


@dataclass
class ComeBack:
    """replaced: by correction, the net of what it corrects; it pays all that stands, not only the
    difference. carried: statements whose correction pays them. by_hand: neither can be told."""

    replaced: dict[int, NetPay] = field(default_factory=dict)
    carried: set[int] = field(default_factory=set)
    by_hand: set[int] = field(default_factory=set)


def come_back_among(waiting: Sequence[Statement]) -> ComeBack:
    """Of what waits to be paid."""
    back = ComeBack()
    for each in waiting:
        if each.kind == StatementKind.CORRECTION:
            _judge_correction(each, back)
    for each in waiting:
        if each.state == StatementState.CORRECTED and each.id not in back.carried:
            _judge_corrected(each, back)
    return back


def paid_anew(statement_ids: Collection[int]) -> dict[int, date | None]:
    """What the bank gave back and has not been paid since, with the day of the next try, if there
    is one.
    """
    found = how_far.of_statements(statement_ids)
    return {one: far.next_try_on for one, far in found.items() if far.came_back}


def pays_all(document: Statement) -> bool:
    """Whether the correction pays everything that stands, as nothing of it has been paid."""
    stands = sum(line.amount_cents for line in putting_right.standing_lines(document))
    return stands > 0 and how_far.has_come_back(document.refers_to_id or 0)


def _judge_correction(document: Statement, back: ComeBack) -> None:
    corrected = statements.get(document.refers_to_id or 0)
    nets = net_pays.by_statement([document.id, corrected.id])
    own, before = nets.get(document.id), nets.get(corrected.id)
    if before is None or not how_far.has_come_back(corrected.id):
        return
    if own is not None:
        if own.replaces_id == before.id:
            back.carried.add(corrected.id)
            back.replaced[document.id] = before
        return
    back.carried.add(corrected.id)
    if corrected.kind == StatementKind.STATEMENT or before.replaces_id is not None:
        back.replaced[document.id] = before
    else:
        back.by_hand.add(document.id)


def _judge_corrected(statement: Statement, back: ComeBack) -> None:
    """It came back after its correction was paid: then each is paid by its own net."""
    document = putting_right.document_of(statement.id)
    net = net_pays.by_statement([document.id]).get(document.id) if document else None
    if net is None or document is None or document.total_cents <= 0:
        back.by_hand.add(statement.id)
    elif net.replaces_id is not None:
        back.carried.add(statement.id)
