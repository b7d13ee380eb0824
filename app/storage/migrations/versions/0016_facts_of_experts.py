"""What matching asks of a person, what she keeps out of, and a ceiling only she can read."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.policies import CHOSEN, protect

revision = "0016"
down_revision = "0015"

KINDS = [
    "talk",
    "training",
    "group",
    "co_work",
    "development",
    "assess",
    "panel_meeting",
    "comment_task",
]
LEVELS = ["training", "client_work", "operating_model", "evaluation", "official_group"]
NEEDS = [
    "no_stairs",
    "breaks",
    "pair",
    "written_before",
    "quiet_place",
    "interpreter",
    "hearing",
    "sight",
    "lift_there",
    "call_after",
]
WEEK = [f"{day}-{part}" for day in range(7) for part in ("morning", "afternoon", "evening")]
LISTS = {
    "basic_languages": None,
    "native_languages": None,
    "levels": LEVELS,
    "good_at": KINDS,
    "learns": KINDS,
    "available": WEEK,
    "support_ticks": NEEDS,
}
OF_EXPERTS = {
    "good_at_words": sa.Text,
    "learns_words": sa.Text,
    "own_group": sa.Text,
    "wished_minutes_a_month": sa.BigInteger,
    "guardian_latest_minute": sa.BigInteger,
    "guardian_day_minutes": sa.BigInteger,
}
CHECKS = {
    "levels_are_of_spoken_languages": "basic_languages <@ languages"
    " and native_languages <@ languages and not basic_languages && native_languages",
    "wish_sensible": "wished_minutes_a_month between 1 and 12000",
    "guardian_latest_in_day": "guardian_latest_minute between 1 and 1440",
    "guardian_minutes_in_day": "guardian_day_minutes between 1 and 1440",
}
AGE_BANDS = ("under_18", "18_29", "30_44", "45_64", "65_or_more")

HERSELF = "(select nullif(current_setting('app.expert_id', true), '')::bigint)"
# Compares and tells whose it is; the figure stays here.
OVER = f"""
create function over_own_ceiling(expert_ids bigint[], sums bigint[])
returns table (expert_id bigint) language sql stable security definer
set search_path = public, pg_temp as $$
  select ceiling.expert_id
  from unnest(expert_ids, sums) as foreseen (expert_id, cents)
  join income_ceilings as ceiling
    on ceiling.expert_id = foreseen.expert_id and ceiling.organisation_id = {CHOSEN}
  where foreseen.cents > ceiling.cents
$$"""


def upgrade() -> None:
    _organisations()
    _experts()
    _requests()
    _boundaries()
    _record_checks()
    _ceilings()


def downgrade() -> None:
    op.execute("drop function over_own_ceiling")
    for table in ("income_ceilings", "record_checks", "times_away", "own_units", "boundaries"):
        op.drop_table(table)
    for name in ("fluency_is_known", "level"):
        op.drop_constraint(op.f(f"ck_expert_requests_{name}"), "expert_requests", type_="check")
    for name in ("continues_id", "needs_training", "with_minors", "level", "fluency"):
        op.drop_column("expert_requests", name)
    for name in (*CHECKS, "ageband", *(f"{each}_are_known" for each in LISTS if LISTS[each])):
        op.drop_constraint(op.f(f"ck_experts_{name}"), "experts", type_="check")
    for name in (*LISTS, *OF_EXPERTS, "age_band"):
        op.drop_column("experts", name)
    for name in ("agreement_signed_anew", "agreement_text", "agreement_version"):
        op.drop_column("organisations", name)


def _organisations() -> None:
    _add("organisations", sa.Column("agreement_version", sa.Text(), nullable=False), "1")
    op.add_column("organisations", sa.Column("agreement_text", sa.Text(), nullable=True))
    _add("organisations", sa.Column("agreement_signed_anew", sa.Boolean(), nullable=False), "false")


def _experts() -> None:
    for name in LISTS:
        _add("experts", sa.Column(name, sa.ARRAY(sa.Text()), nullable=False), "{}")
    for name, kind in OF_EXPERTS.items():
        op.add_column("experts", sa.Column(name, kind(), nullable=True))
    op.add_column("experts", sa.Column("age_band", sa.String(40), nullable=True))
    _check("experts", "ageband", _among("age_band", AGE_BANDS))
    for name, rule in CHECKS.items():
        _check("experts", name, rule)
    for name, known in LISTS.items():
        if known:
            words = ", ".join(f"'{each}'" for each in known)
            _check("experts", f"{name}_are_known", f"{name} <@ array[{words}]::text[]")


def _requests() -> None:
    _add("expert_requests", sa.Column("fluency", sa.Text(), nullable=False), "good")
    _check("expert_requests", "fluency_is_known", _among("fluency", ("basic", "good", "native")))
    op.add_column("expert_requests", sa.Column("level", sa.String(40), nullable=True))
    _check("expert_requests", "level", _among("level", LEVELS))
    for name in ("with_minors", "needs_training"):
        _add("expert_requests", sa.Column(name, sa.Boolean(), nullable=False), "false")
    op.add_column("expert_requests", sa.Column("continues_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_expert_requests_organisation_id_continues_id"),
        "expert_requests",
        "expert_requests",
        ["organisation_id", "continues_id"],
        ["organisation_id", "id"],
    )


def _boundaries() -> None:
    _table(
        "boundaries",
        sa.Column("theme_id", sa.BigInteger(), nullable=True),
        sa.Column("municipality_code", sa.Text(), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        _belongs("boundaries", "themes", "theme_id"),
        _belongs("boundaries", "units", "unit_id"),
        sa.CheckConstraint(
            "num_nonnulls(theme_id, municipality_code, unit_id) = 1",
            name=op.f("ck_boundaries_of_one_thing"),
        ),
        sa.UniqueConstraint(
            "organisation_id",
            "expert_id",
            "theme_id",
            "municipality_code",
            "unit_id",
            name=op.f("uq_boundaries_each_once"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    _table(
        "own_units",
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        _belongs("own_units", "units", "unit_id"),
        sa.UniqueConstraint(
            "organisation_id",
            "expert_id",
            "unit_id",
            name=op.f("uq_own_units_organisation_id_expert_id_unit_id"),
        ),
    )
    _table(
        "times_away",
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_times_away_ends_after_it_begins")),
    )
    _index("times_away")


def _record_checks() -> None:
    _table(
        "record_checks",
        sa.Column("extract_on", sa.Date(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["users.id"], name=op.f("fk_record_checks_checked_by")
        ),
        sa.CheckConstraint(
            "checked_on >= extract_on", name=op.f("ck_record_checks_checked_after_the_extract")
        ),
    )
    _index("record_checks")


def _ceilings() -> None:
    _table(
        "income_ceilings",
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "cents between 1 and 100000000", name=op.f("ck_income_ceilings_a_sensible_sum")
        ),
        sa.UniqueConstraint(
            "organisation_id",
            "expert_id",
            name=op.f("uq_income_ceilings_organisation_id_expert_id"),
        ),
    )
    op.execute(
        "create policy herself on income_ceilings as restrictive"
        f" using (expert_id = {HERSELF}) with check (expert_id = {HERSELF})"
    )
    op.execute(OVER)


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    """A part of a person's profile, seen in her organisation only."""
    op.create_table(
        name,
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        *parts,
        _belongs(name, "experts", "expert_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"fk_{name}_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{name}")),
    )
    protect(name)


def _belongs(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        [f"{other}.organisation_id", f"{other}.id"],
        name=op.f(f"fk_{table}_organisation_id_{column}"),
    )


def _index(table: str) -> None:
    op.create_index(
        op.f(f"ix_{table}_organisation_id_expert_id"), table, ["organisation_id", "expert_id"]
    )


def _add(table: str, column: sa.Column, value: str) -> None:
    """A column that every row has from now on, starting as `value`."""
    column.server_default = sa.DefaultClause(value)
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def _check(table: str, name: str, rule: str) -> None:
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)


def _among(column: str, words: tuple[str, ...] | list[str]) -> str:
    listed = ", ".join(f"'{each}'" for each in words)
    return f"{column} in ({listed})"
