"""Letters leave the house in one go: one PDF, each in its reader's language, marked once."""

from io import BytesIO

import page
import pikepdf
import pytest
from pypdf import PdfReader

from app.access import Role
from app.database import Missing, transaction
from app.now import now
from app.schemas.messages import AT_ONCE
from app.storage import messages
from app.storage.messages import Message, MessageState
from app.use_cases.send_messages import mark_printed
from app.use_cases.stop_everything import stop_everything
from scheduling.kinds import Channel, StopReason
from tests import build
from tests.app.offer_story import invite
from tests.sign_in import signed_in


@pytest.fixture
def coordinator(app):
    return signed_in(app, Role.COORDINATOR)


def a_reader(**changes):
    usual = {"channel": "letter", "street": "Kotikatu 1", "postal_code": "40100"}
    return build.a_candidate(**(usual | {"city": "Jyväskylä"} | changes))


def a_letter(expert, **changes) -> Message:
    usual = {
        "event": f"tested:{expert.id}",
        "recipient": f"expert:{expert.id}",
        "expert_id": expert.id,
        "channel": Channel.LETTER,
        "language": expert.language,
        "subject": "Tulet pian",
        "body": f"Hei {expert.first_name},\n\nnähdään pian.\n",
        "state": MessageState.TO_PRINT,
        "created_at": now(),
    }
    with transaction():
        return messages.add(Message(**(usual | changes)))


def all_in_one(client, *letters):
    answer = client.get("/messages/letters.pdf", query_string=chosen(letters))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return answer.data


def chosen(letters):
    return {"message_ids": [each.id for each in letters]}


def sheets(pdf: bytes) -> list[str]:
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(pdf)).pages]


def states(*letters):
    return [messages.get(each.id).state for each in letters]


def test_invitations_and_other_letters_are_one_pdf_each_on_its_own_sheet(app, coordinator):
    invited, coming = a_reader(first_name="Veikko"), a_reader(first_name="Åsa", language="sv")
    invite(invited)
    a_letter(coming, subject="Du kommer snart")

    pdf = all_in_one(coordinator)

    first, second = sheets(pdf)
    assert "Vastauslipuke" in first
    assert "Veikko" in first
    assert all(said in second for said in ("Du kommer snart", "Åsa", "Kotikatu 1", "1 (1)"))
    assert "Veikko" not in second


def test_the_pdf_is_accessible_and_each_letter_says_its_language(app, coordinator):
    for code in ("fi", "sv", "en"):
        a_letter(a_reader(language=code))

    pdf = all_in_one(coordinator)

    assert page.validate_pdf_bytes(pdf, profile="ua1").failures == []
    with pikepdf.open(BytesIO(pdf)) as document:
        [whole] = document.Root.StructTreeRoot.K
        assert [str(part.Lang) for part in whole.K] == ["fi", "sv", "en"]
        numbers = [int(sheet.StructParents) for sheet in document.pages]
        owners = document.Root.StructTreeRoot.ParentTree.Nums
        assert [int(each) for each in list(owners)[::2]] == numbers == [0, 1, 2]
        for sheet, number in zip(document.pages, numbers, strict=True):
            assert {each.Pg.objgen for each in owners[2 * number + 1]} == {sheet.objgen}


def test_what_came_after_the_page_was_opened_is_neither_printed_nor_marked(app, coordinator):
    first, second = a_letter(a_reader()), a_letter(a_reader())
    shown = coordinator.get("/messages/to-print").text
    later = a_letter(a_reader(first_name="Myöhä"))
    assert shown.count('name="message_ids"') == 2

    assert len(sheets(all_in_one(coordinator, first, second))) == 2
    answer = coordinator.post("/messages/printed", data=chosen([first, second]))

    assert answer.status_code == 303
    printed, waits = MessageState.PRINTED, MessageState.TO_PRINT
    assert states(first, second, later) == [printed, printed, waits]
    assert "Myöhä" in coordinator.get("/messages/to-print").text


def test_marking_them_a_second_time_does_nothing(app):
    letter, by = a_letter(a_reader()), build.an_actor()
    mark_printed([letter.id], by=by)
    first = messages.get(letter.id).sent_at

    mark_printed([letter.id], by=by)

    assert messages.get(letter.id).sent_at == first


def test_a_printed_letter_can_be_printed_again_when_the_printer_jams(app, coordinator):
    letter = a_letter(a_reader())
    mark_printed([letter.id], by=build.an_actor())

    assert len(sheets(all_in_one(coordinator, letter))) == 1


def test_only_letters_are_marked_printed(app):
    letter = a_letter(a_reader())
    call = a_letter(a_reader(), channel=Channel.PHONE, state=MessageState.TO_RING)
    mail = a_letter(a_reader(), channel=Channel.EMAIL, state=MessageState.QUEUED)

    mark_printed([letter.id, call.id, mail.id], by=build.an_actor())

    assert states(letter, call, mail) == [
        MessageState.PRINTED,
        MessageState.TO_RING,
        MessageState.QUEUED,
    ]


def test_nothing_is_printed_for_a_person_stopped_in_between(app, coordinator):
    gone, stays = a_reader(first_name="Poissa"), a_reader(first_name="Mukana")
    letters = [a_letter(gone), a_letter(stays)]
    stop_everything(gone.id, by=build.an_actor(), reason=StopReason.DEATH)

    [sheet] = sheets(all_in_one(coordinator, *letters))
    mark_printed([each.id for each in letters], by=build.an_actor())

    assert "Mukana" in sheet
    assert states(*letters) == [MessageState.FAILED, MessageState.PRINTED]


def test_a_letter_that_is_not_there_marks_none_of_the_others(app, coordinator):
    letter = a_letter(a_reader())

    with pytest.raises(Missing):
        mark_printed([letter.id, 999_999_999], by=build.an_actor())

    assert states(letter) == [MessageState.TO_PRINT]
    asked = {"message_ids": [letter.id, 999_999_999]}
    assert coordinator.get("/messages/letters.pdf", query_string=asked).status_code == 404


def test_with_nothing_to_print_one_is_told_so(app, coordinator):
    answer = coordinator.get("/messages/letters.pdf", follow_redirects=True)

    assert "Tulostettavia kirjeitä ei ole." in answer.text


def test_a_long_list_is_printed_in_parts(app, coordinator):
    expert = a_reader()
    for number in range(AT_ONCE + 1):
        a_letter(expert, event=f"tested:{number}")

    shown = coordinator.get("/messages/to-print").text

    assert shown.count('name="message_ids"') == AT_ONCE
    assert f"ensimmäiset {AT_ONCE} kirjettä" in shown
