"""The expert has everything that is stored of her, whatever tables come later."""

import json
import re

import pytest
from flask import get_template_attribute

from app.database import Base, transaction
from app.storage import own_data, tables
from app.storage.experts import Expert, ExpertTheme, Theme
from scheduling.kinds import Perspective
from tests import build
from tests.app.test_people_pages import the_expert_herself

# Tables that point at a person but hold what somebody did at work, or what is about others.
OTHERS = {
    "access_tokens",
    "approvers",
    "bank_batches",
    "bank_feedback",
    "disposals",
    "engine_switches",
    "export_maps",
    "figures",
    "ledger_accounts",
    "left_out_of_register",
    "own_income_types",
    "paying_accounts",
    "payroll_answers",
    "expert_requests",
    "fee_tables",
    "idempotency_keys",
    "imports",
    "offer_rounds",
    "payment_batches",
    "plans",
    "register_deliveries",
    "register_payers",
    "statement_runs",
    "travel_decisions",
}
COPIES = {"match_changes", "match_records"}  # of what is in the file, packed for matching
PEOPLE = ("experts", "persons", "users")


def tables_that_point_at_people():
    return {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in PEOPLE
    }


def test_every_table_with_a_person_is_in_the_file_or_said_to_be_about_others():
    assert tables_that_point_at_people() - set(own_data.HOLDS) - OTHERS == set()


@pytest.mark.parametrize(
    ("column", "elsewhere"),
    [("expert_id", COPIES), ("statement_id", {"documents"}), ("assignment_id", set())],
)
def test_every_table_of_an_expert_is_in_the_file(column, elsewhere):
    with_expert = {table.name for table in Base.metadata.tables.values() if column in table.columns}

    assert with_expert - set(own_data.HOLDS) == elsewhere


@pytest.mark.parametrize("table", own_data.HOLDS)
def test_the_page_has_a_name_for_every_table(app, table):
    with app.test_request_context():
        name = get_template_attribute("parts/own_data.html", "table_name")(table)

    assert name.strip() != table


def test_the_file_holds_what_was_written(app):
    expert, herself = the_expert_herself(app)
    occasion = build.an_occasion(build.a_brief())
    build.an_assignment(expert, occasion)
    stranger = build.an_expert(last_name="Vieras")

    answer = herself.get("/profile/data.json")

    told = json.loads(answer.text)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert told["experts"][0]["last_name"] == expert.last_name
    assert [len(told[name]) for name in ("assignments", "bookings", "users")] == [1, 1, 1]
    assert stranger.last_name not in answer.text


def test_the_file_names_the_themes(app):
    expert, herself = the_expert_herself(app)
    with transaction():
        mine, other = (tables.add(Theme(name=name)) for name in ("Vanhemmuus", "Asuminen"))
        tables.add(ExpertTheme(expert_id=expert.id, theme_id=mine.id, perspective=Perspective.OWN))

    told = herself.get("/profile/data.json").json["themes"]

    assert [row["name"] for row in told] == ["Vanhemmuus"]
    assert other.id not in [row["id"] for row in told]


def test_keys_of_the_lock_are_in_no_file(app):
    _, herself = the_expert_herself(app)

    told = herself.get("/profile/data.json").text

    assert not any(secret in told for secret in ("password", "fs_uniquifier", "argon2", "hash"))


def test_the_file_leaves_out_no_column_but_the_secret_ones(app):
    expert = build.an_expert()

    told = own_data.of_expert(expert)["experts"][0]

    columns = {column.name for column in Expert.__table__.columns}
    assert columns - set(told) == {"organisation_id", "version", "sort_key"}


def test_the_page_says_days_sums_and_codes_as_people_do(app):
    expert, herself = the_expert_herself(app)
    occasion = build.an_occasion(build.a_brief())
    build.an_assignment(expert, occasion, fee_cents=4050)

    shown = herself.get("/profile/data?lang=fi").text

    page = shown.split("<main", 1)[1]
    assert "40,50\xa0€" in page
    assert "klo" in page
    assert not re.search(r"20\d\d-\d\d|T\d\d:\d\d|\[&#39;|_cents|>planned<|>confirmed<|Range", page)
    assert not re.search(r"<dd>\s*[a-z_]+\s*</dd>", page)
