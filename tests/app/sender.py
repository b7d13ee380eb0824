"""Sends one view whatever there is, and keeps what its answers should not have been."""

import json
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import quote_plus

from flask.testing import FlaskClient

from app.access import Role
from tests.app.access import may
from tests.app.learned import Filler, watched
from tests.app.routes import Call, tokens_of, values_of
from tests.app.watch import Watch

IDENTITY_CODE = "010190-900Y"  # of the series that is given to nobody
HARMFUL = ("<script>alert(1)", "49&#39;; drop", "49'; drop")
NUMBERS = count(1)


@dataclass
class Sender:
    """One view, called as somebody who may, with ids of their own."""

    call: Call
    client: FlaskClient
    address: str
    watch: Watch
    filler: Filler
    found: list[str]
    schema: Any = None

    @property
    def is_api(self) -> bool:
        return self.address.startswith("/api/")

    @property
    def fields(self) -> dict[str, Any]:
        return self.filler.fill(self.schema) if self.schema is not None else {}

    def learn(self) -> None:
        with watched() as asked:
            self.send({})
        self.schema = asked[0] if asked else None

    def send(self, body: dict[str, Any], **more: Any):
        if self.is_api:
            return self.raw(json.dumps(body).encode(), "application/json", **more)
        # Half characters cannot be typed, but they can be sent.
        text = "&".join(f"{quote_plus(k)}={quote_plus(str(v))}" for k, v in body.items())
        return self.raw(text.encode(), "application/x-www-form-urlencoded", **more)

    def raw(self, body: bytes, kind: str, *, query: str = "", key: str = "", shown: str = ""):
        headers = {"Idempotency-Key": key or f"avain-{next(NUMBERS)}"} if self.is_api else {}
        with self.watch.changes() as changes:
            try:
                answer = self.client.open(
                    self.address + query,
                    method=self.call.method,
                    data=body,
                    content_type=kind,
                    headers=headers,
                )
            except Exception as error:  # the service would answer 500
                self.blame(body, f"breaks: {error!r:.250}")
                return None
        self._judge(answer, body, changes)
        return answer

    def _judge(self, answer, body: bytes, changes: list[str]) -> None:
        page = answer.get_data().decode("utf-8", "replace")
        if answer.status_code >= 500:
            self.blame(body, f"answers {answer.status_code}")
        if answer.status_code >= 400 and changes:
            self.blame(body, f"answers {answer.status_code} and yet stores in {changes}")
        if IDENTITY_CODE in page:
            self.blame(body, f"answers {answer.status_code} and echoes the identity code")
        for harm in HARMFUL:
            if harm in page and answer.mimetype == "text/html":
                self.blame(body, f"runs what was written: {harm}")

    def blame(self, body: bytes, what: str) -> None:
        self.found.append(f"{self.call} {body[:90]!r} {what}")


def sender_of(mirror, call: Call, watch: Watch) -> Sender:
    side, given = mirror.second, {}
    is_api = call.rule.rule.startswith("/api/")
    client = mirror.app.test_client()
    if call.has_token:
        given = {"token": tokens_of(call, side, 1)[0]}
    else:
        role = next(role for role in Role if role in may(call.endpoint))
        client = (side.programs if is_api else side.browsers)[role]
    address = call.address(**given, **values_of(call, side, 1)[0])
    return Sender(call, client, address, watch, Filler(side, json=is_api, of=side), [])


def blamed(senders: list[Sender]) -> list[str]:
    """What was found since it was last asked, each once."""
    found = dict.fromkeys(each for sender in senders for each in sender.found)
    for sender in senders:
        sender.found.clear()
    return list(found)
