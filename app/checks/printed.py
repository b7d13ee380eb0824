"""Reads every printed statement back and checks that its words are the statement's own."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from app.database import acting_in
from app.language import euros, in_language
from app.storage import net_pays, organisations, printed_statements, statements
from app.storage.invariants import Broken
from app.storage.net_pays import NetPay
from app.storage.printed_statements import Document
from app.storage.statements import Statement
from invoices.printing.letters import printable
from invoices.printing.text import row_sums, says, text_of

RULE = "a printed statement says the number, the person and the sums that were issued"
Watch = Callable[[Sequence[Statement]], Iterable[Statement]]


def first_broken(watch: Watch = iter) -> Broken | None:
    """The first statement over all organisations whose paper says something else.

    watch  is given the printed statements of an organisation and hands them on one by one;
           reading takes some hundredths of a second for each
    """
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            if (found := find_wrong(watch)) is not None:
                where = f"organisation {organisation_id}, statement {found.printed_number}"
                return Broken(RULE, where)
    return None


def find_wrong(watch: Watch = iter) -> Statement | None:
    """The first such statement of the organisation acted in."""
    printed = [one for one in statements.all_issued() if one.pdf_sha256 is not None]
    return next((one for one in watch(printed) if not _is_right(one)), None)


def _is_right(statement: Statement) -> bool:
    document = printed_statements.find(statement.id)
    text = text_of(document.pdf) if document else ""
    words = (statement.printed_number, printable(statement.payee_name))
    return all(says(text, each) for each in words) and _in_order(
        row_sums(_sums(statement, _net_told(statement, document))), within=row_sums(text)
    )


def _net_told(statement: Statement, document: Document | None) -> NetPay | None:
    """What was counted before it was printed stands on it, too."""
    net = net_pays.by_statement([statement.id]).get(statement.id)
    return net if net and document and net.counted_at <= document.printed_at else None


def _sums(statement: Statement, net: NetPay | None) -> str:
    """The sums of the rows from top to bottom, a row each, as they are written out."""
    with in_language(statement.language):
        return "\n".join(map(euros, _cents(statement, net)))


def _cents(statement: Statement, net: NetPay | None) -> Iterator[int]:
    fee, tax_free = statement.fee_cents, statement.tax_free_cents
    yield from (fee, tax_free, statement.total_cents)
    if net is not None:
        yield net.net_cents
    for are_fees, total in ((True, fee), (False, tax_free)):
        lines = [one for one in statement.lines if one.is_taxable is are_fees]
        if lines:
            yield from (one.amount_cents for one in lines)
            yield total


def _in_order(sums: list[str], *, within: list[str]) -> bool:
    """Others may stand between: a person's own words may end in euros, too."""
    rest = iter(within)
    return all(each in rest for each in sums)
