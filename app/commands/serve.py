"""`rinnalla serve`: the whole service in one command."""

import json
import subprocess
import urllib.request

import click

from app.commands.port import HOST, wait_for_free_port
from app.commands.refused import Refused
from app.commands.service import database, settings
from app.commands.supervision import Child, interrupt_once, keep_up, start
from app.config import Config
from app.embedded import CannotStart, Server

SECONDS_TO_ANSWER = 1
SignIn = tuple[str, str, str]  # role, e-mail address or link, password


@click.command()
def serve() -> None:
    """Start database, migrations, web, worker and clock; Ctrl-C stops them all."""
    interrupt_once()
    config = settings()
    try:
        wait_for_free_port(config.port)
        with database(config) as server:
            watch = _Watch(config, server, _prepared())
            keep_up(_children(config), also=watch.look)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


def _prepared() -> list[SignIn]:
    """In a process of its own, so that this one stays small for as long as the service runs."""
    process = start("prepare", stdout=subprocess.PIPE)
    try:
        output, _ = process.communicate()
    finally:
        process.kill()
    if process.returncode:
        raise Refused("The database could not be brought up to date; the reason is above.")
    sign_ins: list[SignIn] = json.loads(output)
    return sign_ins


def _children(config: Config) -> list[Child]:
    return [Child("web"), *[Child("worker") for _ in range(config.job_workers)], Child("clock")]


class _Watch:
    """Tells the address once the service answers, and brings a fallen database back."""

    def __init__(self, config: Config, server: Server | None, sign_ins: list[SignIn]) -> None:
        self._config = config
        self._server = server
        self._sign_ins = sign_ins
        self._announced = False

    def look(self) -> None:
        if self._server and not self._server.alive():
            self._bring_back(self._server)
        if not self._announced and self._answers():
            self._announced = True
            self._announce()

    def _bring_back(self, server: Server) -> None:
        try:
            server.start()
        except CannotStart as refusal:
            click.echo(str(refusal), err=True)

    def _answers(self) -> bool:
        address = f"http://{HOST}:{self._config.port}/healthz"
        try:
            with urllib.request.urlopen(address, timeout=SECONDS_TO_ANSWER) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _announce(self) -> None:
        click.echo(f"Rinnalla answers at {self._config.base_url}")
        if self._sign_ins:
            click.echo("Demo sign-ins (made-up people):")
        for role, email, password in self._sign_ins:
            click.echo(f"  {role:12} {email:36} {password}")
        click.echo("Ctrl-C stops everything.")
