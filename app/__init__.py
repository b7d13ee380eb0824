"""The running service: pages, JSON API, storage and the clock around the rules."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from app import access, api, errors, language, sign_in, storage, web
from app.config import Config, for_sqlalchemy
from app.database import db

TEMPLATES = "../templates"
MIGRATIONS = Path(storage.__file__).parent / "migrations"


def create_app(config: Config, *, as_owner: bool = False) -> Flask:
    """The service as the application role; `as_owner` for migrations and other owner's work.

    Raises UnguardedView, BadSetting.
    """
    app = Flask(__name__, template_folder=TEMPLATES)
    app.config.from_mapping(config.for_flask())
    app.config["SETTINGS"] = config
    app.config["APPLICATION_ROLE"] = make_url(for_sqlalchemy(config.database_url or "")).username
    if as_owner:
        app.config["SQLALCHEMY_DATABASE_URI"] = for_sqlalchemy(config.owner_database_url or "")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if proxies := config.trusted_proxies:
        # Wrapping `wsgi_app` is how Flask takes middleware.
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS))
    for part in (language, sign_in, errors, web, api):
        part.init_app(app)
    access.refuse_unguarded_views(app)
    return app
