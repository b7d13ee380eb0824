"""What every resource of the API shares: how calls are read, addresses and what is documented."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import flask_smorest
from flask import request
from marshmallow import Schema

from app.schemas import load_form, load_json

QUERY_OF_ALL = ("lang",)


class Reader:
    """Reads a call by its schema; stands where flask-smorest expects its parser."""

    DEFAULT_VALIDATION_STATUS = 422

    def use_args(self, schema: Any, *, location: str, **_: Any) -> Callable[..., Any]:
        reading: Schema = schema() if isinstance(schema, type) else schema
        read = {"json": _body, "query": _query}[location]

        def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(view)
            def call(*args: Any, **kwargs: Any) -> Any:
                return view(*args, read(reading), **kwargs)

            return call

        return decorate


class Resource(flask_smorest.Blueprint):
    """A blueprint of one noun of the API."""

    ARGUMENTS_PARSER = Reader()

    def __init__(self, noun: str, module: str, **kwargs: Any) -> None:
        super().__init__(f"api_{noun}", module, url_prefix=f"/api/v1/{noun}", **kwargs)
        self._prepare_doc_cbks.append(_tell_of_problems)


def _body(schema: Schema) -> Any:
    """Raises UnreadableBody, ValidationError."""
    sent = request.get_data()
    if not sent:  # a step without words, such as confirm, needs no body
        return schema.load({})
    return schema.load(load_json(sent, request.content_type or ""))


def _query(schema: Schema) -> Any:
    """Raises ValidationError."""
    return load_form(schema, request.args, ignore=QUERY_OF_ALL)


def _tell_of_problems(doc: dict[str, Any], _doc_info: Any, **_: Any) -> dict[str, Any]:
    doc.setdefault("responses", {})["default"] = "DEFAULT_ERROR"
    doc["responses"].pop(422, None)
    return doc
