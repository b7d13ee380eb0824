"""The OpenAPI document: what can be called, with what, and what comes back."""

from typing import Any

import flask_smorest
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask

from app.schemas import types
from app.schemas.addresses import RowId
from app.schemas.shown.problems import ProblemSchema

PROBLEM = "application/problem+json"
SETTINGS = {
    "API_TITLE": "Rinnalla",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    "PAGINATION_HEADER_NAME": None,  # the next page is told in the body
    "API_SPEC_OPTIONS": {
        "info": {
            "description": "Coordination and fees for experts by experience. Money is in whole"
            " cents, time in minutes, moments in UTC. A token acts in one organisation and role.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "session"},
            }
        },
        "security": [{"token": []}, {"session": []}],
    },
}


class Api(flask_smorest.Api):
    """Errors are answered by the service's own table; here they are only described."""

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        described = {
            "description": "What is wrong, its code, and how to mend it",
            "content": {PROBLEM: {"schema": ProblemSchema}},
        }
        self.spec.components.response("DEFAULT_ERROR", described, lazy=True)
        self.spec.components.response("UNPROCESSABLE_ENTITY", described, lazy=True)


def api_of(app: Flask) -> Api:
    """The API without resources yet."""
    app.config.from_mapping(SETTINGS)
    app.url_map.converters["id"] = RowId
    api = Api()
    api.register_field(types.Month, "string", None)
    plugin = MarshmallowPlugin(schema_name_resolver=name_of)
    api.init_app(app, spec_kwargs={"marshmallow_plugin": plugin})
    return api


def name_of(schema: Any) -> str:
    """The class's own name, with `Change` for a schema of which a part may be sent."""
    kind = type(schema) if not isinstance(schema, type) else schema
    name = kind.__name__.removesuffix("Schema")
    return f"{name}Change" if getattr(schema, "partial", None) else name
