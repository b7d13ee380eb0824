"""Mends the structure of a printed PDF: scopes of table headings, tables split over pages."""

from io import BytesIO

import pikepdf
from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
)

Instruction = ContentStreamInstruction | ContentStreamInlineImage
PRINT_FLAG = 4


def mend(pdf: bytes) -> bytes:
    """The same pages with one table element per table and a scope on every heading cell.

    WeasyPrint 70 starts a new table on every page (its issue 2903) and gives
    heading cells no scope (2508). Annotations get the print flag that PDF/UA asks for.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        for root in _children(document.Root.StructTreeRoot):
            repeated = _join_split_tables(root)
            _set_scopes(root)
            _hide_from_readers(document, repeated)
        for page in document.pages:
            for annotation in page.get("/Annots", []):
                annotation.F = int(annotation.get("/F", 0)) | PRINT_FLAG
        mended = BytesIO()
        document.save(mended, deterministic_id=True)
    return mended.getvalue()


def _children(element: Object) -> list:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _elements(element: Dictionary) -> list[Dictionary]:
    return [kid for kid in _children(element) if isinstance(kid, Dictionary) and "/S" in kid]


def _join_split_tables(parent: Dictionary) -> list[Dictionary]:
    """Rows of a continued table go to the table they continue; returns the repeated heads."""
    kept, repeated, before = [], [], None
    for kid in _children(parent):
        table = kid if isinstance(kid, Dictionary) and kid.get("/S") == Name.Table else None
        if table is not None and before is not None and _continues(before, table):
            repeated += _move_rows(table, before)
        else:
            kept.append(kid)
            before = table
    if repeated:
        parent.K = Array(kept)
    for element in _elements(parent):
        repeated += _join_split_tables(element)
    return repeated


def _continues(before: Dictionary, table: Dictionary) -> bool:
    """A continuation repeats the head but not the caption; every table of ours has both."""
    has_caption = any(Name.Caption == element.S for element in _elements(table))
    return not has_caption and _head_shape(table) == _head_shape(before) != []


def _head_shape(table: Dictionary) -> list[int]:
    heads = [element for element in _elements(table) if Name.THead == element.S]
    return [len(_elements(row)) for head in heads for row in _elements(head)]


def _move_rows(table: Dictionary, to: Dictionary) -> list[Dictionary]:
    repeated = []
    for part in _elements(table):
        if Name.THead == part.S:
            repeated.append(part)
        else:
            part.P = to
            to.K.append(part)
    return repeated


def _set_scopes(element: Dictionary, *, in_head: bool = False) -> None:
    for child in _elements(element):
        attributes = child.get("/A")
        if isinstance(attributes, Dictionary) and "/Headers" in attributes:
            del attributes["/Headers"]  # would name cells of a head that is no longer there
        if child.S == Name.TH:
            attributes = attributes or Dictionary(O=Name.Table)
            attributes.Scope = Name.Column if in_head else Name.Row
            child.A = attributes
        _set_scopes(child, in_head=in_head or Name.THead == child.S)


def _hide_from_readers(document: pikepdf.Pdf, repeated: list[Dictionary]) -> None:
    """A head printed again on the next page is decoration: it is marked as an artifact."""
    marks: dict[tuple[int, int], set[int]] = {}
    for head in repeated:
        for page_id, mark in _marks(head):
            marks.setdefault(page_id, set()).add(mark)
    for page in document.pages:
        hidden = marks.get(page.obj.objgen)
        if hidden:
            page.Contents = document.make_stream(_as_artifacts(page, hidden))


def _marks(element: Dictionary) -> list[tuple[tuple[int, int], int]]:
    found = []
    for kid in _children(element):
        if isinstance(kid, Dictionary):
            found += _marks(kid)
        else:
            found.append((element.Pg.objgen, int(kid)))
    return found


def _as_artifacts(page: pikepdf.Page, hidden: set[int]) -> bytes:
    return pikepdf.unparse_content_stream(
        [_hidden(instruction, hidden) for instruction in pikepdf.parse_content_stream(page)]
    )


def _hidden(instruction: Instruction, marks: set[int]) -> Instruction:
    if str(instruction.operator) != "BDC" or instruction.operands[1].get("/MCID", -1) not in marks:
        return instruction
    return ContentStreamInstruction([Name.Artifact], Operator("BMC"))
