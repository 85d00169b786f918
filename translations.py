"""The message catalogs of core and of each module: ``python translations.py update`` takes the marked strings in, ``check`` finds what is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from core import catalogs

ROOT = Path(__file__).parent


def owners() -> list[Path]:
    """The folders that have a catalog: core first, for the others leave out what it says."""
    return [ROOT / "core", *sorted(one.parent for one in (ROOT / "plugins").glob("*/__init__.py"))]


def problems() -> Iterator[str]:
    """A sentence for each message that needs work, beginning with its catalog's path."""
    for owner, elsewhere in _with_what_core_says():
        yield from (one.removeprefix(f"{ROOT}/") for one in catalogs.problems(owner, elsewhere))
    yield from (one.replace(f"{ROOT}/", "") for one in catalogs.contradictions(owners()))


def update() -> None:
    for owner, elsewhere in _with_what_core_says():
        for sentence in catalogs.update(owner, elsewhere):
            print(sentence.removeprefix(f"{ROOT}/"))


def _with_what_core_says() -> Iterator[tuple[Path, set[catalogs.Key]]]:
    of_core = catalogs.keys(catalogs.marked(ROOT / "core"))
    return ((owner, set() if owner.name == "core" else of_core) for owner in owners())


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
