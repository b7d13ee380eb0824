"""What migrations teach the database to refuse by itself: functions, records, steps, lists."""

from collections.abc import Iterable, Mapping

from alembic import op


def refuse(rule: str, error: str = "check_violation") -> str:
    """For a trigger's function: refuses by the name that storage has registered a refusal for."""
    return f"raise exception using errcode = '{error}', constraint = '{rule}', message = '{rule}'"


def function(name: str, body: str, *, anew: bool = False) -> None:
    """For a trigger. anew: in place of the one there is."""
    create = "create or replace function" if anew else "create function"
    op.execute(f"{create} {name}() returns trigger language plpgsql as $${body}$$")


def look_at_the_end(name: str, *tables: str) -> None:
    """The function looks at each new row when its transaction ends."""
    for table in tables:
        op.execute(
            f"create constraint trigger {name} after insert on {table}"
            f" deferrable initially deferred for each row execute function {name}()"
        )


def keep(table: str, *, free: str = "{}", once: str = "{}") -> None:
    """Rows are only added, but `free` columns change and those of `once` are filled once."""
    op.execute(
        f"create trigger keep_money_record before update or delete on {table} for each row"
        f" execute function keep_money_record('{free}', '{once}')"
    )


def allow_steps(graphs: Mapping[str, Mapping[str, str]]) -> None:
    """Of each subject from each state to the states named after it."""
    rows = [
        f"('{subject}', '{before}', '{after}')"
        for subject, graph in graphs.items()
        for before, states in graph.items()
        for after in states.split()
    ]
    op.execute(f"insert into steps (subject, from_state, to_state) values {', '.join(rows)}")


def forget_steps(*subjects: str) -> None:
    for subject in subjects:
        op.execute(f"delete from steps where subject = '{subject}'")


def allow_only(table: str, column: str, values: Iterable[str], *, name: str) -> None:
    """In place of the list there is. name: of the check, without ck and the table."""
    check = op.f(f"ck_{table}_{name}")
    op.drop_constraint(check, table, type_="check")
    listed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(check, table, f"{column} in ({listed})")
