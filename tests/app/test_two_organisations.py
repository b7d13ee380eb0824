"""Nobody of one organisation learns anything of the other: its ids answer as ids of nothing."""

import io
import re
import zipfile
from collections.abc import Iterator
from secrets import token_hex
from typing import Any

import pypdf
import pytest
from flask import Response
from flask.testing import FlaskClient
from sqlalchemy import text

from app.access import Role
from app.storage.links import LinkKind
from tests.app.access import may
from tests.app.learned import Filler, watched
from tests.app.mirror import Mirror, Side, own_tables, rows_of
from tests.app.routes import (
    NO_TOKEN,
    NOWHERE,
    Call,
    NoProvider,
    calls,
    nowhere,
    some,
    tokens_of,
    values_of,
)

VARYING = re.compile(r'name="(csrf_token|once)" value="[^"]*"')


def words_of(answer) -> str:
    """Everything a reader could find in an answer, also inside files."""
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers)
    if answer.mimetype == "application/pdf" and answer.status_code == 200:
        return headers + pdf_text(answer.data)
    if answer.mimetype == "application/zip" and answer.status_code == 200:
        with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
            return headers + "".join(name + pdf_text(files.read(name)) for name in files.namelist())
    return headers + answer.get_data().decode("utf-8", "replace")


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def likeness(answer, *asked_for: Any) -> tuple[int, str]:
    """What has to be equal: without the ids and tokens that were asked for."""
    body = VARYING.sub("", answer.get_data().decode("utf-8", "replace"))
    place = answer.headers.get("Location", "")
    for one in asked_for:
        body = re.sub(rf"(?<![0-9a-z]){one}(?![0-9a-z])", "_", body)
        place = re.sub(rf"(?<![0-9a-z]){one}(?![0-9a-z])", "_", place)
    return answer.status_code, place + body


class Stranger:
    """Somebody of the second organisation who tries the ids of the first."""

    def __init__(self, mirror: Mirror, client: FlaskClient, name: str):
        self.mirror, self.client, self.name = mirror, client, name
        self.found: list[str] = []

    def ask(self, call: Call, address: str, body: dict[str, Any] | None = None):
        sent: dict[str, Any] = {}
        if call.method != "GET":
            is_api = address.startswith("/api/")
            sent = {"json": body or {}} if is_api else {"data": body or {}}
            if is_api:
                sent["headers"] = {"Idempotency-Key": token_hex(8)}
        try:
            answer = self.client.open(address, method=call.method, **sent)
        except Exception as error:  # the service would answer 500
            self.found.append(f"{self.name}: {call} {address} breaks: {error!r:.300}")
            return Response(type(error).__name__, 500)
        words = words_of(answer)
        answer.close()
        if self.mirror.first.mark in words:
            at = words.index(self.mirror.first.mark)
            self.found.append(f"{self.name}: {call} {address} shows {words[at : at + 60]!r}")
        return answer

    def compare(self, call: Call, theirs: tuple[str, Any], nothing: tuple[str, Any], *ids) -> None:
        """The same call with ids of the first organisation and with ids of nothing."""
        expected = likeness(self.ask(call, *nothing), *ids)
        answer = self.ask(call, *theirs)
        if likeness(answer, *ids) != expected:
            # What changed by the first of the two calls is no difference between them.
            if likeness(answer, *ids) == likeness(self.ask(call, *nothing), *ids):
                return
            self.found.append(
                f"{self.name}: {call}: {theirs} answers {answer.status_code}, not {expected[0]}"
            )


def strangers(mirror: Mirror, call: Call) -> list[Stranger]:
    """Everybody of the second organisation who may make the call; test_access tries the rest."""
    if call.has_token:
        return [Stranger(mirror, mirror.app.test_client(), "by link")]
    second = mirror.second
    callers = second.programs if call.rule.rule.startswith("/api/") else second.browsers
    return [Stranger(mirror, callers[role], role) for role in Role if role in may(call.endpoint)]


def state_of(mirror: Mirror, side: Side) -> dict[str, str]:
    """Every row of an organisation, as one digest for each table."""
    return {
        table.name: mirror.seer.scalar(
            text(
                f"select md5(coalesce(string_agg(r::text, ',' order by r::text), '')) from"
                f" (select * from {rows_of(side, table)}) r"
            )
        )
        for table in own_tables()
    }


@pytest.fixture
def untouched(mirror):
    """The first organisation stays as it was, row by row."""
    before = state_of(mirror, mirror.first)
    yield
    after = state_of(mirror, mirror.first)
    assert [name for name in before if before[name] != after[name]] == []


@pytest.fixture
def still_signed_in(mirror):
    yield
    for role, browser in mirror.second.browsers.items():
        assert browser.get("/memberships").status_code == 200, f"{role} was signed out on the way"


def test_each_has_one_of_everything(mirror):
    empty = {name for name, ids in mirror.first.ids.items() if not ids} - {"match_changes"}
    assert empty == set(), "tests/app/mirror.py furnishes the two houses"


def test_the_marks_are_seen_by_those_whose_they_are(mirror):
    page = mirror.first.browsers[Role.FINANCE].get("/statements/home")
    assert mirror.first.mark in page.text


def test_it_is_known_what_stands_in_each_parameter(mirror):
    """A new parameter needs a provider in tests/app/routes.py, or its walls stay untried."""
    unknown = []
    for call in calls(mirror.app):
        try:
            values_of(call, mirror.first)
            if call.has_token:
                tokens_of(call, mirror.first)
        except NoProvider as lack:
            unknown.append(f"{call}: {lack}")
    assert not unknown, "\n".join(unknown)


def test_ids_of_the_other_organisation_answer_as_ids_of_nothing(mirror, untouched, still_signed_in):
    found = []
    for call in calls(mirror.app):
        for stranger in strangers(mirror, call):
            for token in tokens_of(call, mirror.second, 1) if call.has_token else [None]:
                given = {} if token is None else {"token": token}
                _try_path(mirror, stranger, call, given)
            found += stranger.found
    assert not found, "\n".join(found)


def _try_path(mirror: Mirror, stranger: Stranger, call: Call, given: dict[str, str]) -> None:
    nothing = call.address(**given, **nowhere(call))
    if not call.ids:
        if call.method == "GET":
            stranger.ask(call, nothing)
        return
    for values in values_of(call, mirror.first, 3):
        theirs = call.address(**given, **values)
        stranger.compare(call, (theirs, None), (nothing, None), NOWHERE, *values.values())


def test_ids_of_the_other_organisation_in_a_form_answer_as_ids_of_nothing(
    mirror, untouched, still_signed_in
):
    found = []
    for call in calls(mirror.app):
        if call.method == "GET":
            continue
        for stranger in strangers(mirror, call):
            _try_body(mirror, stranger, call)
            found += stranger.found
    assert not found, "\n".join(found)


def _try_body(mirror: Mirror, stranger: Stranger, call: Call) -> None:
    """Own ids in the address, ids of the first organisation in the fields."""
    given = {"token": tokens_of(call, mirror.second, 1)[0]} if call.has_token else {}
    json = call.rule.rule.startswith("/api/")
    for values in values_of(call, mirror.second, 2):
        address = call.address(**given, **values)
        with watched() as asked:
            stranger.ask(call, address)
        if not asked:
            continue
        theirs, nothing = (
            Filler(mirror.second, json=json, of=of).fill(asked[0]) for of in (mirror.first, None)
        )
        if theirs != nothing:
            ids = {str(value) for value in _differing(theirs, nothing)}
            stranger.compare(call, (address, theirs), (address, nothing), *ids)


def _differing(theirs: Any, nothing: Any) -> Iterator[Any]:
    if isinstance(theirs, dict):
        for name in theirs:
            yield from _differing(theirs[name], nothing[name])
    elif isinstance(theirs, list):
        for one, other in zip(theirs, nothing, strict=True):
            yield from _differing(one, other)
    elif theirs != nothing:
        yield from (theirs, nothing)


def test_a_link_opens_only_what_it_was_made_for(mirror, untouched):
    """A token of another kind opens nothing; a token of one's own shows nothing of the other."""
    found = []
    for call in calls(mirror.app):
        if not call.has_token:
            continue
        stranger = Stranger(mirror, mirror.app.test_client(), "by link")
        ids = nowhere(call) and values_of(call, mirror.second, 1)[0]
        nothing = call.address(token=NO_TOKEN, **ids)
        for kind in set(LinkKind) - {call.link}:
            for token in some(mirror.second.tokens[kind], 2):
                other = call.address(token=token, **ids)
                stranger.compare(call, (other, None), (nothing, None), NO_TOKEN, token)
        if call.method == "GET":
            for token in tokens_of(call, mirror.second, 12):
                answer = stranger.ask(call, call.address(token=token, **ids))
                if not ids and answer.status_code not in (200, 302, 303):
                    found.append(f"{call} does not open by its own link: {answer.status_code}")
        found += stranger.found
    assert not found, "\n".join(found)
