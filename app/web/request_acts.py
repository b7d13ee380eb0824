"""Acts on one request: those said in words by a form, and those of one button."""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import flash, request
from marshmallow import Schema

from app.access import Actor, actor
from app.language import lazy
from app.now import today
from app.schemas import load_form
from app.schemas.requests import (
    CancelSchema,
    OutcomeSchema,
    ReturnSchema,
    ThreadSchema,
    VersionSchema,
)
from app.use_cases.ask_back import answer, ask_back
from app.use_cases.cancel_request import cancel_request
from app.use_cases.chase_outcome import chase_outcome
from app.use_cases.mark_done import mark_done
from app.use_cases.review_request import return_request, review_request
from app.use_cases.tell_outcome import close_request, close_without_answer, tell_outcome
from app.web.forms import typed


def _ask(by: Actor, request_id: int, said: dict[str, Any]) -> None:
    ask_back(by=by, request_id=request_id, text=said["text"])


def _answer(by: Actor, request_id: int, said: dict[str, Any]) -> None:
    answer(by=by, request_id=request_id, text=said["text"], how=said["how"])


def _return(by: Actor, request_id: int, said: dict[str, Any]) -> None:
    return_request(by=by, request_id=request_id, text=said["text"], version=said["version"])


def _cancel(by: Actor, request_id: int, said: dict[str, Any]) -> None:
    cancel_request(by=by, request_id=request_id, **said)


def _outcome(by: Actor, request_id: int, said: dict[str, Any]) -> None:
    tell_outcome(by=by, request_id=request_id, **said)


# What is read, what is done with it, and what is said then.
SAID: dict[str, tuple[type[Schema], Callable[[Actor, int, dict[str, Any]], None], Any]] = {
    "ask": (ThreadSchema, _ask, lazy("Sent to the unit.")),
    "answer": (ThreadSchema, _answer, lazy("The answer has been saved.")),
    "return": (ReturnSchema, _return, lazy("Returned to the unit with help.")),
    "cancel": (CancelSchema, _cancel, lazy("Cancelled. Everyone concerned is told.")),
    "outcome": (OutcomeSchema, _outcome, lazy("Thank you. The experts are told.")),
}
PRESSED: dict[str, tuple[Callable[..., Any], Any]] = {
    "review": (review_request, lazy("Now you can invite people.")),
    "done": (mark_done, lazy("Marked as held.")),
    "chase": (chase_outcome, lazy("The unit is asked what changed.")),
    "close": (close_request, lazy("Closed.")),
    "close_silent": (close_without_answer, lazy("Closed without an answer.")),
}


def say(act: str, request_id: int) -> dict[str, Any]:
    """The reasons when the form needs mending; otherwise it is done and nothing comes back."""
    schema, use_case, words = SAID[act]
    said, errors = typed(schema())
    if errors:
        return errors
    use_case(actor(), request_id, said)
    flash(str(words), "success")
    return {}


def go_on(step: str, request_id: int) -> None:
    """One button; a search is begun only from a page that is not stale."""
    use_case, words = PRESSED[step]
    seen = load_form(VersionSchema(), request.form) if step == "review" else {}
    use_case(by=actor(), request_id=request_id, **seen)
    flash(str(words), "success")


def once() -> str:
    """The same words in the same form on the same day are one act: a second click, or the page
    gone back to, where browsers keep what was typed."""
    typed_fields = sorted(
        (name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"
    )
    act = f"{today()} {request.path} {typed_fields}"
    return hashlib.sha256(act.encode()).hexdigest()
