"""Receipts: read by their bytes, kept with the cost, shown to whom they concern, forgotten."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from PIL import ExifTags, Image

from app.access import Role
from app.database import Missing, transaction
from app.gateways import public_links
from app.gateways.receipt_files import (
    MOST_BYTES,
    ReceiptTooLarge,
    ReceiptTooLong,
    ReceiptUnreadable,
    read_receipt,
)
from app.now import at, now, today
from app.storage import entry_lists, openings, receipts, statements, tables
from app.storage.fee_tables import ExpensePayCode
from app.storage.links import LinkKind
from app.storage.openings import Opened
from app.use_cases.approve_hours import approve_hours
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.keep_receipts import expire_receipts, open_receipt
from app.use_cases.return_hours import return_hours
from app.use_cases.run_statements import run_statements
from invoices.refusals.trips import ExplanationMissing, ReceiptMissing
from invoices.travel.costs import ExpenseKind
from invoices.travel.receipts import KEPT_AFTER_PAYMENT, KEPT_UNSENT, Proof
from tests import build
from tests.app.hour_story import DAY, TICKET, a_house, refs
from tests.app.page_story import filled
from tests.app.story_of_corrections import corrected
from tests.sign_in import signed_in

FARE = replace(TICKET, claimed_cents=1500)
SHORT_FARE = replace(TICKET, claimed_cents=350, explanation="Automaatti ei antanut kuittia")


def a_picture(size=(30, 20), kind="PNG", **kept):
    picture = BytesIO()
    Image.new("RGB", size, "white").save(picture, kind, **kept)
    return picture.getvalue()


def a_pdf(pages=1):
    document, file = pikepdf.new(), BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.getvalue()


@pytest.fixture
def finance(app):
    return build.an_actor(Role.FINANCE)


@pytest.fixture
def house(app):
    build.a_fee_table()
    with transaction():
        tables.add(ExpensePayCode(kind=ExpenseKind.TICKET, pay_code="5330"))
    build.a_pay_day((today() + timedelta(days=9)).isoformat(), today().isoformat())
    return a_house()


def ten_euros_without_a_receipt():
    build.decided_on_travel(valid_from=DAY, decision_number="§ 12", own_word_cents=1000)


def with_receipt(said):
    return replace(said, receipt=read_receipt(a_picture()))


def test_a_picture_becomes_a_small_one_without_its_place():
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    file = read_receipt(a_picture((3000, 1000), "JPEG", exif=exif))

    with Image.open(BytesIO(file.content)) as kept:
        assert (file.media_type, kept.format, kept.size) == ("image/jpeg", "JPEG", (2000, 667))
        assert not kept.getexif()


def test_a_picture_stands_upright_whatever_else_its_camera_wrote_badly():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation], exif[ExifTags.Base.ImageDescription] = 6, "kuitti"
    badly = exif.tobytes().replace(
        b"\x01\x0e\x00\x02", b"\x01\x1a\x00\x02"
    )  # a resolution in words
    file = read_receipt(a_picture((30, 20), "JPEG", exif=badly))

    with Image.open(BytesIO(file.content)) as kept:
        assert kept.size == (20, 30)


def test_a_pdf_whose_pages_do_not_add_up_is_refused():
    with pytest.raises(ReceiptUnreadable):
        read_receipt(a_pdf(2).replace(b"/Count 2", b"/Count -2").replace(b"4 0 R", b"9 0 R"))


def test_a_pdf_loses_what_runs_by_itself():
    file = read_receipt(a_pdf(2))

    assert (file.media_type, file.pages) == ("application/pdf", 2)
    with pikepdf.open(BytesIO(file.content)) as kept:
        assert "/OpenAction" not in kept.Root


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", ReceiptUnreadable),
        (b"GIF89a not for us", ReceiptUnreadable),
        (b"<svg onload=alert(1)>", ReceiptUnreadable),
        (b"%PDF-1.7 and then nothing", ReceiptUnreadable),
        (a_picture((900, 900), "JPEG")[:20], ReceiptUnreadable),
        (a_pdf(6), ReceiptTooLong),
        (b"x" * (MOST_BYTES + 1), ReceiptTooLarge),
    ],
)
def test_what_is_no_receipt_is_refused(content, refusal):
    with pytest.raises(refusal):
        read_receipt(content)


def test_above_the_limit_a_receipt_is_needed(house):
    ten_euros_without_a_receipt()

    with pytest.raises(ReceiptMissing):
        house.reported(FARE)
    with pytest.raises(ExplanationMissing):
        house.reported(replace(SHORT_FARE, explanation=None))
    explained, proven = house.reported(SHORT_FARE, with_receipt(FARE))

    assert (explained.proof, proven.proof) == (Proof.OWN_WORD, Proof.RECEIPT)


def test_a_draft_may_wait_for_its_receipt(house):
    ten_euros_without_a_receipt()

    [draft] = house.reported(FARE, send=False)

    assert draft.proof is None


def test_a_coordinator_has_seen_it_on_paper(house):
    ten_euros_without_a_receipt()

    [told] = house.reported(replace(FARE, receipt_seen=True), by=house.coordinator, how="letter")

    assert told.proof == Proof.PAPER
    with pytest.raises(Missing):
        open_receipt(told.id, by=house.approver)


def test_who_is_not_a_coordinator_has_not_seen_it(house):
    ten_euros_without_a_receipt()

    with pytest.raises(ReceiptMissing):
        house.reported(replace(FARE, receipt_seen=True))


def test_a_removed_draft_takes_its_receipt_along(house):
    [draft] = house.reported(with_receipt(FARE), send=False)
    with transaction():
        tables.remove(draft)

    assert receipts.find(draft.id) is None


def test_the_receipt_is_forgotten_some_time_after_payment(house, finance):
    [told] = approve_hours(by=house.approver, refs=refs(house.checked(with_receipt(FARE)))).done
    run = run_statements(by=finance, month=f"{today() + timedelta(days=9):%Y-%m}")
    hand_over(by=finance, run_id=run.id)
    mark_paid(by=finance, run_id=run.id, paid_on=today())

    assert expire_receipts(today() + KEPT_AFTER_PAYMENT - timedelta(days=1)) == 0
    assert open_receipt(told.id, by=house.approver)[0] == "image/jpeg"
    assert expire_receipts(today() + KEPT_AFTER_PAYMENT) == 1
    with pytest.raises(Missing):
        open_receipt(told.id, by=house.approver)
    assert receipts.find(told.id).sha256


def test_the_receipt_of_what_is_never_sent_is_forgotten_and_proves_nothing_after_that(house):
    [draft] = house.reported(with_receipt(FARE), send=False)
    again = replace(FARE, entry_id=draft.id)

    assert expire_receipts(today() + KEPT_UNSENT - timedelta(days=1)) == 0
    assert expire_receipts(today() + KEPT_UNSENT) == 1

    with pytest.raises(Missing):
        open_receipt(draft.id, by=house.approver)
    build.decided_on_travel(valid_from=DAY, decision_number="§ 12", own_word_cents=0)
    with pytest.raises(ReceiptMissing):
        house.reported(again)
    [sent] = house.reported(with_receipt(again))
    assert sent.proof == Proof.RECEIPT


def test_what_came_back_for_mending_keeps_its_receipt_as_long_again(house):
    reported = house.reported(with_receipt(FARE))
    with at(now() + timedelta(days=60)):
        return_hours(by=house.coordinator, refs=refs(reported), reason="Kuka matkusti?")

    assert expire_receipts(today() + timedelta(days=60) + KEPT_UNSENT - timedelta(days=1)) == 0
    assert expire_receipts(today() + timedelta(days=60) + KEPT_UNSENT) == 1


def test_it_is_sent_with_the_form_and_seen_by_the_approver(house, app):
    with transaction():
        address = public_links.url_to(LinkKind.ASSIGNMENT, house.assignment.id)
    link, browser = "/" + address.split("/", 3)[3] + "/hours", app.test_client()
    costs = {"costs-0-kind": "ticket", "costs-0-euros": "15,00"}

    def sent(content):
        form = filled(browser.get(link).text) | costs
        return browser.post(link, data=form | {"costs-0-receipt": (BytesIO(content), "a.png")})

    wrong = sent(b"no picture")
    right = sent(a_picture())

    assert wrong.status_code == 409
    assert "Kuittia ei voi lukea" in wrong.text
    assert 'value="15,00"' in wrong.text
    assert right.status_code == 303
    entries = entry_lists.of_assignment(house.assignment.id)
    [ticket] = [one for one in entries if one.entry_kind == "expenses"]
    assert browser.get(f"{link}/receipts/{ticket.id}").mimetype == "image/jpeg"
    page = f"/hours/{house.assignment.id}/receipts/{ticket.id}"
    coordinator, stranger = signed_in(app, Role.COORDINATOR), signed_in(app, Role.APPROVER)
    assert coordinator.get(page).mimetype == "text/html"
    assert coordinator.post(page).mimetype == "image/jpeg"
    assert (stranger.get(page).status_code, stranger.post(page).status_code) == (404, 404)
    assert [one.what for one in openings.of_expert(ticket.expert_id)] == [Opened.RECEIPT]
    assert app.test_client().get(page).status_code != 200


def test_the_receipt_of_what_was_corrected_without_paying_more_is_forgotten_too(house, finance):
    [told] = approve_hours(by=house.approver, refs=refs(house.checked(with_receipt(FARE)))).done
    run = run_statements(by=finance, month=f"{today() + timedelta(days=9):%Y-%m}")
    hand_over(by=finance, run_id=run.id)
    mark_paid(by=finance, run_id=run.id, paid_on=today())
    [statement] = statements.of_run(run.id)
    [line] = [one for one in statement.lines if one.expense_entry_id == told.id]
    less = {"position": line.position, "measure": "pieces", "quantity": 1, "price_cents": 1000}

    corrected(finance, build.an_actor(Role.FINANCE), statement, **less)

    assert expire_receipts(today() + KEPT_AFTER_PAYMENT - timedelta(days=1)) == 0
    assert expire_receipts(today() + KEPT_AFTER_PAYMENT) == 1
