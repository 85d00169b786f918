"""Taking a file in: recognise it, guess its mapping, keep it. Workbooks become tables, trees of records a series of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import BinaryIO

import sqlalchemy as sa

from core import Actor, NotFound, ObjectType, Refusal, db, now, permissions, records, registry, settings, transaction
from core import gettext as _

from . import contents, mapping, models, trees, workbooks
from .mapping import TREE, Column, Plan
from .models import Import
from .reading import Source, Table, read_table

RUN = "imports.run"
MOST_ROWS = "imports.most_rows"


def prepare(
    object_type: ObjectType, filename: str, content: bytes | BinaryIO, user: Actor, plan: Plan | None = None, *, heading: bool = True,
    skip: int | None = None,
) -> Import:  # fmt: skip
    """Take a file in: recognise it, guess its mapping unless one is given. ``skip``: filled lines above its heading. Raises Refusal, Forbidden."""
    user.require(RUN)
    permissions.require(user, object_type, "create")
    source = _as_source(content)
    digest = contents.digest(source)
    with ExitStack() as opened:
        if workbooks.is_workbook(source):
            source = contents.rewound(opened.enter_context(workbooks.as_table(source)))
        return _kept(object_type, filename, source, digest, user, plan, heading, skip)


def _kept(
    object_type: ObjectType, filename: str, source: Source, digest: str, user: Actor, plan: Plan | None, heading: bool, skip: int | None
) -> Import:  # fmt: skip
    table = read_table(source, heading=heading, skip=skip)
    found = mapping.fit(plan, table) if plan else mapping.guess(table, object_type, user)
    with transaction():
        made = Import(
            object=object_type.code, filename=_bare(filename), digest=digest, encoding=table.encoding, delimiter=table.delimiter, heading=heading, skip=table.skip,
            plan=found.dump(), total=_counted(table), user_id=user.id, created_at=now(), status=models.DRAFT,
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        contents.keep(made.id, source)
    return made


def has_records(user: Actor) -> bool:
    """Whether anybody's work is in the house already, by import or by hand."""
    return any(records.first(one, user) is not None for one in registry.objects() if one.owners and one.menu is not None)


def prepare_tree(files: Mapping[str, bytes], user: Actor) -> list[Import]:
    """Take a set of tree files in, with or without their plan: a series of imports, in the order in which they are to run.

    Raises Refusal for files that are no trees and for objects that the user may not fill.
    """
    user.require(RUN)
    found = [(branch, trees.object_of(branch, user)) for branch in trees.branches(files)]
    series: list[Import] = []
    with transaction():
        for place, (branch, object_type) in enumerate(found, start=1):
            one = prepare(object_type, branch.filename, branch.as_csv(), user)
            series.append(one)
            one.series_id, one.place = series[0].id, place
            one.plan = _with_references(mapping.load(one.plan), branch, series[0].id).dump()
            db.session.flush()
    return series


def discard(one: Import) -> None:
    """Forget an import that has not begun, with its file."""
    with transaction():
        contents.drop(one.id)
        db.session.delete(one)


def mine(import_id: int, user: Actor) -> Import:
    """An import is seen by who began it, and by administrators. Raises NotFound, Forbidden."""
    user.require(RUN)
    one: Import | None = db.session.get(Import, import_id, populate_existing=True)
    if one is None or not is_seen(one, user):
        raise NotFound
    return one


def is_seen(one: Import, user: Actor) -> bool:
    return bool(one.user_id == user.id or user.is_admin)


def series_of(one: Import) -> list[Import]:
    """The imports that belong together with this one, in their order; none for a file of its own."""
    if one.series_id is None:
        return []
    return list(db.session.execute(sa.select(Import).where(Import.series_id == one.series_id).order_by(Import.place)).scalars())


def table_of(one: Import) -> Table:
    """The file of an import, read again as it was understood. Raises Refusal where it is no longer kept."""
    return read_table(contents.of(one.id), one.encoding, one.delimiter, heading=one.heading, skip=one.skip)


def read_again(one: Import, encoding: str, delimiter: str, heading: bool, skip: int) -> None:
    """Understand the file otherwise. Raises Refusal where that makes no table of it."""
    if (encoding, delimiter, heading, skip) == (one.encoding, one.delimiter, one.heading, one.skip):
        return
    table = read_table(contents.of(one.id), encoding, delimiter, heading=heading, skip=skip)
    with transaction():
        one.encoding, one.delimiter, one.heading, one.skip, one.total = encoding, delimiter, heading, skip, _counted(table)


def _bare(filename: str) -> str:
    """The name alone, without a path and without characters that nobody sees."""
    name = "".join(one for one in filename.replace("\\", "/").rpartition("/")[2] if one.isprintable())
    return name[-255:] or _("File")


def _as_source(content: bytes | BinaryIO) -> Source:
    if isinstance(content, bytes):
        return lambda: io.BytesIO(content)
    return contents.rewound(content)


def _counted(table: Table) -> int:
    total, most = table.count(), settings.get(MOST_ROWS)
    if total > most:
        raise Refusal(_("The file has %(total)d rows; at most %(most)d can be imported at once.", total=total, most=most), field="file")
    if total == 0:
        raise Refusal(_("The file has a heading but no rows."), field="file")
    return int(total)


def _with_references(plan: Plan, branch: trees.Branch, series_id: int) -> Plan:
    """The plan with the keys by which the files of a series refer to one another."""
    system, referring = f"{TREE}{series_id}", branch.references()
    return replace(plan, columns=tuple(_referring(one, system, referring) for one in plan.columns))


def _referring(column: Column, system: str, referring: set[str]) -> Column:
    if column.column == trees.REFERENCE:
        return Column(column.column, system)
    return replace(column, by=system) if column.column in referring else column
