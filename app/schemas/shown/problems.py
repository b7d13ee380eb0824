"""What a refused call is answered with (RFC 9457)."""

from marshmallow import fields

from app.schemas import Schema


class WrongFieldSchema(Schema):
    field = fields.String()
    code = fields.String()
    message = fields.String()
    fix = fields.String()


class ProblemSchema(Schema):
    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    code = fields.String()
    detail = fields.String()
    errors = fields.List(fields.Nested(WrongFieldSchema))
