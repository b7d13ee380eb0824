"""Several tagged PDFs one after another as one, each in its own language."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf


def bind(pdfs: Sequence[bytes], *, title: str, language: str) -> bytes:
    """One PDF/UA-1 of them all; page numbers stay as printed, date and identifier are the first's.

    pdfs      at least one, as `html_to_pdf` gives them
    language  that of the title
    """
    with pikepdf.open(BytesIO(pdfs[0])) as bound:
        root = bound.Root.StructTreeRoot
        parts, owners = _parts(root, str(bound.Root.Lang)), _owners(root, 0)
        for pdf in pdfs[1:]:
            with pikepdf.open(BytesIO(pdf)) as added:
                begin = len(owners) // 2
                structure = _append(bound, added, begin)
                parts += _parts(structure, str(added.Root.Lang))
                owners += _owners(structure, begin)
        _set_structure(bound, parts, owners)
        _set_title(bound, title, language)
        written = BytesIO()
        bound.save(written, deterministic_id=True)
    return written.getvalue()


def _append(bound: Pdf, added: Pdf, begin: int) -> Object:
    """The pages first, so that the structure that is copied after them finds them."""
    before = len(bound.pages)
    bound.pages.extend(added.pages)
    for page in bound.pages[before:]:
        _move(page, begin)
    return bound.copy_foreign(added.Root.StructTreeRoot)


def _move(page: Page, by: int) -> None:
    """Pages and annotations find their place in the structure by number."""
    page.obj.StructParents = int(page.obj.StructParents) + by
    for annotation in page.get("/Annots", []):
        if "/StructParent" in annotation:
            annotation.StructParent = int(annotation.StructParent) + by


def _owners(structure: Object, by: int) -> list[Object | int]:
    """Number, owner, number, owner …, each number moved as those of the pages are."""
    found = list(structure.ParentTree.Nums)
    return [int(each) + by if place % 2 == 0 else each for place, each in enumerate(found)]


def _parts(structure: Object, language: str) -> list[Object]:
    """What was a document becomes a part, and says its language."""
    found = list(structure.K)
    for part in found:
        part.S, part.Lang = Name.Part, language
    return found


def _set_structure(bound: Pdf, parts: list[Object], owners: list[Object | int]) -> None:
    root = bound.Root.StructTreeRoot
    whole = bound.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    whole.K = Array(parts)
    for part in parts:
        part.P = whole
    root.K = Array([whole])
    root.ParentTree.Nums = Array(owners)


def _set_title(bound: Pdf, title: str, language: str) -> None:
    bound.Root.Lang = language
    del bound.Root.Outlines  # of the first one only
    with bound.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
    bound.docinfo.Title = title
