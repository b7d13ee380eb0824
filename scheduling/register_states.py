"""The states of what the Incomes Register is told, by file and by report, and their steps."""

from enum import StrEnum


class DeliveryState(StrEnum):
    """Of a file that a person uploads to the register."""

    MADE = "made"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DISCARDED = "discarded"  # never uploaded


class ReportState(StrEnum):
    """Of one report in a file."""

    WAITING = "waiting"  # for the register's answer
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DISCARDED = "discarded"
    REPLACED = "replaced"
    INVALIDATED = "invalidated"


STANDING = (ReportState.WAITING, ReportState.ACCEPTED, ReportState.REPLACED)

DELIVERY_STEPS: dict[DeliveryState, set[DeliveryState]] = {
    DeliveryState.MADE: {DeliveryState.DELIVERED, DeliveryState.DISCARDED},
    DeliveryState.DELIVERED: {DeliveryState.ACCEPTED, DeliveryState.REJECTED},
    DeliveryState.ACCEPTED: set(),
    DeliveryState.REJECTED: set(),
    DeliveryState.DISCARDED: set(),
}

REPORT_STEPS: dict[ReportState, set[ReportState]] = {
    ReportState.WAITING: {ReportState.ACCEPTED, ReportState.REJECTED, ReportState.DISCARDED},
    ReportState.ACCEPTED: {ReportState.REPLACED, ReportState.INVALIDATED},
    ReportState.REPLACED: {ReportState.INVALIDATED},
    ReportState.REJECTED: set(),
    ReportState.DISCARDED: set(),
    ReportState.INVALIDATED: set(),
}
