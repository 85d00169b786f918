"""The message catalogs of a module: the strings marked in its source, and its translations of them.

A module leaves out what core says already, so that a word is translated once. English is what the source says.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po, write_po

TRANSLATED = ("zh_CN",)
METHODS: list[tuple[str, str]] = [("**/tests/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
TEMPLATE_OPTIONS = {"encoding": "utf-8", "silent": "false"}  # a template that cannot be read is an error, not an empty one
CONTEXT_FIRST = ((1, "c"), 2)
KEYWORDS: dict[str, Any] = {
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


def catalog_file(owner: Path, language: str) -> Path:
    """Where a package keeps its translations."""
    return owner / "translations" / language / "LC_MESSAGES" / "messages.po"


def marked(owner: Path, said_elsewhere: Container[Key] = ()) -> Catalog:
    """Every marked string in the package's source, but for those of core where it is not core's own, with the files it stands in."""
    found = Catalog(project="Forecourt", copyright_holder="the Forecourt authors", charset="utf-8", fuzzy=False)
    for name, _line, message, comments, context in extract_from_dir(
        owner, METHODS, {"**/templates/**": TEMPLATE_OPTIONS}, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        singular = message if isinstance(message, str) else message[0]
        if (singular, context) not in said_elsewhere:
            place = (owner / name).relative_to(owner.parents[0 if owner.name == "core" else 1]).as_posix()
            found.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return found


def keys(catalog: Catalog) -> set[Key]:
    """What tells its messages apart: the singular and the context."""
    return {key(one) for one in catalog if one.id}


def key(message: Message) -> Key:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def said_by_core() -> set[Key]:
    """What the installed core translates, which modules leave out."""
    with catalog_file(Path(__file__).parent, TRANSLATED[0]).with_suffix(".mo").open("rb") as compiled:
        return keys(read_mo(compiled))


def read(file: Path, language: str) -> Catalog:
    """The catalog on disk; an empty one where there is none yet."""
    if not file.exists():
        return _new(language)
    with file.open("rb") as source:
        return read_po(source, locale=language)


def _new(language: str) -> Catalog:
    """Without the placeholders of Babel's template, which nobody fills in."""
    team, begun = Locale.parse(language).english_name or language, datetime.now(UTC)
    return Catalog(
        locale=language, project="Forecourt", version="1.0", charset="utf-8", fuzzy=False, creation_date=begun, revision_date=begun,
        last_translator=team, language_team=team, header_comment=f"# {team} translations for PROJECT.\n# This file is distributed under the same license as PROJECT.",
    )  # fmt: skip


def update(owner: Path, said_elsewhere: Container[Key] = ()) -> Iterator[str]:
    """Bring a package's catalogs to its marked strings: new ones come without a translation, gone ones leave. A sentence for each."""
    wanted = marked(owner, said_elsewhere)
    for language in TRANSLATED:
        file = catalog_file(owner, language)
        if not file.exists() and not len(wanted):
            continue
        held = read(file, language)
        begun = held.creation_date
        held.update(wanted, no_fuzzy_matching=True)  # a guess would only have to be undone
        held.obsolete.clear()
        held.creation_date = begun  # no noise when nothing else changed
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as target:
            write_po(target, held, width=120, sort_output=True, include_lineno=False, include_previous=False)
        yield f"{file}: {len(held)} messages, {sum(not is_translated(one) for one in held if one.id)} to translate"


def problems(owner: Path, said_elsewhere: Container[Key] = ()) -> Iterator[str]:
    """A sentence for each message of a package that is missing, untranslated, doubtful, left over or has other placeholders."""
    wanted = keys(marked(owner, said_elsewhere))
    for language in TRANSLATED:
        file = catalog_file(owner, language)
        held = {key(one): one for one in read(file, language) if one.id}
        yield from (f"{file}: not in the catalog: {name[0]!r}" for name in wanted - held.keys())
        yield from (f"{file}: no longer in the source: {name[0]!r}" for name in held.keys() - wanted)
        yield from (f"{file}: {what}: {name[0]!r}" for name, one in held.items() if name in wanted for what in _faults(one))


def contradictions(owners: Iterable[Path]) -> Iterator[str]:
    """A sentence for each message that two packages translate differently: readers have one catalog of all, where only one can hold."""
    for language in TRANSLATED:
        first: dict[Key, tuple[Path, Any]] = {}
        for owner in owners:
            file = catalog_file(owner, language)
            for one in (one for one in read(file, language) if one.id and is_translated(one)):
                place, text = first.setdefault(key(one), (file, one.string))
                if text != one.string:
                    yield f"{file}: translated otherwise in {place}: {key(one)[0]!r} (another meaning takes a context, pgettext)"


def is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def _faults(message: Message) -> Iterator[str]:
    if not is_translated(message):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked as doubtful"
    source = message.id if isinstance(message.id, str) else message.id[-1]
    for text in message.string if isinstance(message.string, (tuple, list)) else (message.string,):
        if _placeholders(text or "") != _placeholders(source):
            yield "placeholders differ"


def _placeholders(text: str) -> set[str]:
    return {found.group(0) for found in PLACEHOLDER.finditer(text)}
