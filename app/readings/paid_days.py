"""When the money of statements came: what the bank gave back has not come until it is paid anew."""

from collections.abc import Sequence
from datetime import date

from app.storage import how_far, net_pays
from app.storage.how_far import PAID
from app.storage.statements import Statement


def paid_days(issued: Sequence[Statement]) -> dict[int, date]:
    """By statement; what was paid too much has no day, as it is never taken off what came.

    issued  all of one person, for a correction may pay what it corrects anew
    """
    found = how_far.of_statements([one.id for one in issued])
    nets = net_pays.by_statement(found)
    anew = {net.replaces_id: one for one, net in nets.items() if net.replaces_id is not None}

    def came_on(statement_id: int) -> date | None:
        if (day := found[statement_id].came_on) or statement_id not in nets:
            return day
        by = anew.get(nets[statement_id].id)
        return None if by is None else came_on(by)

    paid = [one for one in issued if one.state in PAID]
    moved = [one.id for one in paid if one.total_cents >= 0 or one.id in anew.values()]
    return {one: day for one in moved if (day := came_on(one)) is not None}
