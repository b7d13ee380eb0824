"""What people, other programs and attackers put into each kind of field, by catalogue number."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from app.schemas.types import (
    Cents,
    Choice,
    ClockTime,
    Count,
    Day,
    Email,
    Euros,
    Flag,
    Hetu,
    Iban,
    Id,
    Kilometres,
    KilometreTenths,
    Language,
    LongText,
    Many,
    MealsByDay,
    Minutes,
    Moment,
    Month,
    MunicipalityCode,
    Percent,
    Phone,
    Text,
    Token,
    Version,
)
from scheduling.kinds import Channel

ZWJ_FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"

# Field -> (typed text, what it becomes)
ACCEPTED: dict[Any, list[tuple[Any, Any]]] = {
    Text(): [
        ("  Åke Öhman ", "Åke Öhman"),  # B60
        ("O'Brien", "O'Brien"),
        ("Łukasz ß", "Łukasz ß"),
        ("Áilu Čáhppesrohtu", "Áilu Čáhppesrohtu"),
        ("e\u0301", "é"),  # B66
        ("\U0001f600", "\U0001f600"),  # B68
        (ZWJ_FAMILY, ZWJ_FAMILY),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),  # B69
        ("{{7*7}} %s {user.__class__}", "{{7*7}} %s {user.__class__}"),  # B70
        ("'; drop table experts; --", "'; drop table experts; --"),  # B71
        ("soita 040123-4567", "soita 040123-4567"),
    ],
    LongText(): [("a\r\nb\rc\n", "a\nb\nc")],
    Cents(): [
        ("12,5", 1250),  # B50
        ("12.50", 1250),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),  # B51
        ("1\u202f234,50 €", 123450),
        ("0", 0),
    ],
    Euros(): [("7,05 e", 705)],
    Kilometres(): [("42", 42), ("1 200 km", 1200)],
    KilometreTenths(): [("12,5 km", 125), ("12", 120)],
    Count(): [("12", 12)],
    Percent(): [("12,5 %", Decimal("12.5")), ("50", Decimal(50)), ("0.25", Decimal("0.25"))],
    Minutes(): [
        ("1:30", 90),
        ("1 h 30", 90),
        ("1 t 30 min", 90),
        ("1,5 h", 90),
        ("90", 90),
        ("5 min", 5),
        ("24:00", 1440),
    ],
    MealsByDay(): [("1", [1]), ("2 0 1", [2, 0, 1]), ("2,1;0", [2, 1, 0])],
    Day(): [("31.3.2026", date(2026, 3, 31)), ("2026-03-31", date(2026, 3, 31))],
    Month(): [("3/2026", date(2026, 3, 1)), ("2026-03", date(2026, 3, 1))],
    ClockTime(): [("9.30", "09:30"), ("09:30", "09:30"), ("9", "09:00"), ("24:00", "24:00")],  # B41
    Moment(): [  # B36
        ("2026-03-31T09:30:00+03:00", datetime(2026, 3, 31, 6, 30, tzinfo=UTC)),
        ("2026-03-31T09:30Z", datetime(2026, 3, 31, 9, 30, tzinfo=UTC)),
    ],
    Email(): [("a@b.fi ", "a@b.fi"), ("a@äö.fi", "a@xn--4ca0b.fi")],  # B76, B78
    Iban(): [("IBAN FI21\xa01234 5600 0007 85", "FI2112345600000785")],  # B25
    Phone(): [("+358 40 1234567", "+358401234567"), ("040-123 4567", "+358401234567")],  # B79
    Choice(Channel): [("letter", Channel.LETTER)],
    Id(): [("1", 1), (str(2**63 - 1), 2**63 - 1)],
    Version(): [("3", 3), ("0", 0)],
    Flag(): [("on", True), ("", False)],
    MunicipalityCode(): [("091", "091"), ("helsingfors", "091"), ("Pargas", "445")],
    Language(): [("sv", "sv")],
    Token(): [("A" * 22, "A" * 22)],
}

# Field -> (typed text, the code of the reason)
REFUSED: dict[Any, list[tuple[Any, str]]] = {
    Hetu(): [
        ("131052-928X", "hetu_check_differs"),  # B1
        ("131052G928T", "not_hetu"),  # B4
        ("300252-928T", "impossible_birthday"),  # B5
        ("131052-000T", "not_hetu"),  # B6
        ("\uff11\uff13\uff11\uff10\uff15\uff12-928T", "not_hetu"),  # B9
        ("13O052-928T", "not_hetu"),  # B11
    ],
    Iban(): [
        ("FI21 1234 5600 0007 86", "iban_check_differs"),  # B17
        ("FI21 1234 5600 0007 8", "not_iban"),  # B18
        ("US64 1234 5600 0007 85", "account_outside_sepa"),  # B20
        ("FI01 1234 5600 0007 85", "iban_check_differs"),  # B21
        ("FI21 1234 5600 000X 85", "not_iban"),  # B22
        ("123456-785", "old_account_number"),  # B24
    ],
    Text(max_length=100): [
        ("a\x00b", "control_character"),  # B61
        ("\ud800", "broken_character"),  # B62
        ("a\u202eb", "direction_mark"),  # B63
        ("ad\u200bmin", "invisible_character"),  # B64
        (" \u00a0 ", "blank"),  # B65
        ("x" * 101, "too_long"),
        ("x" * 100_000, "too_long"),  # B67
        ("a\nb", "one_line"),  # B72
        ("a\u2028b", "one_line"),
        ("kysy 010190-900Y", "identity_code"),  # B16
        ("010190A9013", "identity_code"),
        ("010190\u2013900Y", "identity_code"),
        ("FI21 1234 5600 0007 85", "bank_account"),
        (7, "type"),
    ],
    LongText(): [("x" * 5001, "too_long"), ("\x0b", "control_character")],
    Cents(): [
        ("NaN", "amount"),  # B44
        ("Infinity", "amount"),
        ("1e400", "amount"),
        ("-0", "negative"),  # B45
        ("-12,50", "negative"),  # B46
        ("\u221212,50", "negative"),
        ("1_000", "amount"),  # B47
        ("1e3", "amount"),  # B48
        ("12,345", "decimals"),  # B49
        ("1.234,50", "ambiguous"),  # B52
        ("1,234.50", "ambiguous"),
        ("\uff11\uff12", "amount"),  # B53
        ("\u0661\u0662", "amount"),
        ("", "amount"),  # B54
        (None, "null"),
        (True, "type"),
        ("9" * 50, "too_large"),  # B55
        ("0x10", "amount"),  # B56
        ("100000,01", "too_large"),
    ],
    Euros(minimum=1): [("0,00", "too_small")],
    Percent(): [("-5", "type"), ("12,345", "type"), ("puolet", "type"), ("1001", "too_large")],
    Kilometres(): [("12,4", "type"), ("-3", "type"), ("5001", "too_large")],
    KilometreTenths(): [("12,45", "type"), ("0", "too_small"), ("2000,1", "too_large")],
    Count(minimum=1): [("0", "too_small"), ("1.0", "type"), ("\u0663", "type")],
    MealsByDay(): [(text, "type") for text in ("4", "-1", "1.5", "kaksi", "1 9", "1 " * 32)],
    Minutes(step=15): [
        ("0 min", "too_small"),  # B58
        ("7", "hours_or_minutes"),
        ("2", "hours_or_minutes"),
        ("0:07", "step"),
        ("26:00", "too_large"),  # B40
        ("1.30", "type"),
        ("1:75", "type"),
        ("1,33 h", "whole_minutes"),
        ("-90", "type"),
    ],
    Day(): [
        ("2026-02-30", "no_such_day"),  # B27
        ("31.4.2026", "no_such_day"),  # B28
        ("2026-W01-1", "type"),  # B29
        ("20260102", "type"),  # B30
        ("1.1.0001", "year"),  # B31
        ("9999-01-01", "year"),
        ("1.1.26", "two_digit_year"),
        ("31.3.", "type"),
        ("\u0661.3.2026", "type"),
    ],
    Month(): [("13/2026", "type"), ("2026-3", "type"), ("0/2026", "type")],
    ClockTime(): [
        ("25:00", "no_such_time"),  # B41
        ("12:60", "no_such_time"),
        ("24:01", "no_such_time"),
        ("puoli yhdeksän", "type"),
    ],
    Moment(): [
        ("2026-05-05T08:15:00", "no_offset"),  # B37
        ("2026-03-31T09:30:60Z", "no_such_moment"),  # B42
        ("9999-12-31T23:59:59-23:59", "no_such_moment"),
        ("1.1.2026 12:00", "type"),
    ],
    Email(): [
        ("a@b.fi\nBcc: c@d.fi", "one_line"),  # B73
        ("a@b.fi, c@d.fi", "several"),  # B74
        ("x" * 65 + "@b.fi", "type"),  # B75
        ("a@[127.0.0.1]", "type"),  # B77
        ("a@b", "type"),
        ("a b@c.fi", "type"),
        ("a@@b.fi", "type"),
    ],
    Phone(): [
        ("0600 12345", "costly"),  # B79
        ("0700 12345", "costly"),
        ("KALLE", "type"),
        ("1", "type"),
        ("0" * 40, "type"),
        ("\uff10\uff14\uff10 1234567", "type"),
    ],
    Choice(Channel): [("fax", "type"), ("", "type"), (["letter"], "type")],
    Version(): [("-1", "too_small"), ("kolme", "type"), ("1,5", "type"), ("²", "type")],
    Id(): [
        ("0", "too_small"),
        ("-1", "too_small"),
        (str(2**63), "too_large"),
        ("1_0", "type"),
    ],  # B90
    Flag(must=True): [("", "must"), ("kenties", "type")],
    MunicipalityCode(): [("91", "leading_zeros"), ("Atlantis", "type"), ("999", "type")],
    Language(): [("de", "type"), ("FI", "type")],
    Token(): [("short", "type"), ("A" * 21 + "/", "type"), (None, "null")],
    Many(Language(), least=1, most=2): [
        ([], "too_few"),
        (["fi", "sv", "en"], "too_many"),
        (["fi", "fi"], "repeated"),
        ("fi", "type"),
    ],
}

# The same fields in JSON take the plain kind of value only.
REFUSED_IN_JSON: dict[Any, list[Any]] = {
    Cents(): ["12,50", "1250", 12.5, True, Decimal(1), -1, 10**50, None, [], {}],
    Version(): ["1", 1.0, True, -1, None],
    Id(): ["1", 1.0, True, 0, -1, 2**63, None, "3f2b8c1e-0000-4000-8000-000000000000"],
    Minutes(): ["90", 0, 1441, 90.0, False],
    Kilometres(): ["12", -1, 12.4],
    Flag(): ["on", 1, 0, "true", None],
    Day(): [20260331, True, ["2026-03-31"]],
    MunicipalityCode(): ["Helsinki", 91],
}
