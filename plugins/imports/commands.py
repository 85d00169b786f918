"""``forecourt import`` and ``forecourt export``."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

import click

from core import Actor, ForecourtError, Invalid, NotFound, ObjectType, Refusal, acting, cells, db, fields, inside_app, joined, permissions, queries, registry, system_actor, users
from core import gettext as _

from . import bad_rows as bad
from . import contents, intake, mapping, repetition, results, running, taking_back, trees
from .doubts import doubts
from .models import DONE, FAILED, RUNNING, Import

REFUSED, SOME_FAILED = 1, 3


def _actor(email: str | None) -> Actor:
    """Who does it: the product itself, unless somebody is named. Raises click.ClickException."""
    if email is None:
        return system_actor()
    person = users.by_email(email)
    if person is None or not person.active:
        raise click.ClickException(_("There is no active user with the address %(email)s.", email=email))
    return users.actor(person.id)


@click.command("import")
@click.argument("object_code", metavar="OBJECT")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", "mapping_name", help="A mapping kept by name, or a JSON file with one. Without it the columns are guessed.")
@click.option("--key", help="Update the record whose FIELD has the row's value; without such a record a new one is made.")
@click.option("--save-mapping", help="Keep the mapping that was used, by this name.")
@click.option("--lenient", is_flag=True, help="Take rows that lack what a form would demand.")
@click.option("--quiet", is_flag=True, help="Old records: nobody is told, nothing is assigned, no clock starts.")
@click.option("--dry-run", is_flag=True, help="Check every row, change nothing.")
@click.option("--bad-rows", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows that failed here, with their reasons.")
@click.option("--as", "email", help="Act with the rights of the user with this mail address.")
@click.option("--no-heading", is_flag=True, help="The first line holds data; the columns are called Column 1, Column 2, …")
@click.option("--skip", type=click.IntRange(0, 1000), help="So many filled lines stand above the heading, such as a title; without it they are recognised.")
@click.option("--resume", type=int, help="Go on with an interrupted import, or import after its dry run, by its number.")
@click.option("--again", is_flag=True, help="Import a file a second time although that makes its records twice.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@inside_app
def import_file(
    object_code: str, file: Path, mapping_name: str | None, key: str | None, save_mapping: str | None, lenient: bool, quiet: bool, dry_run: bool,
    bad_rows: Path | None, email: str | None, no_heading: bool, skip: int | None, resume: int | None, again: bool, as_json: bool,
) -> None:  # fmt: skip
    """Import FILE (CSV, TSV, a workbook of Excel or LibreOffice) into OBJECT, by its code as "forecourt modules list" and the API name it.

    Exit code 0: every row was taken; 3: some failed; 1: the file or the mapping was refused, nothing was done.
    """
    actor = _actor(email)
    with acting(actor):
        try:
            object_type = registry.enabled_object(object_code)
            plan = _plan(object_type, mapping_name) if mapping_name else None
            one = _resumed(resume, object_type, file) if resume else _prepared(object_type, file, plan, key, lenient, quiet, not no_heading, skip, actor)
            for sentence in () if as_json or mapping_name or resume else doubts(mapping.load(one.plan), intake.table_of(one), object_type, actor):
                click.echo(sentence, err=True)
            if not dry_run and not resume:
                one = one if again else _gone_on_with(one, as_json)
                _take(one, again)
            if save_mapping:
                mapping.keep(object_type, save_mapping, mapping.load(one.plan), actor)
            found = running.perform(one, actor, trial=dry_run, progress=None if as_json else _show)
        except ForecourtError as problem:
            click.echo(problem.message, err=True)
            sys.exit(REFUSED)
        _report(one, found, dry_run, bad_rows, as_json)
    sys.exit(SOME_FAILED if found[FAILED] else 0)


def _prepared(
    object_type: ObjectType, file: Path, plan: mapping.Plan | None, key: str | None, lenient: bool, quiet: bool, heading: bool, skip: int | None, actor: Actor
) -> Import:
    with file.open("rb") as stream:
        one = intake.prepare(object_type, file.name, stream, actor, plan, heading=heading, skip=skip)
    one.plan = {**one.plan, "key": key or one.plan["key"], "lenient": lenient or one.plan["lenient"], "quiet": quiet or one.plan["quiet"]}
    return one


def _plan(object_type: ObjectType, name: str) -> mapping.Plan:
    path = Path(name)
    if path.suffix != ".json":
        return mapping.recall(object_type, name)
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise Invalid({"mapping": [_("%(file)s cannot be read: %(problem)s", file=name, problem=problem)]}) from None
    if not isinstance(stored, dict):
        raise Invalid({"mapping": [_("This is no mapping: it needs “columns”, each with “column” and “field”.")]})
    return mapping.load(stored)


def _resumed(number: int, object_type: ObjectType, file: Path) -> Import:
    """The import of that number. Raises NotFound, and Refusal for a file that is another by now."""
    one = db.session.get(Import, number)
    if one is None or one.object != object_type.code:
        raise NotFound(_("There is no import %(number)d of %(object)s.", number=number, object=object_type.plural))
    with file.open("rb") as stream:
        if one.digest != contents.digest(contents.rewound(stream)):
            message = _("%(file)s has changed since import %(number)d took it in. Import it anew, without --resume.", file=file.name, number=number)
            raise Refusal(message, field="file")
    return one


def _gone_on_with(one: Import, quietly: bool) -> Import:
    """The import itself, or the one that it would begin anew: a command that was killed goes on when it is given again."""
    before = repetition.begun_before(one)
    if before is None:
        return one
    intake.discard(one)
    if not quietly:
        done = sum(results.counts(before).values())
        click.echo(_("Going on with import %(number)d, of which %(done)d of %(total)d rows are done.", number=before.id, done=done, total=before.total), err=True)
    return before


def _branch(one: Import, options: dict[str, Any], actor: Actor, dry_run: bool, again: bool, quietly: bool) -> Any:
    """One file of a tree: tried, imported, gone on with, or left as it is done."""
    if one.status == DONE:
        return results.counts(one)
    one.plan = {**one.plan, **options}
    if not dry_run:
        _take(one, again)
    return running.perform(one, actor, trial=dry_run, progress=None if quietly else _show)


def _take(one: Import, again: bool) -> None:
    if one.status != RUNNING:
        repetition.refuse_repetition(one, again)
    repetition.take(one, again=again)


def _show(done: int, total: int) -> None:
    click.echo(_("%(done)d of %(total)d rows", done=done, total=total), err=True)


def _report(one: Import, found: Any, dry_run: bool, target: Path | None, as_json: bool) -> None:
    if target is not None and found[FAILED]:
        with target.open("w", encoding="utf-8") as file:
            file.writelines(bad.as_csv(one, trial=dry_run))
    failed = [{"row": row.number, "line": row.line, "reason": row.reason} for row in results.failures(one, trial=dry_run, limit=1000)]
    if as_json:
        body = {"import": one.id, "dry_run": dry_run, "rows": one.total, **{name: found[name] for name in ("created", "updated", "unchanged", "failed")}}
        click.echo(json.dumps({**body, "failures": failed}, ensure_ascii=False))
        return
    for row in failed[:20]:
        click.echo(_("Line %(line)d: %(reason)s", line=row["line"], reason=row["reason"]), err=True)
    click.echo(
        _("%(created)d made, %(updated)d changed, %(unchanged)d as before, %(failed)d failed.",
          created=found["created"], updated=found["updated"], unchanged=found["unchanged"], failed=found["failed"])
    )  # fmt: skip


@click.command("import-tree")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE…")
@click.option("--dry-run", is_flag=True, help="Check every record, change nothing.")
@click.option("--lenient", is_flag=True, help="Take records that lack what a form would demand.")
@click.option("--fill", "fills", multiple=True, metavar="OBJECT.FIELD=TEXT", help="Fill a field that the files lack, such as opportunity.process=Standard; repeatable.")
@click.option("--again", is_flag=True, help="Import the files a second time although that makes their records twice.")
@click.option("--as", "email", help="Act with the rights of the user with this mail address.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON, one line for each object.")
@inside_app
def import_tree(
    files: Sequence[Path], dry_run: bool, lenient: bool, fills: Sequence[str], again: bool, email: str | None, as_json: bool
) -> None:  # fmt: skip
    """Import Salesforce tree FILEs (JSON): a plan, whose files are read from its folder, or the tree files themselves.

    Records that refer to one another are linked. Exit code 0: every record was taken; 3: some failed; 1: the files were
    refused, nothing was done.
    """
    actor, failed = _actor(email), 0
    with acting(actor):
        try:
            series = intake.prepare_tree(_tree_files(files), actor)
            for one in series if dry_run or again else repetition.gone_on_with(series):
                found = _branch(one, {"lenient": lenient, "fills": mapping.fills_for(one.object, fills)}, actor, dry_run, again, as_json)
                failed += found[FAILED]
                if not as_json:
                    click.echo(f"{one.filename}: ", nl=False)
                _report(one, found, dry_run, None, as_json)
        except ForecourtError as problem:
            click.echo(problem.message, err=True)
            sys.exit(REFUSED)
    sys.exit(SOME_FAILED if failed else 0)


def _tree_files(chosen: Sequence[Path]) -> dict[str, bytes]:
    """The files by name; those that a plan names are found beside it."""
    found = {path.name: path.read_bytes() for path in chosen}
    for path in chosen:
        try:
            plan = json.loads(found[path.name])
        except ValueError:
            continue  # the reader of trees says which file is none
        for name in trees.named_by(plan):
            beside = path.parent / Path(name).name
            if name not in found and beside.is_file():
                found[name] = beside.read_bytes()
    return found


@click.command("take-import-back")
@click.argument("number", type=int)
@click.option("--as", "email", help="Act with the rights of the user with this mail address.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@inside_app
def take_import_back(number: int, email: str | None, as_json: bool) -> None:
    """Take back the import NUMBER: what it made goes to the recycle bin, what it changed gets its former values.

    What somebody has worked on since stays. A command that was killed goes on where it was when it is given again.
    Exit code 0: all was taken back; 3: some stays; 1: it cannot be taken back.
    """
    actor = _actor(email)
    with acting(actor):
        try:
            one = _numbered(number, actor)
            taking_back.begin(one)
            back = taking_back.perform(one, actor, None if as_json else _show)
        except ForecourtError as problem:
            click.echo(problem.message, err=True)
            sys.exit(REFUSED)
    if as_json:
        click.echo(json.dumps({"import": one.id, "deleted": back.deleted, "changed_back": back.changed_back, "left": back.left}))
    else:
        click.echo(_("%(gone)d records were deleted, %(back)d are as they were before; %(stays)d stay because they were changed since or may not be.", gone=back.deleted, back=back.changed_back, stays=back.left))
    sys.exit(SOME_FAILED if back.left else 0)


def _numbered(number: int, actor: Actor) -> Import:
    """Raises NotFound by its number, Forbidden."""
    try:
        return intake.mine(number, actor)
    except NotFound:
        raise NotFound(_("There is no import %(number)d.", number=number)) from None


@click.command("export")
@click.argument("object_code", metavar="OBJECT")
@click.option("--view", "view_code", help="The columns, filter and order of a list view.")
@click.option("--where", help='A condition, such as "status = new and created_at >= today-7".')
@click.option("--columns", help="Fields, separated by commas.")
@click.option("--sort", help="A field; a minus sign before it for descending.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write; otherwise to the screen.")
@click.option("--as", "email", help="Act with the rights of the user with this mail address.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line, values as the API gives them.")
@inside_app
def export_records(
    object_code: str, view_code: str | None, where: str | None, columns: str | None, sort: str | None, out: Path | None, email: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Write the records of OBJECT as CSV, exactly as a list with this view and condition shows them."""
    from core import audit, conditions

    actor = _actor(email)
    with acting(actor):
        try:
            actor.require("export")
            object_type = registry.enabled_object(object_code)
            view = _view(object_type, view_code)
            names = _columns(object_type, actor, columns, view)
            rows = queries.export(
                object_type, actor, where=conditions.both(view.where if view else None, where), sort=sort or (view.sort if view else None), columns=names
            )
            write = _write_json if as_json else _write_csv
            count = _written(out, lambda stream: write(stream, object_type, names, rows, actor))
            audit.record("export", actor=actor, object_code=object_type.code, details={"rows": count, "columns": list(names)})
        except ForecourtError as problem:
            click.echo(problem.message, err=True)
            sys.exit(REFUSED)
    if out is not None:
        click.echo(_("%(count)d records written to %(file)s.", count=count, file=out.name), err=True)


def _view(object_type: ObjectType, code: str | None) -> Any:
    if code is None:
        return None
    view = object_type.view(code)
    if view is None:
        known = joined(one.code for one in object_type.list_views)
        raise Invalid({"view": [_("There is no view “%(view)s”; there are: %(known)s.", view=code, known=known)]})
    return view


def _columns(object_type: ObjectType, actor: Actor, given: str | None, view: Any) -> tuple[str, ...]:
    if given:
        return tuple(name.strip() for name in given.split(",") if name.strip())
    visible = permissions.visible_fields(actor, object_type)
    wanted = view.columns if view else tuple(object_type.own_fields)
    return tuple(name for name in wanted if name in visible)


def _written(out: Path | None, write: Any) -> int:
    if out is None:
        return int(write(sys.stdout))
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        return int(write(stream))


def _write_csv(stream: TextIO, object_type: ObjectType, names: Sequence[str], batches: Any, actor: Actor) -> int:
    writer = csv.writer(stream)
    writer.writerow([cells.harmless(label) for name in names for label in _labels(object_type.fields[name])])
    count = 0
    for rows in batches:
        links = queries.links(list(queries.look_up_ids(object_type, names, rows)), actor)
        for row in rows:
            writer.writerow([cells.harmless(text) for name in names for text in _texts(object_type.fields[name], row, links)])
        count += len(rows)
    return count


def _labels(field: fields.Field) -> list[str]:
    """What stands above a field's columns: an amount has a second one for its currency, as in the export of a list."""
    return [str(field.label), str(field.currency.label)] if isinstance(field, fields.CurrencyField) else [str(field.label)]


def _texts(field: fields.Field, row: Any, links: Any) -> list[str]:
    text = _text(field, row, links)
    return [text, getattr(row, field.currency_attribute) or "" if text else ""] if isinstance(field, fields.CurrencyField) else [text]


def _text(field: fields.Field, row: Any, links: Any) -> str:
    value = getattr(row, field.attribute) if field.stored else field.compute(row)  # type: ignore[attr-defined]  # only a formula is not stored
    if field.type == "lookup":
        return links[value].name if value in links else ""
    return field.text(value)


def _dumped(field: fields.Field, row: Any) -> dict[str, Any]:
    """The value as JSON, of an amount with its currency, as the API gives them."""
    beside = {field.currency_attribute: getattr(row, field.currency_attribute)} if isinstance(field, fields.CurrencyField) else {}
    return {field.name: field.dump(getattr(row, field.attribute)), **beside}


def _write_json(stream: TextIO, object_type: ObjectType, names: Sequence[str], batches: Any, actor: Actor) -> int:
    count = 0
    for rows in batches:
        for row in rows:
            values = {key: value for name in names if object_type.fields[name].stored for key, value in _dumped(object_type.fields[name], row).items()}
            stream.write(json.dumps({"id": row.id, **values}, ensure_ascii=False) + "\n")
        count += len(rows)
    return count
