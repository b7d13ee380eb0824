"""Commands for the people who run the service."""

from importlib import import_module

import click

from app.commands.refused import in_words

COMMANDS = {  # its name and where it stands; imported only when it is called
    "config": "app.commands.settings:config",
    "database": "app.commands.database:database",
    "db": "app.commands.migrations:db",
    "serve": "app.commands.serve:serve",
    "prepare": "app.commands.prepare:prepare",
    "web": "app.commands.web:web",
    "worker": "app.commands.worker:worker",
    "clock": "app.commands.clock:clock",
    "job": "app.commands.job:job",
    "demo": "app.commands.demo:demo",
    "plan": "app.commands.plan:plan",
    "statements": "app.commands.statements:statements",
    "payments": "app.commands.payments:payments",
    "report": "app.commands.report:report",
    "experts": "app.commands.experts:experts",
    "organisation": "app.commands.organisation:organisation",
    "admin": "app.commands.admin:admin",
    "token": "app.commands.token:token",
    "verify": "app.commands.verify:verify",
    "bench": "app.commands.bench:bench",
}


class Commands(click.Group):
    """Imports a command when it is called, and says a refusal in one sentence (exit code 1)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        with in_words():
            return super().invoke(ctx)


@click.group(cls=Commands)
@click.version_option(package_name="rinnalla", message="%(version)s")
def main() -> None:
    """Rinnalla: coordination and fees for experts by experience."""
