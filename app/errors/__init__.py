"""Every refusal the service knows, the HTTP status it becomes, and its words."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from app import database
from app.access import NotAllowed, NotSignedIn
from app.database import UNREACHABLE, Missing, Refusal
from app.errors import (
    calls,
    corrections,
    duties,
    engines,
    finance,
    incomes_register,
    money,
    offers,
    payments,
    people,
    plans,
    requests,
    service,
    time,
    travel,
)
from app.language import gettext
from app.schemas import UnreadableBody, problems
from app.schemas.types.base import Words
from app.use_cases.answer_once import KeyReused
from invoices.refusals import MoneyRefusal
from scheduling.refusals import TimeRefusal

STATUS: dict[type[Exception], int] = {
    Missing: 404,
    NotAllowed: 403,
    NotSignedIn: 401,
    Refusal: 409,
    TimeRefusal: 409,
    MoneyRefusal: 409,
    KeyReused: 422,
}
WORDS: dict[str, Words] = {
    **calls.WORDS,
    **corrections.WORDS,
    **duties.WORDS,
    **finance.WORDS,
    **incomes_register.WORDS,
    **engines.WORDS,
    **money.WORDS,
    **people.WORDS,
    **offers.WORDS,
    **payments.WORDS,
    **plans.WORDS,
    **requests.WORDS,
    **service.WORDS,
    **time.WORDS,
    **travel.WORDS,
}
API = "/api/"
AGAIN_SECONDS = "5"
PROBLEM = "application/problem+json"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["sentences_of"] = sentences  # for a page that says why some wait
    app.jinja_env.globals["words_of"] = lambda code: str(WORDS.get(code, WORDS["refused"]).message)
    for kind, status in STATUS.items():
        app.register_error_handler(kind, _refused(status))
    app.register_error_handler(NotSignedIn, _ask_to_sign_in)
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(UnreadableBody, _unreadable)
    app.register_error_handler(HTTPException, _http)
    for lost in UNREACHABLE:
        app.register_error_handler(lost, _unreachable)
    app.register_error_handler(Exception, _unexpected)


def sentences(error: Any) -> tuple[str, str]:
    """What is wrong and how to mend it, in the reader's language."""
    words = WORDS.get(error.code, WORDS["refused"])
    values = {name: gettext(str(value)) for name, value in getattr(error, "values", {}).items()}
    return str(words.message) % values, str(words.fix) % values


def problem(status: int, code: str, title: str, fix: str, errors: Any = ()) -> Response:
    """RFC 9457, with our `code` and the fields that are wrong."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "code": code,
        "detail": fix,
        "errors": list(errors),
    }
    answer = jsonify(body)
    answer.status_code, answer.mimetype = status, PROBLEM
    return answer


def _answer(status: int, code: str, title: str, fix: str, errors: Any = ()) -> Any:
    if request.path.startswith(API):
        return problem(status, code, title, fix, errors)
    words = {"status": status, "title": title, "fix": fix, "back_url": _form_left()}
    return render_template("pages/refusal.html", **words), status


def _form_left() -> str | None:
    """The page where the refused form stands, to mend it there; None when nothing was sent."""
    left = urlsplit(request.referrer or "")
    if request.method == "GET" or left.netloc != request.host or left.path.startswith("//"):
        return None
    return f"{left.path}?{left.query}" if left.query else left.path


def _refused(status: int) -> Callable[[Any], Any]:
    def answer(error: Any) -> Any:
        return _answer(status, error.code, *sentences(error))

    return answer


def _ask_to_sign_in(error: NotSignedIn) -> Any:
    if request.path.startswith(API) or request.method != "GET":
        return _answer(401, error.code, *sentences(error))
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def _invalid(error: ValidationError) -> Any:
    found = problems(error)
    fields = [problem._asdict() for problem in found]
    words = WORDS["invalid"]
    fix = " ".join(f"{problem.message} {problem.fix}" for problem in found[:3])
    return _answer(422, "invalid", str(words.message), fix or str(words.fix), fields)


def _unreadable(error: UnreadableBody) -> Any:
    why = error.reason
    return _answer(error.status, why.code, why.message, why.fix)


def _http(error: HTTPException) -> Any:
    """Werkzeug's own: not found, wrong method, too large, bad CSRF token."""
    if error.response is not None:  # a redirect that werkzeug made
        return error.response
    status = error.code or 500
    words = WORDS.get(f"http_{status}", WORDS["refused"])
    code = f"http_{status}" if f"http_{status}" in WORDS else "refused"
    answer = make_response(_answer(status, code, str(words.message), str(words.fix)))
    for name, value in error.get_headers():
        answer.headers.setdefault(name, value)  # such as Allow and Retry-After
    return answer


def _unreachable(error: Exception) -> Any:
    """The database cannot be asked, so the page is written without its frame's questions."""
    current_app.logger.error("unreachable: %s", type(error).__name__)
    words = WORDS["http_503"]
    title, fix = str(words.message), str(words.fix)
    if request.path.startswith(API):
        answer = problem(503, "http_503", title, fix)
    else:
        page = current_app.jinja_env.get_template("pages/refusal.html")
        answer = make_response(page.render(status=503, title=title, fix=fix), 503)
    answer.headers["Retry-After"] = AGAIN_SECONDS
    return answer


def _unexpected(error: Exception) -> Any:
    if current_app.testing:
        raise error
    current_app.logger.exception("unexpected", exc_info=error)
    database.forget_read()  # after a question that failed, none is answered, the page's neither
    words = WORDS["http_500"]
    return _answer(500, "http_500", str(words.message), str(words.fix))
