"""Statements of every shape, for properties."""

from datetime import date

from hypothesis import strategies as st

from invoices.statements.statement import KINDS, TAXABLE_KINDS, Statement, draw_up
from tests.invoices.build import a_heading, a_line

UNITS = {True: ("hour", "meeting", "lump"), False: ("kilometre", "piece")}
# Any text a database keeps, semicolons, quotes, line breaks and formula signs included.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@st.composite
def statements(draw, serial: int = 1) -> Statement:
    count = draw(st.integers(1, 6))
    lines = [draw(_lines(f"hour-{serial}-{n}")) for n in range(count)]
    person = draw(st.sampled_from(["700123", "700124", "0042"]))
    name = draw(texts)
    return draw_up(a_heading(serial, person_number=person, person_name=name), lines)


@st.composite
def several_statements(draw) -> list[Statement]:
    return [draw(statements(serial=n)) for n in range(1, draw(st.integers(1, 5)) + 1)]


@st.composite
def _lines(draw, entry: str):
    kind = draw(st.sampled_from(KINDS))
    waived = draw(st.booleans())
    return a_line(
        entry=entry,
        kind=kind,
        day=draw(st.dates(date(2025, 1, 1), date(2026, 12, 31))),
        quantity=draw(st.integers(0, 3000)),
        unit=draw(st.sampled_from(UNITS[kind in TAXABLE_KINDS])),
        price_cents=0 if waived else draw(st.integers(0, 90_000)),
        waived=waived,
        purpose=draw(texts),
        route=draw(texts),
    )
