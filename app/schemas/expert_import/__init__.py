"""A coordinator's own registry, read row by row: experts, and every reason why a row is not one."""

from collections.abc import Iterator

from app.gateways.spreadsheets import Row, Table
from app.schemas.expert_import import columns
from app.schemas.expert_import.result import (
    ExpertImport,
    Problem,
    problem,
    shown,
)
from app.schemas.expert_import.rows import Header, read_row
from app.schemas.table_file import read_table_file
from app.schemas.types import typed_by_hand
from app.use_cases.import_experts.rows import ImportedExpert, Known

__all__ = ["ExpertImport", "Problem", "is_known_column", "read_experts", "read_file", "shown"]

is_known_column = columns.is_known


def read_file(content: bytes, known: Known) -> ExpertImport:
    """Raises ValidationError when the file itself cannot be read."""
    return read_experts(read_table_file(content, is_known_column), known)


def read_experts(table: Table, known: Known) -> ExpertImport:
    """Reads every row, whatever is wrong in the others; no value is repeated in a reason.

    With a wrong header the rows are left for the next try: they would only repeat it.
    """
    found = ExpertImport()
    header = _read_header(table.header, found)
    if not table.rows:
        found.problems.append(problem(table.header.number, "", "no_rows"))
    if found.problems:
        return found
    with typed_by_hand():
        for row in table.rows:
            expert, problems = read_row(row, header, known)
            found.problems.extend(problems)
            if expert:
                found.rows.append(expert)
    found.problems.extend(_same_people(found.rows))
    found.problems.sort(key=lambda each: each.row)
    if without := [expert.row for expert in found.rows if expert.consent_on is None]:
        found.warnings.append(problem(without[0], "", "no_consent", count=len(without)))
    found.warnings.extend(_new_themes(found.rows, known))
    return found


def _read_header(row: Row, found: ExpertImport) -> Header:
    header = Header(row.cells, {})
    for place, name in enumerate(row.cells):
        if not name:
            continue
        if code := _unwelcome(name):
            found.problems.append(problem(row.number, name, code))
        elif (column := columns.column_of(name)) is None:
            found.ignored_columns.append(shown(name))
            found.warnings.append(problem(row.number, name, "ignored_column"))
        elif column in header.places:
            found.problems.append(problem(row.number, name, "duplicate_column"))
        else:
            header.places[column] = place
    if not {"name", "last_name"} & header.places.keys():
        found.problems.append(problem(row.number, "", "no_name_column"))
    return header


def _unwelcome(name: str) -> str | None:
    if columns.is_identity_column(name):
        return "identity_code_column"
    return "account_column" if columns.is_account_column(name) else None


def _same_people(experts: list[ImportedExpert]) -> Iterator[Problem]:
    """The later of two rows that share a payroll number, an address, or a name and a number."""
    seen: dict[tuple[str, ...], int] = {}
    for expert in experts:
        for code, *mark in _marks(expert):
            first = seen.setdefault(tuple(mark), expert.row)
            if first != expert.row:
                yield problem(expert.row, "", code, row=first)
                break


def _marks(expert: ImportedExpert) -> Iterator[tuple[str, ...]]:
    if expert.payroll_number:
        yield "same_number", "number", expert.payroll_number
    if expert.email:
        yield "same_person", "email", expert.email.casefold()
    name = f"{expert.first_name} {expert.last_name}".casefold()
    for address in (expert.phone, expert.postal_code and f"{expert.postal_code} {expert.street}"):
        if address:
            yield "same_person", name, address.casefold()


def _new_themes(experts: list[ImportedExpert], known: Known) -> Iterator[Problem]:
    """Each theme that is not on the shared list yet, once, where it is met first."""
    told = set(known.themes)
    for expert in experts:
        for theme, _ in expert.themes:
            if theme.casefold() not in told:
                told.add(theme.casefold())
                yield problem(expert.row, "", "new_theme", theme=theme)
