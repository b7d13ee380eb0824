"""Hour entries as JSON, from draft to approved."""

from app.api.entry_resource import EntryResource
from app.api.resource import Resource
from app.schemas.shown import entries as shown
from app.schemas.shown import said
from app.storage.entries import EntryKind

api = Resource("hour-entries", __name__, description="Working time told by experts")

_calls = EntryResource(api, EntryKind.HOURS, said.hours_said)
_calls.add_lists(shown.HourEntryPage, shown.HourEntryShown)
_calls.add_telling(shown.NewHourEntry, shown.HourEntryChange, shown.HourEntryShown)
_calls.add_steps(shown.HourEntryShown)
