"""Builders of earnings payment reports that name only what matters."""

from datetime import UTC, date, datetime

from invoices.incomes_register.report import (
    Action,
    Address,
    Coded,
    Contact,
    Delivery,
    Earner,
    Identifier,
    IdType,
    IncomeLine,
    InsuranceCode,
    Payer,
    PayPeriod,
    Pension,
    PensionAct,
    Period,
    Recovery,
    Report,
    Sending,
    Work,
)

TODAY = date(2026, 12, 1)
NOVEMBER = PayPeriod(
    pay_on=date(2026, 11, 30), starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 30)
)
OCTOBER = PayPeriod(
    pay_on=date(2026, 10, 30), starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 31)
)


def a_sending(**values) -> Sending:
    values = {
        "delivery_id": "1234567-1/2026-11-30/0001",
        "moment": datetime(2026, 12, 1, 8, tzinfo=UTC),
        "production": False,
        **values,
    }
    return Sending(**values)


def a_delivery(*reports: Report, **values) -> Delivery:
    values = {
        "sending": a_sending(),
        "payer": Payer(business_id="1234567-1", sub_org="000000"),
        "contacts": (Contact(name="Pirkko Palkanlaskija", telephone="0401234567"),),
        "period": NOVEMBER,
        "reports": reports or (a_report(),),
        **values,
    }
    return Delivery(**values)


def a_report(*lines: IncomeLine, **values) -> Report:
    values = {
        "report_id": "2026-000123",
        "earner": an_earner(),
        "lines": lines or (a_fee(), a_fee(income_type=402, cents=5000)),
        **values,
    }
    return Report(**values)


def a_fee(**values) -> IncomeLine:
    return IncomeLine(**{"income_type": 210, "cents": 15_000, **values})


def an_earner(hetu: str = "010594Y9032", **values) -> Earner:
    ids = (Identifier(type=IdType.PERSONAL, code=hetu),) if hetu else ()
    return Earner(**{"last_name": "Äyräs", "first_name": "Åsa", "ids": ids, **values})


def insured_with_keva(**values) -> Earner:
    values = {
        "work": Work(starts_on=date(2026, 9, 1)),
        "professions": (Coded(type=2, code="99999", title="Kokemusasiantuntija"),),
        "registrations": (Coded(type=1, code="99"),),
        "pension": Pension(provider=20, policy="20-00000000"),
        **values,
    }
    return an_earner("020594X903P", **values)


def without_id(**values) -> Earner:
    values = {
        "born": date(1990, 1, 1),
        "gender": 2,
        "address": Address(
            street="Esimerkkikatu 1", postal_code="00100", post_office="Helsinki", country="FI"
        ),
        **values,
    }
    return an_earner("", **values)


def report_of(case: dict) -> Report:
    """A report as a case tells it: its lines, and the earner it differs by."""
    lines = tuple(_line(dict(line)) for line in case.get("lines", []))
    told = {"action": Action(case.get("action", 1)), "report_id": case.get("report_id", "A-1")}
    told |= {name: case[name] for name in ("register_id", "version") if name in case}
    return Report(earner=earner_of(case), lines=lines, **told)


def earner_of(case: dict) -> Earner:
    kind = {"keva": insured_with_keva, "without_id": without_id}.get(case.get("earner", ""))
    told = dict(case.get("but", {}))
    for name, read in _READ.items():
        if name in told:
            told[name] = read(told[name])
    return (kind or an_earner)(**told)


def _line(told: dict) -> IncomeLine:
    told["insurance"] = tuple(
        (InsuranceCode[name.upper()], on) for name, on in told.get("insurance", {}).items()
    )
    told["earned"] = tuple(Period(**period) for period in told.get("earned", []))
    told["allowances"] = tuple(told.get("allowances", []))
    if "recovery" in told:
        taken = told["recovery"]
        original = tuple(PayPeriod(**period) for period in taken["original"])
        told["recovery"] = Recovery(day=taken["day"], original=original)
    return IncomeLine(**told)


def _pension(told: dict) -> Pension:
    return Pension(**{**told, "act": PensionAct(told.get("act", 1))})


def _work(told: dict) -> Work:
    ending = {"ending": Coded(**told["ending"])} if "ending" in told else {}
    return Work(**{**told, **ending})


_READ = {
    "pension": _pension,
    "work": _work,
    "address": lambda told: Address(**told),
    "ids": lambda told: tuple(Identifier(**{**one, "type": IdType(one["type"])}) for one in told),
    "professions": lambda told: tuple(Coded(**one) for one in told),
    "registrations": lambda told: tuple(Coded(**one) for one in told),
    "exceptions": tuple,
    "types": tuple,
}
