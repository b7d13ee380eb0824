"""What paying one person takes: for finance, and for the expert herself on her own page."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import Missing
from app.language import gettext
from app.now import now
from app.readings import sealed
from app.readings.income_types import is_non_profit
from app.schemas.payouts import AccountSchema, IdentitySchema, TaxCardSchema
from app.storage import engines, experts, payouts, tax_cards, users
from app.storage.experts import Expert
from app.storage.openings import Opened
from app.storage.payouts import PayoutAccount
from app.use_cases import enter_payout
from app.use_cases.open_sensitive import open_sensitive
from app.web.forms import typed
from app.web.fresh import refuse_unless_fresh
from invoices.tax.classification import Contract

pages = Blueprint("payouts", __name__, url_prefix="/payouts")
FINANCE, OWN = Permission.RUN_STATEMENTS, Permission.OWN_STATEMENTS


@pages.get("/<int:expert_id>")
@needs(FINANCE)
def show(expert_id: int):
    return _show(expert_id)


@pages.post("/<int:expert_id>/open")
@needs(FINANCE)
def open_payout(expert_id: int):
    open_sensitive(Opened.PAYOUT, expert_id, by=access.actor())
    return _show(expert_id, is_open=True)


@pages.post("/<int:expert_id>/identity")
@needs(FINANCE)
def enter_identity(expert_id: int):
    said, errors = typed(IdentitySchema())
    if errors:
        return _show(expert_id, request.form, errors), 422
    enter_payout.enter_identity(by=access.actor(), expert_id=expert_id, **said)
    return _saved(expert_id)


@pages.post("/<int:expert_id>/tax-card")
@needs(FINANCE)
def enter_tax_card(expert_id: int):
    said, errors = typed(TaxCardSchema())
    if errors:
        return _show(expert_id, request.form, errors), 422
    enter_payout.enter_tax_card(by=access.actor(), expert_id=expert_id, **said)
    return _saved(expert_id)


@pages.post("/<int:expert_id>/account")
@needs(FINANCE)
def ask_account(expert_id: int):
    said, errors = typed(AccountSchema())
    if errors:
        return _show(expert_id, {}, errors), 422
    refuse_unless_fresh()
    enter_payout.ask_account(by=access.actor(), expert_id=expert_id, **said)
    flash(gettext("Saved. It holds when another person has confirmed it."), "success")
    return redirect(url_for(".show", expert_id=expert_id), 303)


@pages.post("/accounts/<int:payout_account_id>/confirm")
@needs(FINANCE)
def confirm_account(payout_account_id: int):
    refuse_unless_fresh()
    found = enter_payout.confirm_account(by=access.actor(), account_id=payout_account_id)
    flash(gettext("Confirmed."), "success")
    return redirect(url_for(".show", expert_id=found.expert_id), 303)


@pages.post("/accounts/<int:payout_account_id>/refuse")
@needs(FINANCE)
def refuse_account(payout_account_id: int):
    found = enter_payout.refuse_account(by=access.actor(), account_id=payout_account_id)
    flash(gettext("Refused. The earlier account stays."), "success")
    return redirect(url_for(".show", expert_id=found.expert_id), 303)


@pages.get("/mine")
@needs(OWN)
def mine():
    return _mine({})


@pages.post("/mine/account")
@needs(OWN)
def ask_own_account():
    said, errors = typed(AccountSchema())
    if errors:
        return _mine(errors), 422
    refuse_unless_fresh()
    enter_payout.ask_account(by=access.actor(), expert_id=_me().id, **said)
    flash(gettext("Saved. It holds when another person has confirmed it."), "success")
    return redirect(url_for(".mine"), 303)


def _saved(expert_id: int):
    flash(gettext("Saved."), "success")
    return redirect(url_for(".show", expert_id=expert_id), 303)


def _show(expert_id: int, values: Any = None, errors: Any = None, *, is_open: bool = False) -> str:
    expert, accounts = experts.get(expert_id), payouts.accounts_of(expert_id)
    identity = payouts.find_identity(expert_id)
    stored = {
        name: getattr(identity, name, None) for name in ("contract", "in_register", "non_resident")
    }
    return render_template(
        "pages/payouts/show.html",
        expert=expert,
        is_open=is_open,
        running=engines.switched_on(),
        identity=identity,
        cards=tax_cards.of_expert(expert_id),
        in_force=payouts.find_account(expert_id, now()),
        accounts=accounts,
        shared={each.id for each in accounts if _waits_shared(each)},
        contracts=[each for each in Contract if each != Contract.VOLUNTEER or is_non_profit()],
        mine=users.of_same_person(access.actor().user_id),
        values=values or stored,
        errors=errors or {},
    )


def _waits_shared(account: PayoutAccount) -> bool:
    return account.waits_for_another and sealed.is_shared(account)


def _mine(errors: Any) -> str:
    expert = _me()
    accounts = payouts.accounts_of(expert.id)
    return render_template(
        "pages/payouts/mine.html",
        running=engines.switched_on(),
        identity=payouts.find_identity(expert.id),
        cards=tax_cards.of_expert(expert.id),
        in_force=payouts.find_account(expert.id, now()),
        waiting=[each for each in accounts if _is_coming(each)],
        errors=errors,
    )


def _is_coming(account: PayoutAccount) -> bool:
    return account.waits_for_another or (
        account.confirmed_at is not None and account.holds_until > now()
    )


def _me() -> Expert:
    """Raises Missing."""
    expert_id = access.actor().expert_id
    if expert_id is None:
        raise Missing(Expert.__name__, expert_id)
    return experts.get(expert_id)
