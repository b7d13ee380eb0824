"""`rinnalla web`: answers requests."""

import multiprocessing
import os
import signal
import sys

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.commands.application import serving
from app.commands.port import HOST, wait_for_free_port
from app.commands.service import settings
from app.commands.supervision import end_with_parent
from app.config import Config


@click.command()
def web() -> None:
    """Answer web requests on 127.0.0.1:$PORT."""
    config = settings()
    wait_for_free_port(config.port)
    answer("app.commands.web:in_a_web_process", config, factory=True)


def answer(target: str, config: Config, *, factory: bool = False) -> None:
    """Serve the application at `target`, or the one it makes."""
    Granian(
        target,
        factory=factory,
        interface=Interfaces.WSGI,
        address=HOST,
        port=config.port,
        workers=config.web_workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    ).serve()


def in_a_web_process() -> Flask:
    """Without this, a killed server would leave its processes answering with old code."""
    end_with_parent(signal.SIGKILL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent's handler would swallow it here
    parent = multiprocessing.parent_process()
    if parent and parent.pid != os.getppid():
        sys.exit(1)
    return serving()
