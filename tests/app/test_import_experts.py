"""A registry file becomes the registry: all of it or nothing, and once."""

import time
from datetime import date, timedelta

import pytest

from app.database import AlreadyThere, transaction
from app.now import now, today
from app.schemas.expert_import import read_file
from app.storage import experts, imports
from app.use_cases import import_experts
from tests import build

HEADER = (
    "Sukunimi;Etunimi;Sähköposti;Puhelin;Teemat;Koulutettu;Suostumuspäivä;Henkilönumero;Etänä\n"
)
MAIJA = "Mallikas;Maija;maija@example.fi;040 1234567;unettomuus (oma);1.2.2024;1.3.2024;1001;ei\n"
MATTI = "Meri;Matti;;050 1234567;unettomuus (läheinen), suru;;;1002;kyllä\n"


@pytest.fixture
def coordinator(app):
    return build.an_actor()


def bring(text, by):
    content = text.encode()
    found = read_file(content, import_experts.known(by.organisation_id))
    assert found.problems == []
    return import_experts.import_experts(content, "rekisteri.csv", found.rows, by=by)


def registry():
    return {expert.first_name: expert for expert in experts.whole_registry()}


def test_a_file_fills_an_empty_registry(coordinator):
    result = bring(HEADER + MAIJA + MATTI, coordinator)

    assert (result.rows, result.added, result.changed) == (2, 2, 0)
    maija = registry()["Maija"]
    assert (maija.name, maija.phone, maija.may_act_remotely) == (
        "Maija Mallikas",
        "+358401234567",
        False,
    )
    assert maija.responsible_id == coordinator.user_id
    assert [training.finished_on for training in maija.trainings] == [date(2024, 2, 1)]
    assert [consent.given_on for consent in maija.consents] == [date(2024, 3, 1)]
    assert [theme.theme.name for theme in maija.themes] == ["unettomuus"]
    assert sorted(theme.name for theme in experts.all_themes()) == ["suru", "unettomuus"]


def test_the_same_file_twice_changes_nothing(coordinator):
    bring(HEADER + MAIJA, coordinator)
    version = registry()["Maija"].version

    again = bring(HEADER + MAIJA, coordinator)

    assert (again.already, again.added, again.changed) == (True, 0, 0)
    assert registry()["Maija"].version == version


def test_the_same_people_in_another_file_are_not_added_again(coordinator):
    bring(HEADER + MAIJA, coordinator)

    result = bring(HEADER + MATTI + MAIJA, coordinator)

    assert (result.added, result.changed, result.unchanged) == (1, 0, 1)
    assert len(registry()["Maija"].trainings) == 1


def test_what_a_later_file_tells_anew_is_changed_and_the_rest_is_kept(coordinator):
    bring(HEADER + MAIJA, coordinator)

    result = bring("Nimi;Henkilönumero;Puhelin\nMaija Mallikas;1001;045 7654321\n", coordinator)

    maija = registry()["Maija"]
    assert (result.added, result.changed) == (0, 1)
    assert (maija.phone, maija.email) == ("+358457654321", "maija@example.fi")
    assert maija.may_act_remotely is False


def test_looking_first_stores_nothing(coordinator):
    found = read_file((HEADER + MAIJA).encode(), import_experts.known(coordinator.organisation_id))

    result = import_experts.preview(found.rows, by=coordinator)

    assert (result.added, registry()) == (1, {})


def test_somebody_stopped_is_left_alone(coordinator):
    bring(HEADER + MAIJA, coordinator)
    build.stop(registry()["Maija"])

    result = bring(HEADER + MAIJA.replace("1234567", "7654321"), coordinator)

    assert (result.left_alone, result.changed) == (1, 0)
    assert registry()["Maija"].phone == "+358401234567"


def test_a_file_that_fails_halfway_leaves_nothing(coordinator):
    found = read_file((HEADER + MAIJA + MATTI).encode(), import_experts.Known())
    twins = [found.rows[0], found.rows[0]]  # the database refuses the second payroll number

    with pytest.raises(AlreadyThere):
        import_experts.import_experts(b"x", "x.csv", twins, by=coordinator)

    assert registry() == {}
    assert experts.all_themes() == []


def test_the_content_of_a_file_is_kept_only_until_it_is_read_in(coordinator):
    content = (HEADER + MAIJA).encode()
    kept = import_experts.keep(content, "rekisteri.csv", 1, by=coordinator)
    assert imports.get(kept.id).content == content

    bring(HEADER + MAIJA, coordinator)

    assert imports.get(kept.id).content is None


def test_an_upload_that_nobody_confirms_is_forgotten_after_a_week(coordinator):
    kept = import_experts.keep(b"old", "vanha.csv", 1, by=coordinator)
    with transaction():
        imports.get(kept.id).uploaded_at = now() - timedelta(days=9)
    newer = import_experts.keep(b"new", "uusi.csv", 1, by=coordinator)

    import_experts.forget_uploads(today())

    assert imports.get(kept.id).content is None
    assert imports.get(newer.id).content == b"new"


def test_an_upload_waits_a_week_from_the_last_time_it_was_brought(coordinator):
    kept = import_experts.keep(b"same", "sama.csv", 1, by=coordinator)
    with transaction():
        imports.get(kept.id).uploaded_at = now() - timedelta(days=9)
    import_experts.keep(b"same", "sama.csv", 1, by=coordinator)

    import_experts.forget_uploads(today() + timedelta(days=6))
    assert imports.get(kept.id).content == b"same"
    import_experts.forget_uploads(today() + timedelta(days=8))
    assert imports.get(kept.id).content is None


def test_a_large_registry_is_read_in_within_seconds(coordinator):
    row = "Mallikas{0};Maija;m{0}@example.fi;;suru (oma);1.2.2024;1.3.2024;{0};kyllä\n"
    began = time.perf_counter()

    result = bring(HEADER + "".join(row.format(n) for n in range(2000)), coordinator)

    assert result.added == 2000
    assert time.perf_counter() - began < 40  # seconds; some six on a quiet machine
