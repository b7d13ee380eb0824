"""Mends the structure of a document being written: scopes of headings, tables split over pages."""

from collections.abc import Iterator

from pydyf import PDF, Array, Dictionary
from weasyprint.document import Document

PRINT_FLAG = 4


def mend(_document: Document, pdf: PDF) -> None:
    """One table element per table and a scope on every heading cell, before the bytes are written.

    WeasyPrint 70 starts a new table on every page (its issue 2903) and gives
    heading cells no scope (2508). Annotations get the print flag that PDF/UA asks for.
    """
    told = [each for each in pdf.objects if isinstance(each, Dictionary)]
    elements = [each for each in told if each.get("Type") == "/StructElem"]
    parents = {each["P"]: None for each in elements if each["S"] == "/Table"}
    _hide_from_readers(pdf, [head for each in parents for head in _join_tables(pdf, each)])
    for element in elements:
        _set_scope(pdf, element)
    for annotation in told:
        if annotation.get("Type") == "/Annot":
            annotation["F"] = annotation.get("F", 0) | PRINT_FLAG


def _named(pdf: PDF, reference: bytes) -> Dictionary:
    """What `b"12 0 R"` stands for."""
    return pdf.objects[int(reference.split()[0])]


def _elements(pdf: PDF, element: Dictionary) -> list[Dictionary]:
    named = (_named(pdf, kid) for kid in element["K"] if isinstance(kid, bytes))
    return [kid for kid in named if "S" in kid]


def _join_tables(pdf: PDF, parent: bytes) -> list[Dictionary]:
    """Rows of a continued table go to the table they continue; returns the repeated heads."""
    kept: list[bytes | int] = []
    repeated: list[Dictionary] = []
    before = None
    kids = _named(pdf, parent)["K"]
    for kid in kids:
        table = _named(pdf, kid) if isinstance(kid, bytes) else {}
        if table.get("S") != "/Table":
            before = None
        elif before is not None and _continues(pdf, before, table):
            repeated += _move_rows(pdf, table, before)
            continue
        else:
            before = table
        kept.append(kid)
    kids[:] = kept
    return repeated


def _continues(pdf: PDF, before: Dictionary, table: Dictionary) -> bool:
    """A continuation repeats the head but not the caption; every table of ours has both."""
    has_caption = any(part["S"] == "/Caption" for part in _elements(pdf, table))
    return not has_caption and _head_shape(pdf, table) == _head_shape(pdf, before) != []


def _head_shape(pdf: PDF, table: Dictionary) -> list[int]:
    heads = [part for part in _elements(pdf, table) if part["S"] == "/THead"]
    return [len(_elements(pdf, row)) for head in heads for row in _elements(pdf, head)]


def _move_rows(pdf: PDF, table: Dictionary, to: Dictionary) -> list[Dictionary]:
    repeated = []
    for part in _elements(pdf, table):
        if part["S"] == "/THead":
            repeated.append(part)
        else:
            part["P"] = to.reference
            to["K"].append(part.reference)
    table.clear()
    return repeated


def _set_scope(pdf: PDF, element: Dictionary) -> None:
    """By the scope a cell finds its headings: lists of them name cells that are gone by now."""
    if element.get("S") not in ("/TH", "/TD"):
        return
    element["A"].pop("Headers", None)
    if element["S"] == "/TH":
        row = _named(pdf, element["P"])
        in_head = _named(pdf, row["P"])["S"] == "/THead"
        element["A"]["Scope"] = "/Column" if in_head else "/Row"


def _hide_from_readers(pdf: PDF, repeated: list[Dictionary]) -> None:
    """A head printed again on the next page is decoration: it is marked as an artifact."""
    marks: dict[bytes, set[int]] = {}
    gone = [element for head in repeated for element in _with_descendants(pdf, head)]
    for element in gone:
        hidden = (kid for kid in element["K"] if isinstance(kid, int))
        marks.setdefault(element["Pg"], set()).update(hidden)
    for page, hidden_there in marks.items():
        contents = _named(pdf, _named(pdf, page)["Contents"])
        _make_artifacts(contents.stream, hidden_there)
    _forget(pdf, {element.reference for element in gone})
    for element in gone:
        element.clear()


def _with_descendants(pdf: PDF, element: Dictionary) -> Iterator[Dictionary]:
    yield element
    for kid in _elements(pdf, element):
        yield from _with_descendants(pdf, kid)


def _make_artifacts(stream: list, marks: set[int]) -> None:
    """`/TH`, its mark, `BDC` stand one after another."""
    for place, item in enumerate(stream):
        if isinstance(item, Dictionary) and item.get("MCID") in marks:
            stream[place - 1 : place + 2] = b"/Artifact", b"BMC", b""


def _forget(pdf: PDF, gone: set[bytes]) -> None:
    """The way from a mark to its element ends where the element does."""
    root = _named(pdf, pdf.catalog["StructTreeRoot"])
    for owners in _named(pdf, root["ParentTree"])["Nums"]:
        if isinstance(owners, Array):
            owners[:] = [b"null" if owner in gone else owner for owner in owners]
