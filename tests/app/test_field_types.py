"""Every field takes what people write and refuses the rest with a rule and a mend."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from app.language import in_language
from app.schemas import Schema, by_field, load_form, problems
from app.schemas import types as field_types
from app.schemas.types import (
    Cents,
    Day,
    Flag,
    Input,
    Many,
    Part,
    Reason,
    Text,
    Whole,
    local_moment,
    typed_by_hand,
)
from tests.app.input_catalogue import ACCEPTED, REFUSED, REFUSED_IN_JSON

LONGEST_SENTENCE = 200


def cases(catalogue):
    return [
        pytest.param(field, *(case if isinstance(case, tuple) else (case,)), id=_name(field, case))
        for field, found in catalogue.items()
        for case in found
    ]


def _name(field, case):
    return f"{type(field).__name__}-{ascii(case)[:40]}"


@pytest.mark.parametrize(("field", "typed", "meant"), cases(ACCEPTED))
def test_what_people_write_is_understood(field, typed, meant):
    with typed_by_hand():
        assert field.deserialize(typed) == meant


@pytest.mark.parametrize(("field", "typed", "code"), cases(REFUSED))
def test_what_cannot_be_meant_is_refused_with_its_rule(field, typed, code):
    with typed_by_hand(), pytest.raises(ValidationError) as refused:
        field.deserialize(typed)

    assert [why.code for why in refused.value.messages] == [code]


@pytest.mark.parametrize(("field", "sent"), cases(REFUSED_IN_JSON))
def test_json_takes_no_text_for_numbers_and_no_numbers_for_text(field, sent):
    with pytest.raises(ValidationError):
        field.deserialize(sent)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(("field", "typed", "code"), cases(REFUSED))
def test_a_reason_is_short_has_a_mend_and_never_repeats_the_input(field, typed, code, language):
    with in_language(language), typed_by_hand(), pytest.raises(ValidationError) as refused:
        field.deserialize(typed)

    for why in refused.value.messages:
        assert isinstance(why, Reason)
        assert 0 < len(why) <= LONGEST_SENTENCE
        assert "%(" not in why
        assert not (isinstance(typed, str) and len(typed) > 12 and typed in why)


def test_every_field_type_has_its_bad_inputs():
    offered = {getattr(field_types, name) for name in field_types.__all__}
    fields = {each for each in offered if isinstance(each, type) and issubclass(each, Input)}

    assert fields - {type(field) for field in REFUSED} - {Input, Part, Whole} == set()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.integers() | st.floats() | st.none() | st.binary(max_size=9))
def test_nothing_typed_ever_breaks_a_field(typed):
    for field in REFUSED:
        try:
            with typed_by_hand():
                field.deserialize(typed)
        except ValidationError:
            pass


@given(st.integers(0, 10_000_000))
def test_a_sum_shown_is_the_sum_read(cents):
    with typed_by_hand():
        assert Cents().deserialize(Cents().shown(cents)) == cents


class Row(Schema):
    day = Day(required=True)


class Form(Schema):
    name = Text(required=True)
    price_cents = Cents(allow_none=True)
    agreed = Flag()
    days = Many(Part(Row), least=1)


def test_a_form_is_read_as_it_is_typed():
    form = {
        "csrf_token": "x",
        "name": " Maija ",
        "price_cents": "",
        "days-0-day": "1.4.2026",
        "days-1-day": "",
    }

    assert load_form(Form(), form) == {
        "name": "Maija",
        "price_cents": None,
        "agreed": False,
        "days": [{"day": date(2026, 4, 1)}],
    }


def test_each_wrong_input_is_told_under_its_own_name():
    form = {"name": " ", "price_cents": "x", "role": "admin", "days-0-day": "31.4.2026"}

    with pytest.raises(ValidationError) as refused:
        load_form(Form(), form)

    assert set(by_field(refused.value)) == {"name", "price_cents", "role", "days-0-day"}
    assert [(each.field, each.code) for each in problems(refused.value)][-1] == ("role", "unknown")


def test_a_field_sent_twice_is_refused():
    with pytest.raises(ValidationError) as refused:
        load_form(Form(), {"name": ["a", "b"]})

    assert by_field(refused.value)["name"][0].code == "repeated"


def test_a_secret_sent_as_the_name_of_a_field_is_not_repeated():
    with pytest.raises(ValidationError) as refused:
        Form().load({"010190-900Y": 1, "name": "a", "days": [{"day": "2026-04-01"}]})

    assert [each.field for each in problems(refused.value)] == ["?"]


def test_clocks_that_go_forward_skip_an_hour():
    with pytest.raises(ValidationError) as refused:
        local_moment(date(2026, 3, 29), "03:30", field="starts")

    assert by_field(refused.value)["starts"][0].code == "no_such_time"


def test_clocks_that_go_back_need_a_choice():
    with pytest.raises(ValidationError):
        local_moment(date(2026, 10, 25), "03:30", field="starts")

    assert local_moment(date(2026, 10, 25), "03:30", 1, field="starts") == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )
