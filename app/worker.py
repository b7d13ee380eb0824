"""Does the jobs of the queue; the only place that knows which job is which use case."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import procrastinate
from flask import Flask

from app.config import for_psycopg
from app.database import acting_in
from app.gateways.printer import printer
from app.use_cases import (
    after_run,
    answer_once,
    ask_next,
    chase_outcome,
    erase_profiles,
    expire_offers,
    forget_payouts,
    forget_words,
    import_experts,
    keep_receipts,
    make_plan,
    mark_done,
    pack_match_records,
    print_statement,
    remind_of_coming,
    remind_of_hours,
    remind_of_register,
    send_messages,
    share_seats,
    shut_links,
    tell_of_agreement,
    tell_outcome,
)

# Planned jobs, by their name in scheduling.timetable: once for each organisation.
JOBS: dict[str, Callable[[date], object]] = {
    "share_seats": share_seats.share_due_seats,
    "expire_offers": expire_offers.expire_offers,
    "remind_of_coming": remind_of_coming.remind_of_coming,
    "remind_of_hours": remind_of_hours.remind_of_hours,
    "remind_of_register": remind_of_register.remind_of_register,
    "mark_past_requests": mark_done.mark_past_ones,
    "close_answered_requests": tell_outcome.close_answered,
    "chase_outcomes": chase_outcome.chase_due_outcomes,
    "shut_links": shut_links.shut_links,
    "forget_answers": answer_once.forget_answers,
    "forget_words": forget_words.forget_words,
    "forget_matters": forget_words.forget_matters,
    "forget_staff": forget_words.forget_staff,
    "forget_payouts": forget_payouts.forget_payouts,
    "pack_match_records": pack_match_records.pack_waiting,
    "expire_receipts": keep_receipts.expire_receipts,
    "erase_profiles": erase_profiles.erase_profiles,
    "forget_uploads": import_experts.forget_uploads,
}
# What use cases ask for by `app.gateways.queue.later`, with the ids given there.
TASKS: dict[str, Callable[..., object]] = {
    "invite_next": ask_next.invite_next,
    "print_statement": print_statement.print_statement,
    "print_statements": after_run.print_statements,
    "share_seats_of": share_seats.share_seats,
    "tell_of_agreement": tell_of_agreement.tell_of_agreement,
    "tell_of_held": after_run.tell_of_held,
    "tell_of_statements": after_run.tell_of_statements,
    "work_out_plan": make_plan.work_out_plan,
    "send_message": send_messages.send_message,
}

# Tries again after 3, 9, 27 … seconds, about an hour in all.
RETRY = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=3)
AT_ONCE, MOST_AT_ONCE = 2, 4
SECONDS_TO_FINISH = 10


def work(app: Flask) -> None:
    """Until SIGTERM or SIGINT; what is being done then is finished or given back."""
    printers = app.config["SETTINGS"].printers
    printer.widen(printers)
    build(app).run_worker(
        concurrency=max(AT_ONCE, printers),
        shutdown_graceful_timeout=SECONDS_TO_FINISH,
        delete_jobs="never",
    )


def build(app: Flask) -> procrastinate.App:
    address = for_psycopg(app.config["SQLALCHEMY_DATABASE_URI"])
    connector = procrastinate.PsycopgConnector(
        conninfo=address, min_size=1, max_size=MOST_AT_ONCE + 1
    )
    queue = procrastinate.App(connector=connector)
    for name, function in (_by_day(JOBS) | TASKS).items():
        queue.task(name=name, retry=RETRY)(_in_organisation(app, function))
    return queue


def run_job(app: Flask, name: str, organisation_id: int, day: date) -> None:
    """A planned job by hand, at once."""
    _in_organisation(app, partial(JOBS[name], day))(organisation_id=organisation_id)


def _by_day(jobs: dict[str, Callable[[date], object]]) -> dict[str, Callable[..., object]]:
    def reading(function: Callable[[date], object]) -> Callable[..., object]:
        return lambda day: function(date.fromisoformat(day))

    return {name: reading(function) for name, function in jobs.items()}


def _in_organisation(app: Flask, function: Callable[..., object]) -> Callable[..., None]:
    def run(*, organisation_id: int, **arguments: Any) -> None:
        with app.app_context(), acting_in(organisation_id):
            function(**arguments)

    return run
