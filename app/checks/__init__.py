"""What must always hold, read back and worked out anew by the rules: each names what breaks it."""

from app.checks import (
    bank_files,
    hand_files,
    match_records,
    payment_years,
    plans,
    prices,
    printed,
    register_files,
    settled,
    statements,
)

__all__ = [
    "bank_files",
    "hand_files",
    "match_records",
    "payment_years",
    "plans",
    "prices",
    "printed",
    "register_files",
    "settled",
    "statements",
]
