"""A refusal on the command line: one plain sentence on stderr and exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from app import errors
from app.config import BadSetting
from app.embedded import CannotStart
from app.language import in_language
from app.storage.own_role import UnsafeRole


class Refused(click.ClickException):
    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), err=True)


@contextmanager
def in_words() -> Iterator[None]:
    try:
        yield
    except (BadSetting, CannotStart, UnsafeRole) as refusal:
        raise Refused(str(refusal)) from None
    except tuple(errors.STATUS) as refusal:
        with in_language("en"):
            raise Refused(" ".join(errors.sentences(refusal))) from None
