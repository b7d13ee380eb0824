"""Words of what only a program that calls the API meets."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "idempotency_key_reused": Words(
        lazy("This Idempotency-Key has been used for another call."),
        lazy("Give every new call a key of its own."),
    ),
    "idempotency_key_running": Words(
        lazy("The same call is still running."), lazy("Wait a moment and send it again.")
    ),
    "http_406": Words(
        lazy("The service cannot answer in the form that is asked for."),
        lazy("Accept application/json."),
    ),
}
