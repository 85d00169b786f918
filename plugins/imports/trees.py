"""Salesforce's tree files: JSON records that refer to one another by ``referenceId``, and the plan that orders the files.

Each object's records become a table of their own, in the order in which they can be taken in: whatever is referred to comes first.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core import Actor, ObjectType, Refusal, permissions, registry
from core import gettext as _

from .guesses import plain
from .mapping import labels

REFERENCE = "referenceId"
MOST_RECORDS = 200_000
DEEPEST = 20


@dataclass(slots=True)
class Branch:
    """The records of one Salesforce object: ``rows`` hold text by column, references as they stand ("@AccountRef1")."""

    sobject: str
    filename: str
    rows: list[dict[str, str]] = field(default_factory=list)

    def columns(self) -> list[str]:
        return list(dict.fromkeys(name for row in self.rows for name in row))

    def references(self) -> set[str]:
        """Columns of which every filled cell refers to another record."""
        filled = {name: [row[name] for row in self.rows if row.get(name)] for name in self.columns() if name != REFERENCE}
        return {name for name, cells in filled.items() if cells and all(cell.startswith("@") for cell in cells)}

    def as_csv(self) -> bytes:
        """The table as CSV in UTF-8; a reference loses its "@", so that it equals the key it refers to."""
        columns, referring = self.columns(), self.references()
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows([row.get(name, "").removeprefix("@") if name in referring else row.get(name, "") for name in columns] for row in self.rows)
        return text.getvalue().encode()


def is_tree(filename: str) -> bool:
    return filename.lower().endswith(".json")


def branches(files: Mapping[str, bytes]) -> list[Branch]:
    """The tables in the files, in the order of their plan, else of their references.

    ``files``: content by file name; one of them may be the plan. Raises Refusal for what is no tree, names the file.
    """
    read = {name: _json(name, content) for name, content in files.items()}
    plan = next((one for one in read.values() if isinstance(one, list)), None)
    found: dict[str, Branch] = {}
    for name in _ordered(plan, read) if plan is not None else read:
        for sobject, row in _records(name, read[name]):
            found.setdefault(sobject, Branch(sobject, name)).rows.append(row)
    if not found:
        raise Refusal(_("The files hold no records."), field="file")
    return list(found.values()) if plan is not None else _by_reference(list(found.values()))


def object_of(branch: Branch, user: Actor) -> ObjectType:
    """The object whose records these are: by its code or its label. Raises Refusal where there is none to write to."""
    wanted = plain(branch.sobject.removesuffix("__c"))
    for one in registry.objects():
        if wanted in {plain(called) for called in (one.code, *labels(one.label))} and permissions.may(user, one, "create"):
            return one
    raise Refusal(_("%(file)s: there is no object “%(object)s” that you may fill.", file=branch.filename, object=branch.sobject), field="file")


def _json(name: str, content: bytes) -> Any:
    try:
        found = json.loads(content.decode("utf-8-sig"))
        json.dumps(found, ensure_ascii=False).encode()  # half of a surrogate pair is no character
    except (ValueError, RecursionError):
        raise Refusal(_("%(file)s is no JSON file.", file=name), field="file") from None
    return found


def named_by(plan: Any) -> Iterator[str]:
    """The files that a plan names, in their order; none where it is no plan."""
    for step in plan if isinstance(plan, list) else ():
        files = step.get("files") if isinstance(step, dict) else None
        yield from (str(name) for name in files) if isinstance(files, list) else ()


def _ordered(plan: Sequence[Any], read: Mapping[str, Any]) -> Iterator[str]:
    for name in named_by(plan):
        if name not in read:
            raise Refusal(_("The plan names the file %(file)s, which is missing. Choose it too.", file=name), field="file")
        yield name


def _records(name: str, content: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """(object, row) of every record, children behind their parent."""
    listed = content.get("records") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        raise Refusal(_("%(file)s is no tree file: it needs “records”.", file=name), field="file")
    for count, found in enumerate(_unfolded(name, listed, {}, 0), start=1):
        if count > MOST_RECORDS:
            raise Refusal(_("%(file)s holds more than %(most)d records.", file=name, most=MOST_RECORDS), field="file")
        yield found


def _unfolded(name: str, listed: Iterable[Any], parent: Mapping[str, str], depth: int) -> Iterator[tuple[str, dict[str, str]]]:
    for record in listed:
        attributes = record.get("attributes") if isinstance(record, dict) else None
        if not isinstance(attributes, dict) or not isinstance(attributes.get("type"), str) or depth > DEEPEST:
            raise Refusal(_("%(file)s is no tree file: each record needs “attributes” with its “type”.", file=name), field="file")
        reference, sobject = str(attributes.get(REFERENCE) or ""), attributes["type"]
        plain = {key: _text(value) for key, value in record.items() if key != "attributes" and not _is_children(value)}
        yield sobject, {REFERENCE: reference, **parent, **plain}
        for children in (value["records"] for value in record.values() if _is_children(value)):
            yield from _unfolded(name, children, {f"{sobject}Id": f"@{reference}"}, depth + 1)


def _is_children(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("records"), list)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _by_reference(found: list[Branch]) -> list[Branch]:
    """Whatever is referred to before what refers to it; a circle keeps the order of the files."""
    holder = {row[REFERENCE]: branch.sobject for branch in found for row in branch.rows}
    needs = {
        branch.sobject: {holder.get(row[name].removeprefix("@"), "") for name in branch.references() for row in branch.rows if row.get(name)} - {branch.sobject}
        for branch in found
    }
    ordered: list[Branch] = []
    while found:
        placed = {one.sobject for one in ordered}
        ready = next((one for one in found if needs[one.sobject] <= placed | {""}), found[0])
        found.remove(ready)
        ordered.append(ready)
    return ordered
