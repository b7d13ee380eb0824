"""The JSON API, version 1: one module per noun, found by itself."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask, Response, request
from werkzeug.exceptions import NotAcceptable

from app import access
from app.api import document

ADDRESS = "/api/"
GIVEN = (
    "application/json",
    "application/problem+json",
    "application/pdf",
    "text/csv",
    "image/jpeg",
)


def init_app(app: Flask) -> None:
    """Every module here with `api` is a resource."""
    api = document.api_of(app)
    access.open_to_all(app, ["api-docs.openapi_json"])
    app.before_request(_refuse_other_forms)
    app.after_request(_keep_out_of_caches)
    for module in iter_modules(__path__):
        resource = getattr(import_module(f"{__name__}.{module.name}"), "api", None)
        if resource is not None:
            api.register_blueprint(resource)


def _refuse_other_forms() -> None:
    """Raises NotAcceptable."""
    wishes = request.accept_mimetypes
    if request.path.startswith(ADDRESS) and wishes and not wishes.best_match(GIVEN):
        raise NotAcceptable


def _keep_out_of_caches(answer: Response) -> Response:
    if request.path.startswith(ADDRESS):
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer
