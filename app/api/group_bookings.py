"""Group bookings as JSON: several named people for one occasion, and who came."""

from app.access import Permission, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.schemas.shown import assignments as shown
from app.storage import assignments
from app.use_cases import book_group, record_attendance

api = Resource("group-bookings", __name__, description="Several named people at once")


@api.post("")
@needs(Permission.SEND_OFFERS)
@once_with_key
@api.arguments(shown.NewGroupBooking)
@api.response(201, shown.GroupShown)
def book(values):
    """All of them or none; who already has a seat keeps it."""
    occasion_id, expert_ids = values.pop("occasion_id"), values.pop("expert_ids")
    book_group.book_group(occasion_id, expert_ids, by=actor(), **values)
    return {"id": occasion_id, "assignments": assignments.on_occasion(occasion_id)}


@api.post("/<id:occasion_id>/attendance")
@needs(Permission.RUN_ASSIGNMENTS)
@once_with_key
@api.arguments(shown.AttendanceList)
@api.response(200, shown.GroupShown)
def attend(marks, occasion_id):
    """Who came, who took part remotely and who was absent: this makes their entries."""
    record_attendance.record_attendance(occasion_id, marks, by=actor())
    return {"id": occasion_id, "assignments": assignments.on_occasion(occasion_id)}
