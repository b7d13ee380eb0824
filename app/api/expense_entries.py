"""Expense entries as JSON, from draft to approved."""

from app.api.entry_resource import EntryResource
from app.api.receipts import add_receipts
from app.api.resource import Resource
from app.schemas.shown import entries as shown
from app.schemas.shown import said
from app.storage.entries import EntryKind

api = Resource("expense-entries", __name__, description="Travel and other costs")

_calls = EntryResource(api, EntryKind.EXPENSES, said.expense_said)
_calls.add_lists(shown.ExpenseEntryPage, shown.ExpenseEntryShown)
_calls.add_telling(shown.NewExpenseEntry, shown.ExpenseEntryChange, shown.ExpenseEntryShown)
_calls.add_steps(shown.ExpenseEntryShown)
add_receipts(api)
