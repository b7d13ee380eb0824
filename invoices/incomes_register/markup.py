"""Elements of a register file: only the root is in a namespace, and what is empty is left out."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from lxml import etree

from invoices.refusals.incomes_register import TextTooLong

COMMON = "http://www.tulorekisteri.fi/2017/1/"


def document(schema: str, root: str, prefix: str, content: etree._Element) -> bytes:
    """The same content gives the same bytes, always."""
    namespace = COMMON + schema
    whole = etree.Element(f"{{{namespace}}}{root}", nsmap={prefix: namespace})
    whole.append(content)
    return etree.tostring(whole, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def node(name: str, *parts: etree._Element | None) -> etree._Element:
    """An element that is there in any case, in the order its parts come."""
    element = etree.Element(name)
    element.extend(part for part in parts if part is not None)
    return element


def group(name: str, parts: Iterable[etree._Element | None]) -> etree._Element | None:
    """An element that is there only with something in it."""
    present = [part for part in parts if part is not None]
    return node(name, *present) if present else None


def leaf(
    name: str, value: str | int | date | datetime | None, most: int | None = None
) -> etree._Element | None:
    """most: how many characters the register takes. Raises TextTooLong."""
    if value is None or value == "":
        return None
    element = etree.Element(name)
    element.text = _written(value)
    if most is not None and len(element.text) > most:
        raise TextTooLong(field=name, most=most)
    return element


def flag(name: str, value: bool) -> etree._Element | None:
    """Only what holds is said."""
    return leaf(name, "true") if value else None


def truth(name: str, value: bool) -> etree._Element | None:
    return leaf(name, "true" if value else "false")


def money(name: str, cents: int | None) -> etree._Element | None:
    """Euros with a point and two decimals."""
    return None if cents is None else leaf(name, f"{Decimal(cents) / 100:.2f}")


def _written(value: str | int | date | datetime) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(int(value))
    # On one line, and without what cannot be seen: XML takes no control characters.
    return "".join(filter(str.isprintable, " ".join(value.split())))
