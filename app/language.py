"""Finnish, Swedish or English: whose language it is, the words, and how values look in it."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import phonenumbers
from babel.dates import format_date, format_time
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context, has_request_context, request, session
from flask_babel import Babel, Domain, force_locale
from flask_babel.speaklater import LazyString
from jinja2 import Environment

from scheduling.wall_clock import HELSINKI, day_of

LANGUAGES = ("fi", "sv", "en")
HOUSE_LANGUAGE = "fi"
FINLAND = 358
FOLDER = Path(__file__).parents[1] / "templates" / "translations"

LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_FI"}
DAY = {"fi": "ccc d.M.y", "sv": "ccc d.M.y", "en": "ccc d MMM y"}
SHORT_DAY = {"fi": "d.M.y", "sv": "d.M.y", "en": "d MMM y"}
CLOCK = {"fi": "H.mm", "sv": "H.mm", "en": "H:mm"}
AT = {"fi": "klo", "sv": "kl.", "en": "at"}
MONTH = "LLLL y"
AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "w": "v"})
_language: ContextVar[str | None] = ContextVar("language", default=None)


def current() -> str:
    """The language of the person who reads what is being written now.

    Order: `in_language`, `?lang=`, the choice made earlier, `g.reader_language`
    (the signed-in user or the owner of a link), the browser's wish, Finnish.
    """
    forced = _language.get()
    if forced or not has_request_context():
        return forced or HOUSE_LANGUAGE
    chosen = (request.args.get("lang"), session.get("language"), g.get("reader_language"))
    browser = (wish.partition("-")[0].lower() for wish in request.accept_languages.values())
    wishes = (wish for wish in (*chosen, *browser) if wish in LANGUAGES)
    return next(wishes, HOUSE_LANGUAGE)


@contextmanager
def in_language(code: str | None) -> Iterator[None]:
    """Write in the recipient's language, not the sender's; works outside requests too."""
    chosen = code if code in LANGUAGES else HOUSE_LANGUAGE
    token = _language.set(chosen)
    try:
        with force_locale(LOCALES[chosen]) if has_app_context() else nullcontext():
            yield
    finally:
        _language.reset(token)


def gettext(sentence: str, **values) -> str:
    """The sentence in the current language; `%(name)s` is filled in when values are given."""
    found = words_of(current()).gettext(sentence)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, **values) -> str:
    """The sentence for `num` things; `%(num)s` is always known."""
    return words_of(current()).ngettext(one, many, num) % {"num": num, **values}


def lazy(sentence: str, **values) -> LazyString:
    """A sentence translated when it is shown, for tables built when modules load."""
    return LazyString(gettext, sentence, **values)


@cache
def words_of(code: str) -> NullTranslations:
    """All areas' words as one catalogue. In English the message id is the sentence itself."""
    files = sorted((FOLDER / code).glob("*.po"))
    if not files:
        return NullTranslations()
    words = Catalog(locale=code)
    for path in files:
        for message in read_po(BytesIO(path.read_bytes()), locale=code):
            if message.id:
                words.add(message.id, message.string)
    return Translations(_compiled(words))


def euros(cents: int) -> str:
    """1 234,50 €, below zero with a minus that stays with its number"""
    written = format_currency(Decimal(cents) / 100, "EUR", locale=LOCALES[current()])
    return written.replace("-", "\N{MINUS SIGN}")


def amount(cents: int) -> str:
    """1234,50: how money is written into a form field, alike in every language."""
    return f"{Decimal(cents) / 100:.2f}".replace(".", ",")


def euros_between(least_cents: int, most_cents: int) -> str:
    """100–600 €"""
    pattern = "#,##0" if least_cents % 100 == most_cents % 100 == 0 else "#,##0.00"
    least, most = (
        format_decimal(Decimal(cents) / 100, pattern, LOCALES[current()])
        for cents in (least_cents, most_cents)
    )
    return f"{least}–{most}\xa0€"


def percent(of_hundred: Decimal | str) -> str:
    """12,5 %"""
    return f"{format_decimal(Decimal(of_hundred), '#,##0.##', LOCALES[current()])}\xa0%"


def kilometres(distance: int | Decimal) -> str:
    """12,4 km"""
    return f"{format_decimal(distance, '#,##0.#', LOCALES[current()])} km"


def duration(minutes: int) -> str:
    """1 h 30 min"""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, f"{rest} min"] if rest or not hours else parts)


def day(on: date) -> str:
    """ma 3.3.2026; a moment is of its day in Helsinki."""
    return format_date(_day_of(on), DAY[current()], LOCALES[current()])


def short_day(on: date) -> str:
    """3.3.2026; a moment is of its day in Helsinki."""
    return format_date(_day_of(on), SHORT_DAY[current()], LOCALES[current()])


def _day_of(on: date) -> date:
    return day_of(on) if isinstance(on, datetime) else on


def month(on: date) -> str:
    """maaliskuu 2026"""
    return format_date(on, MONTH, LOCALES[current()])


def clock_time(at: datetime | time) -> str:
    """9.30; a moment is shown in Helsinki time."""
    local = at.astimezone(HELSINKI) if isinstance(at, datetime) else at
    return format_time(local, CLOCK[current()], locale=LOCALES[current()])


def moment(at: datetime) -> str:
    """ma 3.3.2026 klo 9.30, in Helsinki time."""
    return f"{day(at.astimezone(HELSINKI).date())} {AT[current()]} {clock_time(at)}"


def telephone(number: str) -> str:
    """040 123 4567; a foreign number with its country."""
    try:
        known = phonenumbers.parse(number, "FI")
    except phonenumbers.NumberParseException:
        return number
    at_home = known.country_code == FINLAND
    formats = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(known, formats.NATIONAL if at_home else formats.INTERNATIONAL)


def written(value: object) -> str:
    """How a day (3.3.2026), a time (9.30) or anything else is written into a form field."""
    if isinstance(value, datetime):
        value = value.astimezone(HELSINKI).time()
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, time):
        return f"{value.hour}.{value.minute:02}"
    return "" if value is None else str(value)


def sort_key(name: str) -> str:
    """Sorts by plain comparison as a Finn expects: å, ä, ö after z; w as v; é as e."""
    letters = unicodedata.normalize("NFKC", name).casefold().translate(AFTER_Z)
    plain = unicodedata.normalize("NFKD", letters)
    return " ".join("".join(c for c in plain if unicodedata.category(c) != "Mn").split())


FORMATS = (
    *(euros, amount, euros_between, percent, kilometres, duration),
    *(day, short_day, month, clock_time, moment),
    *(telephone, written),
)


def same_page_in(code: str) -> str:
    """The address of this page in another language; the first page for an answer to a form."""
    rule = request.url_rule
    path = request.path if rule and "GET" in (rule.methods or ()) else "/"
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{path}?{urlencode([*kept, ('lang', code)])}"


def dress(environment: Environment) -> None:
    """Teach a template environment the words and the formats."""
    environment.add_extension("jinja2.ext.i18n")
    # The extension adds it to the environment at run time.
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda one: words_of(current()).gettext(one),
        lambda one, many, num: words_of(current()).ngettext(one, many, num),
        newstyle=True,
    )
    environment.filters.update({shown.__name__: shown for shown in FORMATS})
    environment.globals.update(
        current_language=current, languages=LANGUAGES, same_page_in=same_page_in
    )


def teach(domain: Domain) -> None:
    """Let another package's messages (Flask-Security's `i18n_domain`) come from our words."""
    domain.get_translations = lambda: words_of(current())


def init_app(app: Flask) -> None:
    """Whoever knows the reader sets `g.reader_language`."""
    Babel(app, configure_jinja=False, locale_selector=current, default_timezone=str(HELSINKI))
    dress(app.jinja_env)
    app.before_request(_remember_choice)


def _remember_choice() -> None:
    if request.args.get("lang") in LANGUAGES:
        session["language"] = request.args["lang"]


def _compiled(words: Catalog) -> BytesIO:
    compiled = BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return compiled
