"""Builders of lines and statements that name only what matters, and the cases by file name."""

import tomllib
from datetime import date
from pathlib import Path

from invoices.statements.statement import Heading, Line, Number, Statement, amount_of, draw_up

CASES = Path(__file__).with_name("cases")


def cases(name: str) -> list[dict]:
    return table(name)["case"]


def table(name: str) -> dict:
    return tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))


def name_of(case: dict) -> str:
    return case["name"]


def a_line(**values) -> Line:
    values = {
        "entry": "hour-1",
        "kind": "activity",
        "day": date(2026, 11, 5),
        "quantity": 90,
        "unit": "hour",
        "price_cents": 4000,
        "pay_code": "4210",
        "cost_centre": "10250",
        **values,
    }
    price = [values[name] for name in ("quantity", "unit", "price_cents")]
    return Line(**{"amount_cents": amount_of(*price), **values})


def a_drive(**values) -> Line:
    values = {
        "entry": "expense-1",
        "kind": "kilometres",
        "quantity": 425,
        "unit": "kilometre",
        "price_cents": 55,
        "pay_code": "5311",
        "purpose": "Työryhmän kokous",
        "route": "Äänekoski–Jyväskylä–Äänekoski",
        "times": "8.15–12.40",
        **values,
    }
    return a_line(**values)


def a_heading(serial: int = 1, **values) -> Heading:
    values = {
        "number": Number(year=2026, serial=serial),
        "issued_on": date(2026, 12, 1),
        "month": "2026-11",
        "pay_on": date(2026, 12, 15),
        "payer_name": "Keski-Järven hyvinvointialue",
        "payer_business_id": "1234567-1",
        "person_number": "700123",
        "person_name": "Åsa Mäkiö",
        "language": "fi",
        **values,
    }
    return Heading(**values)


def a_statement(*lines: Line, **heading) -> Statement:
    return draw_up(a_heading(**heading), lines or (a_line(), a_drive()))
