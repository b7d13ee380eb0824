"""The log: lines for people in development, JSON in production, and never a secret."""

import logging
import re
import sys
from typing import Any

import structlog

from app.config import Config

HIDDEN = "[hidden]"
IDENTITY_CODE = r"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]\b"
ACCOUNT = r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"
# 128 bits or more in base64: capitals, small letters and digits without a break.
TOKEN = r"(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])\b[A-Za-z0-9_-]{22,}"
LINK = r"\b[a-z2-7]{26}\b"  # opens a page without signing in
SECRETS = re.compile("|".join((IDENTITY_CODE, ACCOUNT, TOKEN, LINK)))
QUIET = ("pikepdf", "pypdf", "apscheduler", "procrastinate", "weasyprint", "fontTools", "alembic")

log = structlog.get_logger()


def configure(config: Config) -> None:
    """Send everything, our libraries' lines too, through one filter to standard error."""
    ending: Any = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    if config.production:
        ending = structlog.processors.JSONRenderer(ensure_ascii=False)
    begin: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*begin, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(config.log_level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=not config.testing,
    )
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(_Formatter(foreign_pre_chain=begin, processor=ending))
    root = logging.getLogger()
    root.handlers = [output]
    root.setLevel(config.log_level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def without_secrets(text: str) -> str:
    return SECRETS.sub(HIDDEN, text)


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Hides secrets in the finished line, wherever in it they came from."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
