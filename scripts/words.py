"""Which sentences the pages and the code use, and which of them lack Finnish or Swedish.

`python scripts/words.py` prints what is missing, area by area, ready to be put into
`templates/translations/<language>/<area>.po`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import normalize, read_po

HOUSE = Path(__file__).parents[1]
TRANSLATIONS = HOUSE / "templates" / "translations"
TRANSLATED = ("fi", "sv")
CALLS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy": None,
    "ngettext": (1, 2),
}
READERS = {".py": "python", ".html": "jinja2", ".txt": "jinja2", ".svg": "jinja2", ".xml": "jinja2"}
AREA_OF_FOLDER = {"parts": "common", "pages": "common"}


@dataclass(frozen=True)
class Translated:
    area: str
    one: str
    words: tuple[str, ...]


def used() -> dict[str, tuple[tuple[str, ...], list[Path]]]:
    """Message id -> its forms (one, or one and many) and the files that say it."""
    found: dict[str, tuple[tuple[str, ...], list[Path]]] = {}
    for path in _sources():
        for _, sentence, _, _ in extract_from_file(READERS[path.suffix], path, CALLS):
            forms = sentence if isinstance(sentence, tuple) else (sentence,)
            found.setdefault(forms[0], (forms, []))[1].append(path)
    return found


def translated(language: str) -> list[Translated]:
    """Every message of every area file, in the order of files."""
    files = sorted((TRANSLATIONS / language).glob("*.po"))
    return [
        Translated(path.stem, _forms(message.id)[0], _forms(message.string))
        for path in files
        for message in _messages(path, language)
    ]


def missing(language: str) -> dict[str, list[tuple[str, ...]]]:
    """Area -> forms of the messages that have no words yet."""
    known = {message.one for message in translated(language) if all(message.words)}
    lacking = defaultdict(list)
    for one, (forms, places) in used().items():
        if one not in known:
            lacking[_area(places[0])].append(forms)
    return lacking


def skeleton(forms: tuple[str, ...]) -> str:
    if len(forms) == 1:
        return f'msgid {normalize(forms[0])}\nmsgstr ""\n'
    one, many = map(normalize, forms)
    return f'msgid {one}\nmsgid_plural {many}\nmsgstr[0] ""\nmsgstr[1] ""\n'


def _sources() -> Iterator[Path]:
    for room in ("app", "scheduling", "invoices", "templates"):
        for path in sorted((HOUSE / room).rglob("*")):
            if path.suffix in READERS and path.is_file() and "static" not in path.parts:
                yield path


def _messages(path: Path, language: str) -> Iterator[Message]:
    with path.open("rb") as file:
        yield from (message for message in read_po(file, locale=language) if message.id)


def _forms(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())


def _area(path: Path) -> str:
    folder = path.parent.name
    if path.suffix == ".py":
        return path.stem if path.stem != "__init__" else folder
    return AREA_OF_FOLDER.get(folder, folder)


def main() -> None:
    for language in TRANSLATED:
        for area, sentences in sorted(missing(language).items()):
            print(f"# templates/translations/{language}/{area}.po\n")  # noqa: T201
            print("\n".join(map(skeleton, sentences)))  # noqa: T201


if __name__ == "__main__":
    main()
