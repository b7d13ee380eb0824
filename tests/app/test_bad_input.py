"""Whatever is sent: a refusal in the reader's words, nothing stored, never a broken page.

Of the values that stand in every field, and of the bodies of other kinds, each view is sent every
third, always the same, so that each is tried on a third of the views; SCALE=1 sends them all.
"""

import os
from collections.abc import Iterator
from itertools import count, cycle
from typing import Any
from urllib.parse import quote_plus

import pytest

from app.access import Role
from tests.app.access import may
from tests.app.routes import calls, values_of
from tests.app.sender import HARMFUL, IDENTITY_CODE, Sender, blamed, sender_of
from tests.app.watch import Watch

LONG = "x" * 100_000
# What stands in every field at once; such a call is refused, or does what it says.
EVERYWHERE = (
    "a\x00b",
    "a\u202eb\n",
    "0",
    "-1",
    str(2**63),
    "31.4.2026",
    "2026-W01-1",
    "29.3.2026 03:30",
    "NaN",
    "1_000",
    "1 234,50",
    f"tunnus {IDENTITY_CODE}",
)
ONLY_IN_JSON = (None, True, [], {}, 1.5, 10**39, [[["a"]]])
# What is text like any other: stored as it is, shown as it is, never run.
ONLY_TEXT = "<script>alert(1)</script>{{7*7}}'; drop table experts; --"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
OTHER_BODIES = (
    *((body, FORM) for body in (b"%ED%A0%80=%ED%A0%80", b"a=%FF", b"=&=&=", b"%00=%00")),
    (b"\xff\xfe\x00", FORM),
    *(
        (b'{"a": NaN, "a": "\xed\xa0\x80"}', kind)
        for kind in (JSON, "multipart/form-data", "multipart/form-data; boundary=x")
    ),
    (b"[" * 2_000, JSON),
    (b"kokemus", "text/plain; charset=utf-16"),
)
FIELDS = 2_000
OF_ALL = 1 if float(os.environ.get("SCALE", "0")) >= 1 else 3  # each gets every third, or all
ANSWERS = {"idempotency_keys"}  # what a program was answered, for its second try


@pytest.fixture(scope="module")
def watch(mirror):
    return Watch(mirror.seer)


@pytest.fixture(scope="module")
def senders(mirror, watch) -> list[Sender]:
    """One for each unsafe call, which has learnt what the view reads."""
    senders = []
    for call in calls(mirror.app):
        if call.method != "GET":
            sender = sender_of(mirror, call, watch)
            sender.learn()
            senders.append(sender)
    return senders


def filled_with(value: Any, fields: Any) -> Any:
    """The same value in every field, also inside of lists and objects."""
    if isinstance(fields, dict):
        return {name: filled_with(value, inner) for name, inner in fields.items()}
    if isinstance(fields, list):
        return [filled_with(value, inner) for inner in fields]
    return value


def by_turns(senders: list[Sender], *tried: Any) -> Iterator[tuple[Sender, Any]]:
    """Each with what it tries."""
    for number, sender in enumerate(senders):
        for one in tried[number % OF_ALL :: OF_ALL]:
            yield sender, one


def test_nothing_at_all_is_refused_or_enough(senders):
    assert blamed(senders) == []


def test_most_views_are_known_by_what_they_read(senders):
    """Else the tests below would try nothing."""
    assert sum(sender.schema is not None for sender in senders) > len(senders) // 2


def test_nonsense_in_every_field_at_once_is_refused_in_words(senders):
    of_forms = [sender for sender in senders if sender.schema is not None]
    of_programs = [sender for sender in of_forms if sender.is_api]
    for sender, value in by_turns(of_forms, *EVERYWHERE, LONG):
        sender.send(filled_with(value, sender.fields))
    for sender, value in by_turns(of_programs, *ONLY_IN_JSON):
        sender.send(filled_with(value, sender.fields))
    assert blamed(senders) == []


def test_nonsense_in_one_field_among_right_ones_is_refused_in_words(senders):
    nonsense = cycle(("abc\x00", str(2**63), IDENTITY_CODE))
    for sender in senders:
        fields = sender.fields
        for name in fields:
            sender.send({**fields, name: next(nonsense)})
    assert blamed(senders) == []


def test_unknown_repeated_and_countless_fields_are_refused(senders):
    for sender in senders:
        fields = sender.fields
        stranger = {"organisation_id": "1", "state": "paid", "role": "admin", IDENTITY_CODE: "1"}
        answer = sender.send({**fields, **stranger})
        if answer is not None and answer.status_code < 400 and sender.schema is not None:
            sender.blame(b"unknown fields", "are taken")
        sender.send({f"f{number}": "1" for number in range(FIELDS)})
        if not sender.is_api:
            twice = "&".join(f"{quote_plus(name)}=1&{quote_plus(name)}=2" for name in fields)
            sender.raw(twice.encode(), FORM)
    assert blamed(senders) == []


def test_a_body_of_another_kind_is_refused(senders):
    for sender, (body, kind) in by_turns(senders, *OTHER_BODIES):
        sender.raw(body, kind)
    assert blamed(senders) == []


def test_the_refusal_is_in_the_readers_language(senders):
    for sender in senders:
        if sender.is_api or sender.schema is None:
            continue
        for language in ("fi", "sv", "en"):
            answer = sender.send({"outo": "x"}, query=f"?lang={language}")
            refused = answer is not None and answer.status_code >= 400
            if refused and f'<html lang="{language}"' not in answer.text:
                sender.blame(language.encode(), "is not the language of the refusal")
    assert blamed(senders) == []


def test_a_stale_tab_is_refused(senders):
    for sender in senders:
        if "version" in sender.fields:
            for version in ("0", "999999", str(2**62)):
                said = {**sender.fields, "version": int(version) if sender.is_api else version}
                with sender.watch.changes() as changes:
                    sender.send(said)
                if (
                    set(changes) - ANSWERS and "text" not in said
                ):  # words are added; they replace nothing
                    sender.blame(version.encode(), f"is taken for today's and stores in {changes}")
    assert blamed(senders) == []


def test_too_large_a_body_is_refused(senders):
    for sender in _one_of_each_noun(senders):
        answer = sender.raw(b"a=" + b"x" * 11_000_000, FORM)
        if answer is not None and sender.schema is not None and answer.status_code < 400:
            sender.blame(b"11 MB", f"answers {answer.status_code}")
    assert blamed(senders) == []


def _one_of_each_noun(senders: list[Sender]) -> Iterator[Sender]:
    yield from {sender.call.endpoint.partition(".")[0]: sender for sender in senders}.values()


def test_without_the_token_of_the_form_nothing_is_done(senders, monkeypatch):
    for sender in senders:
        if sender.is_api:
            continue
        with monkeypatch.context() as patch:
            patch.setitem(sender.client.application.config, "WTF_CSRF_ENABLED", True)
            answer = sender.send(sender.fields)
        if answer is None or answer.status_code != 400:
            sender.blame(b"without a CSRF token", f"answers {answer and answer.status_code}")
    assert blamed(senders) == []


def test_a_right_call_made_twice_breaks_nothing(senders):
    """By the same key a call of the API has one effect and one answer.

    A look at what is health data is noted each time, and its answer is kept nowhere.
    """
    keys = count(1)
    for sender in senders:
        if not sender.is_api:
            sender.send(sender.fields)
            sender.send(sender.fields)
            continue
        key = f"kahdesti-{next(keys)}"
        first = sender.send(sender.fields, key=key)
        with sender.watch.changes() as changes:
            again = sender.send(sender.fields, key=key)
        if first is None or again is None or first.status_code >= 400:
            continue
        if sender.call.rule.rule.endswith("/open"):
            assert changes == ["openings"]
            continue
        if changes or (first.status_code, first.data) != (again.status_code, again.data):
            sender.blame(b"the same key twice", f"stores in {changes} or answers otherwise")
    assert blamed(senders) == []


def test_what_looks_like_a_program_is_only_text(mirror, senders):
    for sender in senders:
        fields = sender.fields
        texts = {name for name, value in fields.items() if value == "teksti" * 3}
        sender.send({name: ONLY_TEXT if name in texts else fields[name] for name in fields})
    shown = []
    for call in calls(mirror.app):
        if call.method == "GET" and not call.has_token and not call.rule.rule.startswith("/api/"):
            role = next(role for role in Role if role in may(call.endpoint))
            for values in values_of(call, mirror.second, 3):
                answer = mirror.second.browsers[role].get(call.address(**values))
                page = answer.get_data().decode("utf-8", "replace")
                is_page = answer.mimetype == "text/html"  # a browser runs nothing in other files
                answer.close()
                shown += [f"{call}: {harm}" for harm in HARMFUL if is_page and harm in page]
    assert blamed(senders) == []
    assert not shown, "\n".join(shown)
