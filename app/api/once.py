"""The same unsafe call twice, by its Idempotency-Key: one effect and one answer."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, current_app, make_response, request
from marshmallow import ValidationError

from app.access import actor
from app.language import lazy
from app.schemas.types import Words, reason
from app.use_cases import answer_once
from app.use_cases.answer_once import Answer

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,200}")
WRONG = {
    "required": Words(
        lazy("This call needs an Idempotency-Key."),
        lazy("Give a key of your own in the header, and the same one when you try again."),
    ),
    "malformed": Words(
        lazy("The Idempotency-Key is not in a form that can be kept."),
        lazy("Use 1 to 200 letters, digits and marks without spaces."),
    ),
}


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """A key is honoured when it is given."""
    return _by_key(view, required=False)


def once_with_key(view: Callable[..., Any]) -> Callable[..., Any]:
    """A key has to be given, as for money and offers."""
    return _by_key(view, required=True)


def never_kept(view: Callable[..., Any]) -> Callable[..., Any]:
    """A key is taken, but the answer may stand nowhere else: the call is the same done twice."""
    _tell_of_key(view, required=False)
    return view


def _by_key(view: Callable[..., Any], *, required: bool) -> Callable[..., Any]:
    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Any:
        if (key := _given(required)) is None:
            return view(*args, **kwargs)
        kept = answer_once.begin(by=actor(), key=key, fingerprint=_fingerprint())
        return _again(kept) if kept else _run(key, lambda: view(*args, **kwargs))

    _tell_of_key(answer, required)
    return answer


def _given(required: bool) -> str | None:
    """Raises ValidationError."""
    key = request.headers.get(HEADER)
    if key is None and not required:
        return None
    if not KEY.fullmatch(key or ""):
        code = "malformed" if key else "required"
        raise ValidationError({HEADER: [reason(code, WRONG[code])]})
    return key


def _fingerprint() -> str:
    """Who calls, what is called and with what."""
    called = f"{actor().role}\n{request.method}\n{request.full_path}\n{request.mimetype}\n"
    return hashlib.sha256(called.encode("utf-8", "replace") + request.get_data()).hexdigest()


def _run(key: str, view: Callable[[], Any]) -> Response:
    by = actor()
    try:
        response = make_response(view())
    except BaseException:
        answer_once.let_go(by=by, key=key)
        raise
    answer_once.keep(by=by, key=key, answer=Answer(response.status_code, response.get_data()))
    return response


def _again(kept: Answer) -> Response:
    return current_app.response_class(kept.body, kept.status, mimetype="application/json")


def _tell_of_key(view: Any, required: bool) -> None:
    """Describe the header in the document of the API."""
    described = {"in": "header", "name": HEADER, "required": required}
    described["schema"] = {"type": "string", "minLength": 1, "maxLength": 200}
    view._apidoc = dict(getattr(view, "_apidoc", {}))
    manual = dict(view._apidoc.get("manual_doc", {}))
    manual["parameters"] = [*manual.get("parameters", []), described]
    view._apidoc["manual_doc"] = manual
