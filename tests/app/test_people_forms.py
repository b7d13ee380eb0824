"""Forms of the people area: what is typed is kept, told how to mend, and stored once."""

import re

import pytest

from app.storage import (
    changes,
    contact_notes,
    experts,
    messages,
    registry,
    requests,
)
from app.storage.changes import Subject
from app.storage.messages import MessageState
from scheduling.kinds import Perspective
from tests import build
from tests.app.test_people_pages import the_expert_herself
from tests.sign_in import signed_in

CONTACT = {
    "first_name": "Åsa",
    "last_name": "Öhman-Äijälä",
    "email": "asa@esimerkki.fi",
    "phone": "040 123 4567",
    "municipality_code": "Vasa",
    "channel": "email",
    "language": "sv",
}
NEW = CONTACT | {"consent_on": "1.2.2026"}


@pytest.fixture
def coordinator(app):
    return signed_in(app)


def test_a_person_is_added_with_consent_to_the_notice_in_force(coordinator):
    answer = coordinator.post("/experts/new", data=NEW)

    expert = experts.get(int(answer.location.rsplit("/", 1)[1]))
    assert (expert.name, expert.phone, expert.municipality_code) == (
        "Åsa Öhman-Äijälä",
        "+358401234567",
        "905",
    )
    assert [consent.notice_version for consent in expert.consents] == ["1"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("first_name", ""),
        ("first_name", "x" * 101),
        ("last_name", "010190-900Y"),
        ("email", "ei osoite"),
        ("email", ""),
        ("phone", "puhelin"),
        ("municipality_code", "Atlantis"),
        ("channel", "kyyhky"),
        ("language", "de"),
        ("consent_on", "31.2.2026"),
        ("consent_on", "1.2.26"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_kept(coordinator, field, typed):
    answer = coordinator.post("/experts/new", data=NEW | {field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    kept = "Åsa" if field != "first_name" else "Öhman-Äijälä"
    assert kept in answer.text
    assert registry.page().total == 0


@pytest.mark.parametrize("channel", ["letter", "phone"])
def test_the_chosen_way_of_reaching_needs_its_address(coordinator, channel):
    answer = coordinator.post("/experts/new", data=NEW | {"channel": channel, "phone": ""})

    assert answer.status_code == 422


def test_a_form_without_its_version_changes_nothing(coordinator):
    expert = build.an_expert()

    answer = coordinator.post(f"/experts/{expert.id}/contact", data=CONTACT)

    assert answer.status_code == 409
    assert experts.get(expert.id).last_name == expert.last_name


def test_a_stale_tab_changes_nothing(coordinator):
    expert = build.an_expert()
    form = CONTACT | {"version": str(expert.version)}
    coordinator.post(f"/experts/{expert.id}/contact", data=form)

    answer = coordinator.post(f"/experts/{expert.id}/contact", data=form | {"last_name": "Toinen"})

    assert answer.status_code == 409
    assert experts.get(expert.id).last_name == "Öhman-Äijälä"


def test_names_are_found_in_any_order_of_words_and_sorted_as_finns_do(coordinator):
    for name in ("Öberg", "Ahola", "Äijälä", "Åberg"):
        build.an_expert(first_name="Aino", last_name=name)

    listed = coordinator.get("/experts/?name=AINO").text

    places = [listed.index(f"{name} Aino") for name in ("Ahola", "Åberg", "Äijälä", "Öberg")]
    assert places == sorted(places)
    assert "Öberg Aino" not in coordinator.get("/experts/?name=aino+äij").text


def test_the_registry_goes_on_page_by_page(app):
    for number in range(5):
        build.an_expert(last_name=f"Sama {number // 2}")

    first = registry.page(limit=2)
    second = registry.page(limit=2, after=first.next_after)
    third = registry.page(limit=2, after=second.next_after)

    seen = [each.id for page in (first, second, third) for each in page.experts]
    assert (len(seen), len(set(seen)), third.next_after) == (5, 5, None)


def test_a_theme_is_told_in_own_words_and_taken_away(coordinator):
    expert = build.an_expert()
    coordinator.post("/themes/", data={"name": "Suru", "name_sv": "Sorg"})
    theme = experts.all_themes()[0]
    form = {"theme_id": str(theme.id), "perspective": "parent", "own_words": "Lapsen kuolema"}

    coordinator.post(f"/experts/{expert.id}/theme", data=form)
    twice = coordinator.post(f"/experts/{expert.id}/theme", data=form)

    told = experts.get(expert.id).themes
    assert [(one.perspective, one.own_words) for one in told] == [
        (Perspective.PARENT, "Lapsen kuolema")
    ]
    assert twice.status_code == 422
    coordinator.post(f"/experts/{expert.id}/theme/{told[0].id}/remove")
    assert "Lapsen kuolema" not in coordinator.get(f"/experts/{expert.id}").text


def test_a_theme_of_another_person_is_not_taken_away(app):
    expert, herself = the_expert_herself(app)
    stranger, coordinator = build.an_expert(), signed_in(app)
    coordinator.post("/themes/", data={"name": "Suru"})
    form = {"theme_id": str(experts.all_themes()[0].id), "perspective": "own"}
    coordinator.post(f"/experts/{stranger.id}/theme", data=form)
    part = experts.get(stranger.id).themes[0]

    assert herself.post(f"/profile/theme/{part.id}/remove").status_code == 404


def test_support_time_is_counted_once(coordinator):
    expert = build.an_expert()
    note = {"day": "1.11.2026", "minutes": "1 h 30 min", "note": "Soitettiin"}

    coordinator.post(f"/experts/{expert.id}/notes", data=note)
    coordinator.post(f"/experts/{expert.id}/notes", data=note)

    assert [one.minutes for one in contact_notes.about_expert(expert.id)] == [90]


def test_stopping_asks_first(coordinator):
    expert = build.an_expert()

    unsure = coordinator.post(f"/experts/{expert.id}/stop", data={"reason": "illness"})

    assert unsure.status_code == 422
    assert experts.get(expert.id).stopped_at is None
    coordinator.post(f"/experts/{expert.id}/stop", data={"reason": "illness", "sure": "true"})
    assert experts.get(expert.id).stopped_at is not None
    coordinator.post(f"/experts/{expert.id}/resume")
    assert experts.get(expert.id).stopped_at is None


def test_an_expert_withdraws_by_herself_and_her_coordinator_hears(app):
    expert, herself = the_expert_herself(app)

    herself.post("/profile/withdraw", data={"sure": "true"})

    assert experts.get(expert.id).stop_reason == "withdrawal"
    told = messages.in_state(MessageState.QUEUED)
    assert [one.recipient for one in told] == [f"user:{expert.responsible_id}"]
    assert herself.get("/profile/data.json").status_code == 200


def test_an_expert_pauses_and_hides_by_herself(app):
    expert, herself = the_expert_herself(app)

    herself.post("/profile/pause", data={"until": "31.1.2099"})
    herself.post("/profile/hide", data={"hidden": "true"})

    mine = experts.get(expert.id)
    assert (str(mine.paused_until), mine.hidden_at is None) == ("2099-01-31", False)
    herself.post("/profile/pause", data={"until": ""})
    assert experts.get(expert.id).paused_until is None


def test_an_expert_cannot_change_what_payroll_knows(app):
    _, herself = the_expert_herself(app)

    assert herself.post("/profile/payroll", data={"payroll_number": "1"}).status_code == 404
    answer = herself.post("/profile/contact", data=CONTACT | {"payroll_number": "1"})
    assert answer.status_code == 422


def test_a_lone_coordinator_hears_that_there_is_no_successor(app):
    alone = signed_in(app)
    nobody = "There is no other coordinator"

    assert nobody in alone.get("/hand-over/?lang=en").text
    build.a_user()
    assert nobody not in alone.get("/hand-over/?lang=en").text


def test_everything_moves_to_the_successor(app):
    leaver, successor = build.a_user(), build.a_user()
    mine = build.an_expert(responsible_id=leaver.id, deputy_id=successor.id)
    asked = build.a_brief(responsible_id=leaver.id)
    coordinator = signed_in(app)
    form = {"from_id": str(leaver.id), "to_id": str(successor.id)}

    shown = coordinator.post("/hand-over/preview?lang=en", data=form)
    coordinator.post("/hand-over/", data=form)

    assert "1 experts and 1 requests" in shown.text
    moved = experts.get(mine.id)
    assert (moved.responsible_id, moved.deputy_id) == (successor.id, None)
    assert requests.get(asked.id).responsible_id == successor.id
    assert changes.of(Subject.EXPERT, mine.id)[-1].became == "handed_over"


def test_nothing_moves_to_oneself(coordinator):
    me = str(build.a_user().id)

    answer = coordinator.post("/hand-over/preview", data={"from_id": me, "to_id": me})

    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/experts/new", "/requests/new", "/units/new"])
def test_what_needs_mending_is_told_in_the_order_of_the_page(coordinator, path):
    shown = coordinator.post(path, data={}).text

    summary, fields = shown.split('id="errors"', 1)[1].split("</ul>", 1)
    names = re.findall(r'href="#([\w-]+)"', summary)
    assert len(names) > 1
    assert names == sorted(names, key=lambda name: fields.index(f'id="{name}"'))
