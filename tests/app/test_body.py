"""A JSON body that two readers could read differently is not read at all."""

import pytest

from app.schemas import UnreadableBody, load_json


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b'{"day": ', "not_json"),
        (b'{"sum": NaN}', "not_a_number"),
        (b'{"sum": -Infinity}', "not_a_number"),
        (b'{"sum": 1e400}', "not_a_number"),
        (b'{"sum": 1, "sum": 2}', "duplicate_key"),
        (b"[" * 2000 + b"]" * 2000, "too_deep"),
        (b"[" * 100_000, "too_deep"),
        (b"[" * 21 + b"]" * 21, "too_deep"),
        (b"1" * 5000, "too_many_digits"),
        ("{}".encode("utf-16"), "encoding"),
        (b'{"name": "\xff"}', "encoding"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_body_is_refused_with_its_reason(body, code):
    with pytest.raises(UnreadableBody) as refused:
        load_json(body)

    assert (refused.value.code, refused.value.status) == (code, 400)
    assert refused.value.reason.fix


@pytest.mark.parametrize("content_type", ["text/plain", "", "application/xml", "multipart/x+json"])
def test_only_json_is_read(content_type):
    with pytest.raises(UnreadableBody) as refused:
        load_json(b"{}", content_type)

    assert refused.value.status == 415


def test_a_byte_order_mark_and_twenty_levels_are_read():
    assert load_json(b"\xef\xbb\xbf" + b"[" * 20 + b"]" * 20, "application/json; charset=utf-8")
