"""HTML pages, one module per folder in templates/pages."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask

from app.schemas.addresses import RowId
from app.web.forms import typed_back


def init_app(app: Flask) -> None:
    """Every module here with `pages` is a blueprint; its name is the noun of its addresses."""
    app.url_map.converters["int"] = RowId
    app.jinja_env.filters["written"] = typed_back
    for module in iter_modules(__path__):
        blueprint = getattr(import_module(f"{__name__}.{module.name}"), "pages", None)
        if blueprint is not None:
            app.register_blueprint(blueprint)
