"""Settings, read once from the environment."""

import base64
import binascii
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "RINNALLA_"
WITHOUT_PREFIX = "PORT"
SECRET = frozenset({"secret_key", "field_keys", "oidc_client_secret"})
LONGEST_BODY = 6 * 1024 * 1024  # a registry file of 5 MB and the form around it
LONGEST_FORM_FIELD = 500_000
MOST_FORM_FIELDS = 2_000
SHORTEST_SECRET = 32
FIELD_KEY_BYTES = 32


class BadSetting(ValueError):
    """A setting is missing, unknown or malformed; the message is one sentence that names it."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """database_url and owner_database_url are None for the embedded PostgreSQL."""

    secret_key: str
    field_keys: tuple[str, ...]  # the first one encrypts, all of them decrypt
    env: str = "development"
    database_url: str | None = None
    owner_database_url: str | None = None
    data: Path = Path("var")
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: str | None = None
    mail_from: str = "rinnalla@localhost"
    sms_url: str | None = None
    trusted_proxies: int = 0
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    log_level: str = "INFO"
    web_workers: int = 2
    job_workers: int = 1
    printers: int = min(2, len(os.sched_getaffinity(0)))  # processes of each worker
    port: int = 8000
    testing: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Config":
        """Raises BadSetting."""
        given = _given(environ)
        values: dict[str, Any] = {
            name: READ[name](setting_name(name), text) for name, text in given.items()
        }
        if bool(values.get("database_url")) != bool(values.get("owner_database_url")):
            raise BadSetting("Give both RINNALLA_DATABASE_URL and RINNALLA_OWNER_DATABASE_URL.")
        values["data"] = values.get("data", Path("var")).resolve()
        values.setdefault("base_url", f"http://127.0.0.1:{values.get('port', 8000)}")
        if values.get("env") == "production":
            _require(values, "secret_key", "field_keys")
        else:
            _make_development_secrets(values)
        return cls(**values)

    @property
    def production(self) -> bool:
        return self.env == "production"

    def for_flask(self) -> dict[str, Any]:
        """Flask's own settings and those of its extensions that come from the environment."""
        secure = self.base_url.startswith("https://")
        return {
            "SECRET_KEY": self.secret_key,
            "TESTING": self.testing,
            "DATA_FOLDER": self.data,
            "SQLALCHEMY_DATABASE_URI": for_sqlalchemy(self.database_url or ""),
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "pool_size": 2,
                "max_overflow": 3,
                "hide_parameters": True,  # what a failed statement was to store is in no log
                "connect_args": {"connect_timeout": 5, "options": "-c timezone=UTC"},
            },
            "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": secure,
            "REMEMBER_COOKIE_SAMESITE": "Lax",
            "REMEMBER_COOKIE_SECURE": secure,
            "MAX_CONTENT_LENGTH": LONGEST_BODY,
            "MAX_FORM_MEMORY_SIZE": LONGEST_FORM_FIELD,
            "MAX_FORM_PARTS": MOST_FORM_FIELDS,
        }

    def shown(self) -> dict[str, str]:
        """Every setting by its name in the environment; secrets only as set or not set."""
        return {
            setting_name(field.name): _shown(field.name, getattr(self, field.name))
            for field in fields(self)
            if field.name in READ
        }


def setting_name(field: str) -> str:
    return field.upper() if field.upper() == WITHOUT_PREFIX else PREFIX + field.upper()


def for_sqlalchemy(url: str) -> str:
    """The same address, with the driver named."""
    return f"postgresql+psycopg://{url.partition('://')[2]}"


def for_psycopg(url: str) -> str:
    """The same address, without the driver."""
    return f"postgresql://{url.partition('://')[2]}"


def _given(environ: Mapping[str, str]) -> dict[str, str]:
    known = {setting_name(field): field for field in READ}
    for name in environ:
        if name.startswith(PREFIX) and name not in known:
            raise BadSetting(f"There is no setting {name}; `rinnalla config` lists them all.")
    return {field: environ[name] for name, field in known.items() if environ.get(name)}


def _text(name: str, text: str) -> str:
    return text


def _environment(name: str, text: str) -> str:
    return _one_of(name, text, ("development", "production"))


def _log_level(name: str, text: str) -> str:
    return _one_of(name, text.upper(), ("DEBUG", "INFO", "WARNING", "ERROR"))


def _one_of(name: str, text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise BadSetting(f"{name} must be one of {', '.join(choices)}.")
    return text


def _folder(name: str, text: str) -> Path:
    return Path(text)


def _secret(name: str, text: str) -> str:
    if len(text) < SHORTEST_SECRET:
        raise BadSetting(f"{name} must have at least {SHORTEST_SECRET} characters.")
    return text


def _field_keys(name: str, text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(","))
    for key in keys:
        try:
            right = len(base64.b64decode(key, altchars=b"-_", validate=True)) == FIELD_KEY_BYTES
        except (binascii.Error, ValueError):
            right = False
        if not right:
            raise BadSetting(f"{name} must be Fernet keys (32 bytes in base64) between commas.")
    return keys


def _postgresql(name: str, text: str) -> str:
    if urlsplit(text).scheme not in ("postgresql", "postgres"):
        raise BadSetting(f"{name} must begin with postgresql://.")
    return text


def _web_address(name: str, text: str) -> str:
    if urlsplit(text).scheme not in ("http", "https"):
        raise BadSetting(f"{name} must begin with http:// or https://.")
    return text.rstrip("/")


def _whole(least: int, most: int) -> Callable[[str, str], int]:
    def read(name: str, text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise BadSetting(f"{name} must be a whole number from {least} to {most}.")
        return int(text)

    return read


READ: dict[str, Callable[[str, str], Any]] = {
    "env": _environment,
    "database_url": _postgresql,
    "owner_database_url": _postgresql,
    "data": _folder,
    "secret_key": _secret,
    "field_keys": _field_keys,
    "base_url": _web_address,
    "smtp_url": _text,
    "mail_from": _text,
    "sms_url": _text,
    "trusted_proxies": _whole(0, 9),
    "oidc_issuer": _web_address,
    "oidc_client_id": _text,
    "oidc_client_secret": _text,
    "log_level": _log_level,
    "web_workers": _whole(1, 64),
    "job_workers": _whole(1, 64),
    "printers": _whole(1, 4),
    "port": _whole(1, 65535),
}


def _require(values: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if not values.get(name):
            raise BadSetting(f"{setting_name(name)} must be set in production.")


def _make_development_secrets(values: dict[str, Any]) -> None:
    """Made once and kept, so that sessions and encrypted fields outlive a restart."""
    folder: Path = values["data"]
    values.setdefault("secret_key", _kept(folder / "secret_key", secrets.token_urlsafe))
    if "field_keys" not in values:
        values["field_keys"] = (_kept(folder / "field_key", _new_field_key),)


def _kept(file: Path, make: Callable[[], str]) -> str:
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = file.with_name(f"{file.name}.{os.getpid()}")
        with open(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
            new.write(make())
        with suppress(FileExistsError):
            os.link(mine, file)  # whoever links first decides; nobody reads a half-written file
        mine.unlink()
    return file.read_text()


def _new_field_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _shown(field: str, value: Any) -> str:
    if field in SECRET:
        return "(set)" if value else ""
    if field.endswith("_url") and value and "@" in value:
        scheme, _, rest = value.partition("://")
        return f"{scheme}://…@{rest.rpartition('@')[2]}"
    return "" if value is None else str(value)
