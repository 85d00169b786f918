"""The message catalogs of core and of each module: ``python translations.py update`` takes the marked strings in, ``check`` finds what is missing.

Core and every module keep a catalog of their own. A module leaves out what core says already, so that a word is translated
once. Nothing here is part of the installed package.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent
LANGUAGES = ("zh_CN",)  # English is what the source says
METHODS = [("**/tests/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
TEMPLATE_OPTIONS = {"encoding": "utf-8", "silent": "false"}  # a template that cannot be read is an error, not an empty one
CONTEXT_FIRST = ((1, "c"), 2)
KEYWORDS = {
    "_": None,
    "_text": None,
    "gettext": None,
    "gettext_lazy": None,
    "translate": None,
    "ngettext": (1, 2),
    "pgettext": CONTEXT_FIRST,
    "pgettext_lazy": CONTEXT_FIRST,
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
Key = tuple[str, str | None]


def owners() -> list[Path]:
    """The folders that have a catalog: core first, for the others leave out what it says."""
    return [ROOT / "core", *sorted(one.parent for one in (ROOT / "plugins").glob("*/__init__.py"))]


def catalog_file(owner: Path, language: str) -> Path:
    return owner / "translations" / language / "LC_MESSAGES" / "messages.po"


def marked(owner: Path) -> Catalog:
    """Every marked string below `owner`, with the files it stands in."""
    found = Catalog(project="Forecourt", copyright_holder="the Forecourt authors", charset="utf-8", fuzzy=False)
    for name, _line, message, comments, context in extract_from_dir(
        owner, METHODS, {"**/templates/**": TEMPLATE_OPTIONS}, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        found.add(message, None, [((owner / name).relative_to(ROOT).as_posix(), None)], auto_comments=comments, context=context)
    return found


def own(owner: Path, of_core: Catalog) -> Catalog:
    """The strings `owner` must translate itself."""
    found = marked(owner)
    if owner.name != "core":
        for message in list(found):
            if message.id and of_core.get(message.id, message.context) is not None:
                found.delete(message.id, message.context)
    return found


def key(message: Message) -> Key:
    """What tells two messages apart: the singular and the context."""
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def read(file: Path, language: str) -> Catalog:
    """The catalog on disk; an empty one where there is none yet."""
    if not file.exists():
        return Catalog(locale=language, project="Forecourt", charset="utf-8", fuzzy=False)
    with file.open("rb") as source:
        return read_po(source, locale=language)


def update() -> None:
    """Bring every catalog to the marked strings: new ones come without a translation, gone ones leave."""
    of_core = marked(ROOT / "core")
    for owner in owners():
        wanted = own(owner, of_core)
        for language in LANGUAGES:
            file = catalog_file(owner, language)
            if not file.exists() and not len(wanted):
                continue
            held = read(file, language)
            changed = held.revision_date
            held.update(wanted, no_fuzzy_matching=True)  # a guess would only have to be undone
            held.obsolete.clear()
            held.creation_date = changed if isinstance(changed, datetime) else datetime.now(UTC)  # no noise when nothing else changed
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as target:
                write_po(target, held, width=120, sort_output=True, include_lineno=False, include_previous=False)
            print(f"{file.relative_to(ROOT)}: {len(held)} messages, {sum(not _translated(one) for one in held if one.id)} to translate")


def problems() -> Iterator[str]:
    """A sentence for each message that is missing, untranslated, doubtful, left over or has other placeholders."""
    of_core = marked(ROOT / "core")
    for owner in owners():
        wanted = {key(one): one for one in own(owner, of_core) if one.id}
        for language in LANGUAGES:
            file = catalog_file(owner, language)
            held = {key(one): one for one in read(file, language) if one.id}
            place = file.relative_to(ROOT)
            yield from (f"{place}: not in the catalog: {name[0]!r} (run: make catalogs)" for name in wanted.keys() - held.keys())
            yield from (f"{place}: no longer in the source: {name[0]!r} (run: make catalogs)" for name in held.keys() - wanted.keys())
            yield from (f"{place}: {what}: {name[0]!r}" for name, one in held.items() if name in wanted for what in _faults(one))


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def _faults(message: Message) -> Iterator[str]:
    if not _translated(message):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked as doubtful"
    source = message.id if isinstance(message.id, str) else message.id[-1]
    for text in message.string if isinstance(message.string, (tuple, list)) else (message.string,):
        if _placeholders(text) != _placeholders(source):
            yield "placeholders differ"


def _placeholders(text: str) -> set[str]:
    return {found.group(0) for found in PLACEHOLDER.finditer(text)}


def main(arguments: list[str]) -> int:
    """0 when done or in order, 1 when something is to be translated, 2 when called wrongly."""
    if arguments == ["update"]:
        update()
        return 0
    if arguments == ["check"]:
        found = sorted(problems())
        print("\n".join(found) or "Every marked string has its translation.")
        return 1 if found else 0
    print("usage: python translations.py update|check")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
