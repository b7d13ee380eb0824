"""`rinnalla bench pdf`: statements printed as the service prints them, beside the plain way."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from statistics import median
from time import perf_counter

from flask import current_app

from app.commands.bench.cases import Case, at_least, at_most, missing, told
from app.commands.bench.own_database import bare_service
from app.language import in_language
from invoices.printing.letters import printable
from invoices.statements.document import Contact, PrintedLine, StatementDocument

LINES = (5, 20, 60)
BESIDE_CHROMIUM = (5, 20)
PAGES = 20  # different statements
ROUNDS = 3
GROWING = {"ours": 1100, "plain": 220}  # the first eleventh is not counted


@dataclass(frozen=True)
class Printed:
    rate: float  # documents a second of the clock on the wall, of all processes together
    grown: float  # kilobytes a document, of the first process
    texts: tuple[str, ...]


class NotEqual(AssertionError):
    """Two ways of printing say different things."""


def cases(quick: bool) -> Iterator[Case]:
    count = 10 if quick else 40
    with bare_service():
        for lines in (20,) if quick else LINES:
            yield from _of_length(lines, count, 1 if quick else ROUNDS)
        pages = _pages(20)
        for way, growing in GROWING.items():
            grown = _printed(way, pages, growing // 10 if quick else growing).grown
            if way == "ours":
                yield at_most("20 lines, one process", "memory a document", grown, "kB", goal=30)
            else:
                yield told("20 lines, plain", "memory a document", grown, "kB")


def _of_length(lines: int, count: int, rounds: int) -> Iterator[Case]:
    pages = _pages(lines)
    alone, plainly, together, beside, kept = [], [], [], [], []
    for _ in range(rounds):  # in turn, so that all share the machine's moods
        one, plain = _printed("ours", pages, count), _printed("plain", pages, count)
        if one.texts != plain.texts:
            raise NotEqual(lines)
        alone.append(one.rate)
        plainly.append(plain.rate)
        together.append(_printed("ours", pages, count, processes=2).rate)
        if lines in BESIDE_CHROMIUM and _has_chromium():
            beside.append(_printed("chromium", pages, count).rate)
            kept.append(_printed("chromium, page kept", pages, count).rate)
    case, plain_rate = f"{lines} lines", median(plainly)
    yield at_least(case, "beside plain, a process", median(alone) / plain_rate, "×", goal=1.4)
    yield at_least(case, "beside plain, two", median(together) / plain_rate, "×", goal=2.8)
    yield told(case, "documents, one process", median(alone), "/s")
    yield told(case, "documents, two processes", median(together), "/s")
    yield told(case, "documents, plain", plain_rate, "/s")
    if beside:
        yield told(case, "documents, Chromium", median(beside), "/s")
        yield told(case, "documents, Chromium, page kept", median(kept), "/s")
        ratio = median(together) / median(beside)
        yield at_least(case, "two processes beside Chromium", ratio, "×", goal=1)
    elif lines in BESIDE_CHROMIUM:
        yield missing(case, "two processes beside Chromium", "×", "not installed", goal="≥ 1")


def _has_chromium() -> bool:
    return bool(find_spec("playwright") and shutil.which("chromium"))


def _printed(way: str, pages: list[str], count: int, processes: int = 1) -> Printed:
    """Each process prints so many; the clock runs from when all are warm until all are done."""
    task = json.dumps({"way": way, "pages": pages, "count": count})
    command = [sys.executable, "-m", "app.commands.bench.pdf_printing"]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    _tell(started, task)
    _heard(started)
    began = perf_counter()
    _tell(started, "")
    answer = json.loads(_heard(started)[0])
    seconds = perf_counter() - began
    for process in started:
        process.communicate()
    return Printed(processes * count / seconds, answer["grown"], tuple(answer["texts"]))


def _tell(started: list[subprocess.Popen[str]], line: str) -> None:
    for process in started:
        process.stdin.write(line + "\n")
        process.stdin.flush()


def _heard(started: list[subprocess.Popen[str]]) -> list[str]:
    return [process.stdout.readline() for process in started]


def _pages(lines: int) -> list[str]:
    with in_language("fi"):
        page = current_app.jinja_env.get_template("documents/statement.html")
        return [
            page.render({"statement": _statement(number, lines)}, printable=printable)
            for number in range(1, PAGES + 1)
        ]


def _statement(number: int, lines: int) -> StatementDocument:
    printed = tuple(_line(number, place) for place in range(lines))
    taxable = sum(line.amount_cents for line in printed if line.is_fee)
    gross = sum(line.amount_cents for line in printed)
    return StatementDocument(
        number=f"2026-{number:06}",
        issued_on=date(2026, 11, 17),
        payer_name="Mitattava hyvinvointialue",
        payer_business_id="3221300-9",
        payee_name=f"Väinö Äijälä-Öhman {number}",
        person_number=f"K{number}",
        month=date(2026, 11, 1),
        cut_off_on=date(2026, 11, 15),
        pay_on=date(2026, 11, 30),
        decision_number="§ 112/2025",
        lines=printed,
        taxable_cents=taxable,
        tax_free_cents=gross - taxable,
        gross_cents=gross,
        contact=Contact(name="Liisa Koskela", phone="040 123 4567", email="liisa@example.org"),
    )


def _line(number: int, place: int) -> PrintedLine:
    day = date(2026, 10, 1 + place % 28)
    if place % 5 == 4:
        tenths = 100 + 7 * number + place
        return PrintedLine(
            day=day,
            title="",
            kind="kilometres",
            purpose="Puheenvuoro opiskelijoille",
            route="Kempele – Oulu – Kempele",
            times="8.15–13.40",
            unit="kilometre",
            quantity=tenths,
            price_cents=55,
            amount_cents=(tenths * 55 * 2 + 10) // 20,
        )
    minutes = 30 + 15 * ((number + place) % 12)
    return PrintedLine(
        day=day,
        title="Puheenvuoro lähihoitajaopiskelijoille",
        kind="activity",
        unit="hour",
        quantity=minutes,
        price_cents=3270,
        amount_cents=(minutes * 3270 * 2 + 60) // 120,
    )
