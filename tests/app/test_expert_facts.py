"""What a person tells of herself reaches the rules, and what is hers alone reaches nobody."""

import json
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import acting_in, current_organisation, db, transaction
from app.storage import (
    boundaries,
    candidates,
    changes,
    experts,
    income_ceilings,
    record_checks,
    tables,
)
from app.storage.boundaries import Boundary, OwnUnit, TimeAway
from app.storage.changes import Subject
from app.storage.experts import Theme, Training
from app.storage.income_ceilings import IncomeCeiling
from app.storage.organisations import Organisation, OrganisationKind
from app.storage.record_checks import RecordCheck
from app.use_cases.edit_expert import NotChecked, add_part
from app.use_cases.set_own_ceiling import set_ceiling
from scheduling.availability import DaySpan, Validity
from scheduling.kinds import DayPart, Fluency, Level, OnBehalf, RequestKind
from tests import build
from tests.app.test_people_pages import the_expert_herself
from tests.sign_in import caller, signed_in

CANARY = 47_11  # euros and cents that must be seen nowhere


def facts_of(expert):
    [facts] = candidates.facts_of_experts(only=[expert.id])
    return facts


def changed(organisation_id, **values):
    with transaction():
        organisation = db.session.get(Organisation, organisation_id)
        for name, value in values.items():
            setattr(organisation, name, value)


@pytest.fixture
def coordinator(app):
    return signed_in(app)


def test_every_fact_that_is_stored_reaches_the_rules(app):
    expert = build.a_candidate(
        languages=["fi", "sv", "en"],
        basic_languages=["en"],
        native_languages=["sv"],
        levels=["evaluation"],
        learns=["talk"],
        available=["0-morning", "6-evening"],
        wished_minutes_a_month=600,
    )
    unit, day = build.a_unit(), date(2026, 12, 24)
    with transaction():
        theme = tables.add(Theme(name="Päihteet"))
        for part in (
            Boundary(theme_id=theme.id),
            Boundary(municipality_code="905"),
            Boundary(unit_id=unit.id),
            OwnUnit(unit_id=unit.id),
            TimeAway(first_on=day, last_on=day),
            Training(name="Peruskurssi", finished_on=date(2026, 1, 1), valid_until=day),
            RecordCheck(extract_on=day, checked_on=day, checked_by=expert.responsible_id),
        ):
            part.expert_id = expert.id
            tables.add(part)
    build.an_assignment(expert, build.an_occasion(build.a_brief()))

    facts = facts_of(expert)

    assert facts.languages == {"fi": Fluency.GOOD, "en": Fluency.BASIC, "sv": Fluency.NATIVE}
    assert facts.levels == {Level.EVALUATION}
    assert facts.learns == {RequestKind.TALK}
    assert facts.available == {(0, DayPart.MORNING), (6, DayPart.EVENING)}
    assert (facts.avoids_themes, facts.avoids_municipalities) == ({theme.id}, {"905"})
    assert facts.avoids_units == facts.own_units == {unit.id}
    assert facts.blocked == (DaySpan(day, day),)
    assert facts.trainings == (Validity(date(2026, 1, 1), day),)
    assert facts.record_checked_on == day
    assert facts.promised == {date(2026, 12, 1): 120}


def test_a_request_tells_its_level_fluency_and_children(app):
    earlier = build.a_brief()
    came = build.an_expert()
    build.an_assignment(came, build.an_occasion(earlier), state="done")
    request = build.a_brief(
        level=Level.OFFICIAL_GROUP, fluency="native", with_minors=True, continues_id=earlier.id
    )

    facts = candidates.facts_of_request(request)

    assert (facts.level, facts.fluency) == (Level.OFFICIAL_GROUP, Fluency.NATIVE)
    assert (facts.with_minors, facts.checks_records) == (True, True)
    assert facts.continues == {came.id}
    assert candidates.facts_of_request(earlier).level is Level.TRAINING


def test_a_new_text_is_to_be_signed_only_where_the_organisation_says_so(app):
    expert = build.a_candidate()

    changed(current_organisation(), agreement_version="2")
    assert facts_of(expert).agreement_is_current

    changed(current_organisation(), agreement_signed_anew=True)
    assert not facts_of(expert).agreement_is_current


def test_she_accepts_the_new_text_once(app):
    expert, herself = the_expert_herself(app)
    changed(current_organisation(), agreement_version="2", agreement_text="Sovimme näin.")

    assert "Sovimme näin." in herself.get("/profile/agreement").text
    for _ in range(2):
        herself.post("/profile/agreement")

    assert [one.text_version for one in experts.get(expert.id).agreements] == ["2"]


def test_the_same_own_unit_twice_is_told_at_the_form(app):
    expert, herself = the_expert_herself(app)
    chosen = {"unit_id": build.a_unit().id}
    herself.post("/profile/own_unit", data=chosen)

    answer = herself.post("/profile/own_unit", data=chosen)

    assert answer.status_code == 422
    assert "Tämä on jo luettelossa." in answer.text
    assert len(boundaries.own_units_of(expert.id)) == 1


def test_the_coordinator_writes_down_what_was_said_by_phone(app, coordinator):
    expert = build.an_expert()
    unit = build.a_unit()

    coordinator.post(f"/experts/{expert.id}/own_unit", data={"unit_id": unit.id, "how": "phone"})
    coordinator.post(
        f"/experts/{expert.id}/languages",
        data={"spoken": ["fi-native", "sv-basic"], "how": "met", "version": expert.version},
    )

    assert [each.unit_id for each in boundaries.own_units_of(expert.id)] == [unit.id]
    assert experts.get(expert.id).native_languages == ["fi"]
    ways = {change.became: change.on_behalf_how for change in _history(expert)}
    assert (ways["own_unit_added"], ways["changed"]) == (OnBehalf.PHONE, OnBehalf.MET)


def test_several_boundaries_are_told_at_once_and_taken_away_one_by_one(app):
    expert, herself = the_expert_herself(app)
    unit = build.a_unit()

    herself.post("/profile/boundary", data={"municipality_code": "Vaasa", "unit_id": unit.id})
    first, second = boundaries.of_expert(expert.id)
    herself.post(f"/profile/boundary/{first.id}/remove")

    assert [each.id for each in boundaries.of_expert(expert.id)] == [second.id]


def test_her_week_is_kept_as_she_ticks_it(app):
    expert, herself = the_expert_herself(app)
    ticked = ["0-morning", "2-evening"]

    herself.post(
        "/profile/times",
        data={
            "available": ticked,
            "wished_minutes_a_month": "10 h",
            "version": expert.version,
        },
    )

    stored = experts.get(expert.id)
    assert (stored.available, stored.wished_minutes_a_month, stored.rest_minutes) == (
        ticked,
        600,
        0,
    )


@pytest.mark.parametrize(
    "sent",
    [
        {"attachment": "ote.pdf"},
        {"result": "ei merkintöjä"},
    ],
)
def test_nothing_but_two_dates_is_taken_of_an_extract(app, sent):
    expert = build.an_expert()
    client = caller(app, Role.COORDINATOR)

    refused = client.post(
        f"/api/v1/experts/{expert.id}/record-checks", json={"extract_on": "2026-11-01"} | sent
    )

    assert refused.status_code == 422
    assert refused.json["errors"][0]["code"] == "only_the_dates"
    assert record_checks.of_expert(expert.id) == []


def test_a_file_is_refused_in_plain_words(app, coordinator):
    expert = build.an_expert()

    refused = coordinator.post(
        f"/experts/{expert.id}/check",
        data={"extract_on": "1.11.2026", "ote": (BytesIO(b"%PDF"), "ote.pdf")},
    )

    assert refused.status_code == 422
    assert "tallennetaan" in refused.text
    assert record_checks.of_expert(expert.id) == []


def test_an_extract_that_was_seen_is_noted(app, coordinator):
    expert = build.an_expert()

    coordinator.post(f"/experts/{expert.id}/check", data={"extract_on": "1.11.2026"})

    [check] = record_checks.of_expert(expert.id)
    assert check.extract_on == date(2026, 11, 1)


def test_an_association_never_checks_its_own_people(app, coordinator):
    expert = build.an_expert()
    changed(current_organisation(), kind=OrganisationKind.NGO)

    assert f"/experts/{expert.id}/check" not in coordinator.get(f"/experts/{expert.id}").text
    assert coordinator.get(f"/experts/{expert.id}/check").status_code == 404
    coordinating, day = build.an_actor(), date(2026, 11, 1)
    with pytest.raises(NotChecked):
        add_part(expert.id, "check", by=coordinating, extract_on=day, checked_on=day)


def test_an_expert_writes_no_check_and_no_agreement_of_her_own(app):
    expert = build.an_expert()
    client = caller(app, Role.EXPERT, user=build.a_user(Role.EXPERT, person_id=expert.person_id))

    refused = client.post(
        f"/api/v1/experts/{expert.id}/record-checks", json={"extract_on": "2026-11-01"}
    )

    assert refused.status_code == 403


def with_a_ceiling(app):
    expert, herself = the_expert_herself(app)
    herself.post("/profile/ceiling", data={"cents": "47,11"})
    return expert, herself


def test_she_sees_and_changes_her_own_ceiling(app):
    expert, herself = with_a_ceiling(app)

    assert "47,11" in herself.get("/profile/").text
    assert "47,11" in herself.get("/profile/ceiling").text
    told = json.loads(herself.get("/profile/data.json").text)
    assert [row["cents"] for row in told["income_ceilings"]] == [CANARY]

    herself.post("/profile/ceiling", data={"cents": ""})
    with acting_in(current_organisation(), expert.id):
        assert income_ceilings.find_own(expert.id) is None


def test_nobody_else_reads_her_ceiling(app):
    expert, _ = with_a_ceiling(app)
    other = build.an_expert()

    assert db.session.scalar(text("select count(*) from income_ceilings")) == 0
    with acting_in(current_organisation(), other.id):
        assert db.session.scalar(text("select count(*) from income_ceilings")) == 0
    coordinator = signed_in(app)
    for path in ("", "/data", "/data.json", "/notes"):
        page = coordinator.get(f"/experts/{expert.id}{path}").text
        assert "47,11" not in page
        assert "4711" not in page
    assert (
        caller(app, Role.COORDINATOR).get(f"/api/v1/experts/{expert.id}/own-ceiling").status_code
        == 403
    )


def test_nobody_else_writes_her_ceiling(app):
    expert, stranger = build.an_expert(), build.an_expert()
    by = build.an_actor(Role.EXPERT)
    hers = type(by)(**(vars(by) | {"expert_id": expert.id}))

    with (
        acting_in(current_organisation(), stranger.id),
        pytest.raises(Exception, match="row-level security"),
    ):
        set_ceiling(by=hers, cents=CANARY)


def test_her_ceiling_stands_in_one_place_only(app):
    expert = build.an_expert()
    user = build.a_user(Role.EXPERT, person_id=expert.person_id)
    person = caller(app, Role.EXPERT, user=user)
    address = f"/api/v1/experts/{expert.id}/own-ceiling"
    key = {"Idempotency-Key": "oma-raja"}

    assert person.post(address, json={"cents": CANARY}, headers=key).status_code == 200
    assert person.post(address, json={}).status_code == 422
    assert person.get(address).json == {"cents": CANARY}
    kept = "select count(*) from idempotency_keys where convert_from(body, 'utf8') like '%4711%'"
    assert db.session.scalar(text(kept)) == 0


def test_others_learn_only_that_a_sum_goes_over(app):
    expert, _ = with_a_ceiling(app)
    free = build.an_expert()

    assert income_ceilings.over({expert.id: CANARY + 1, free.id: 10**9}) == {expert.id}
    assert income_ceilings.over({expert.id: 20_00}) == set()
    assert income_ceilings.having_one([expert.id, free.id]) == {expert.id}


@pytest.mark.parametrize(
    ("cents", "told"), [(1, 1), (99, 50), (20_00, 20_00), (49_99, 20_00), (300_00, 200_00)]
)
def test_whoever_asks_again_and_again_finds_a_step_and_not_the_ceiling(app, cents, told):
    expert = build.an_expert()
    with acting_in(current_organisation(), expert.id), transaction():
        tables.add(IncomeCeiling(expert_id=expert.id, cents=cents))

    over = {each: income_ceilings.over({expert.id: each}) for each in (told, told + 1, cents + 1)}
    assert over == {told: set(), told + 1: {expert.id}, cents + 1: {expert.id}}


def test_a_language_that_is_not_spoken_has_no_level(app):
    expert = build.an_expert(languages=["fi", "sv"], native_languages=["sv"])
    client = caller(app, Role.COORDINATOR)

    shorter = client.patch(f"/api/v1/experts/{expert.id}", json={"languages": ["fi"], "version": 1})
    unspoken = client.patch(f"/api/v1/experts/{expert.id}", json={"native_languages": ["en"]})

    assert shorter.json["native_languages"] == []
    assert (unspoken.status_code, unspoken.json["errors"][0]["code"]) == (422, "not_spoken")


def _history(expert):
    return changes.of(Subject.EXPERT, expert.id)


def test_a_boundary_of_nothing_is_refused(app):
    expert = build.an_expert()

    answer = caller(app, Role.COORDINATOR).post(
        f"/api/v1/experts/{expert.id}/boundaries", json={"how": "phone"}
    )

    assert answer.status_code == 422
    assert answer.json["errors"][0]["code"] == "nothing_chosen"
