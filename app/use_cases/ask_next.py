"""Who is asked next after a no or silence: by itself, or when the coordinator says so."""

from app.access import Actor, Role
from app.database import current_organisation, transaction
from app.now import now, today
from app.storage import candidates, occasions, offers, organisations, requests, users
from app.storage.occasions import Occasion
from app.storage.offers import OfferRound
from app.storage.requests import ExpertRequest
from app.use_cases.new_offer import NothingToOffer, first_of, invite, open_times, start_round
from scheduling.lifecycle import RequestState
from scheduling.offers import CALL_ROUND_UNDER, GOES_ON, Mode
from scheduling.sharing import yes_waits


def invite_next(request_id: int) -> None:
    """The job: only where the organisation wants it, and while there is time for letters."""
    with transaction():
        request = requests.get(request_id, lock=True)
        newest = offers.newest_round(request.id)
        if newest is None or not organisations.get(current_organisation()).asks_next:
            return
        times = [each for each in occasions.of_request(request.id) if _may_wait(each)]
        if request.state == RequestState.MATCHING and times:
            _go_on(request, newest, times, by=_sender(newest))


def ask_next(request_id: int, *, by: Actor) -> int:
    """The coordinator's own word; how many were invited.

    Raises Missing, NotMatching, NothingToOffer, TooSoonToWait.
    """
    with transaction():
        request = requests.get(request_id, lock=True)
        times = open_times(request)
        newest = offers.newest_round(request.id)
        if newest is None:
            raise NothingToOffer
        return _go_on(request, newest, times, by=by)


def next_ones(request: ExpertRequest, turns: list[int] | None = None) -> list[int]:
    """Whom `ask_next` would invite now, in order; nobody while enough are still answering.

    turns   the fair order, where it is known already
    """
    newest = offers.newest_round(request.id)
    times = [each for each in occasions.of_request(request.id) if each.free_seats > 0]
    if request.state != RequestState.MATCHING or newest is None or not _goes_on(newest):
        return []
    return first_of(request, times, newest, _in_order(newest, turns or _turns(request)))


def _go_on(request: ExpertRequest, newest: OfferRound, times: list[Occasion], *, by: Actor) -> int:
    if not _goes_on(newest):
        return 0
    turns = _turns(request)
    following = first_of(request, times, newest, _in_order(newest, turns))
    if not following:
        return 0
    sending = newest
    if newest.mode == Mode.WAVES:
        sending = start_round(
            request, Mode.WAVES, by=by, wave=newest.wave, chosen_ids=newest.chosen_ids
        )
    invite(request, sending, times, following, turns=turns, by=by)
    return len(following)


def _goes_on(newest: OfferRound) -> bool:
    """A wave has ended when its seats have been shared."""
    return newest.mode in GOES_ON and not yes_waits(newest.decides_at, newest.decided_at)


def _turns(request: ExpertRequest) -> list[int]:
    return candidates.ranking(request, today=today()).ids.tolist()


def _in_order(newest: OfferRound, turns: list[int]) -> list[int]:
    """Those chosen when it was sent come before everybody else."""
    chosen = [each for each in newest.chosen_ids if each in turns]
    return chosen + [each for each in turns if each not in chosen]


def _may_wait(occasion: Occasion) -> bool:
    soon = occasion.starts_at is not None and occasion.starts_at - now() < CALL_ROUND_UNDER
    return occasion.free_seats > 0 and not soon


def _sender(sending: OfferRound) -> Actor:
    user = users.get(sending.sent_by)
    return Actor(
        role=Role.COORDINATOR,
        organisation_id=sending.organisation_id,
        user_id=user.id,
        name=user.name,
    )
