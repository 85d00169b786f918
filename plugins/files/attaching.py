"""Attaching files to records: each step asks the record's own rights, and leaves a line in its change log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import IO, Any

import sqlalchemy as sa

from core import Actor, BadQuery, Invalid, NotFound, Refusal, clock, db, insert_into, int64, queries, records, settings, transaction, users
from core import gettext as _

from . import folder, kinds
from .models import Attachment, Content, File, Version
from .roles import ADD, REMOVE
from .settings import MOST_MB, QUOTA_GB

ATTACHMENT, CONTENT, FILE, VERSION = Attachment.__table__, Content.__table__, File.__table__, Version.__table__
MOST_SHOWN = 200
MB, GB = 1024**2, 1024**3


@dataclass(frozen=True, slots=True)
class Attached:
    """One version of a file on a record. ``size`` in bytes; ``versions`` how many there are."""

    id: int
    name: str
    number: int
    versions: int
    sha256: str
    size: int
    type: str
    at: datetime
    by_id: int | None

    @property
    def by(self) -> str:
        return users.name_of(self.by_id) if self.by_id else ""

    @property
    def size_text(self) -> str:
        return size_text(self.size)

    @property
    def is_picture(self) -> bool:
        return self.type in kinds.PICTURES


def size_text(size: int) -> str:
    """A size in bytes as people read it: 3 KB, 1.5 MB."""
    for unit, factor in (("GB", GB), ("MB", MB)):
        if size >= factor:
            return f"{size / factor:.1f}".removesuffix(".0") + f" {unit}"
    return f"{max(1, round(size / 1024))} KB"


def record_of(record_id: int, user: Actor, operation: str = "read") -> Any:
    """The record, of whatever object. Raises NotFound where the user may not know of it, Forbidden, ModuleOff."""
    link = queries.links([record_id], user).get(record_id)
    if link is None:
        raise NotFound
    return records.get(link.object, record_id, user, operation=operation)


def most_bytes() -> int:
    """The largest file that is taken."""
    return int(settings.get(MOST_MB)) * MB


def may_add(record: Any, user: Actor) -> bool:
    return user.may(ADD) and records.may_edit(record, user)


def may_remove(record: Any, user: Actor) -> bool:
    return user.may(REMOVE) and records.may_edit(record, user)


# ---------------------------------------------------------------- reading


def attached(record: Any) -> list[Attached]:
    """The latest version of the last MOST_SHOWN files on a record that the user may read, the last attached first: one statement."""
    return page_of(record)[0]


def page_of(record: Any, cursor: str | None = None) -> tuple[list[Attached], str | None]:
    """As attached, those after the last of the page before; with the cursor of the page that follows, if there is one. Raises BadQuery for no cursor of ours."""
    if cursor is None:
        found = _rows(_latest(following=False), record=record.id)
    else:
        at, last = _place(cursor)
        found = _rows(_latest(following=True), record=record.id, at=at, last=last)
    shown = found[:MOST_SHOWN]
    return shown, f"{shown[-1].at.isoformat()}~{shown[-1].id}" if len(found) > MOST_SHOWN else None


def _place(cursor: str) -> tuple[datetime, int]:
    at, _mark, last = cursor.partition("~")
    try:
        moment, number = datetime.fromisoformat(at), int64(last)
        if moment.tzinfo is None:
            raise ValueError(cursor)
        return moment.astimezone(UTC), number
    except (ValueError, OverflowError):
        raise BadQuery(_("This page's address is no longer valid; start from the first page."), "cursor") from None


def attached_to(record_ids: Sequence[int]) -> Mapping[int, list[Attached]]:
    """As attached, for several records in sight, by record: one statement. Records without files are left out."""
    columns = _versions().add_columns(ATTACHMENT.c.record_id)
    query = columns.where(ATTACHMENT.c.record_id.in_(record_ids), ATTACHMENT.c.removed_at.is_(None), VERSION.c.number == FILE.c.latest)
    found: dict[int, list[Attached]] = {}
    for row in db.session.execute(query.order_by(ATTACHMENT.c.id).limit(MOST_SHOWN)):
        values = dict(row._mapping)
        found.setdefault(values.pop("record_id"), []).append(Attached(**values))
    return found


def versions_of(record: Any, attachment_id: int) -> list[Attached]:
    """All versions of one file on a record, the latest first. Raises NotFound."""
    query = _versions().where(ATTACHMENT.c.record_id == record.id, ATTACHMENT.c.id == attachment_id, ATTACHMENT.c.removed_at.is_(None))
    found = _rows(query.order_by(VERSION.c.number.desc()).limit(MOST_SHOWN))
    if not found:
        raise NotFound
    return found


def version_of(record: Any, attachment_id: int, number: int | None = None) -> Attached:
    """One version, the latest unless told. Raises NotFound."""
    wanted = VERSION.c.number == (FILE.c.latest if number is None else number)
    found = _rows(_versions().where(ATTACHMENT.c.record_id == record.id, ATTACHMENT.c.id == attachment_id, ATTACHMENT.c.removed_at.is_(None), wanted))
    if not found:
        raise NotFound
    return found[0]


def _versions() -> sa.Select[Any]:
    joined = ATTACHMENT.join(FILE, FILE.c.id == ATTACHMENT.c.file_id).join(VERSION, VERSION.c.file_id == FILE.c.id)
    return sa.select(
        ATTACHMENT.c.id, FILE.c.name, VERSION.c.number, FILE.c.latest.label("versions"), VERSION.c.sha256, CONTENT.c.size, CONTENT.c.type,
        VERSION.c.at, VERSION.c.by_id,
    ).select_from(joined.join(CONTENT, CONTENT.c.sha256 == VERSION.c.sha256))  # fmt: skip


@cache
def _latest(*, following: bool) -> sa.Select[Any]:
    """Built once: it is asked with every record's page. One more than is shown tells whether there are more."""
    here = _versions().where(ATTACHMENT.c.record_id == sa.bindparam("record"), ATTACHMENT.c.removed_at.is_(None), VERSION.c.number == FILE.c.latest)
    if following:
        at: Any = sa.bindparam("at", type_=VERSION.c.at.type)
        last: Any = sa.bindparam("last")
        here = here.where(sa.or_(VERSION.c.at < at, sa.and_(VERSION.c.at == at, ATTACHMENT.c.id < last)))
    return here.order_by(VERSION.c.at.desc(), ATTACHMENT.c.id.desc()).limit(MOST_SHOWN + 1)


def _rows(query: sa.Select[Any], **values: Any) -> list[Attached]:
    return [Attached(**row._mapping) for row in db.session.execute(query, values)]


# ---------------------------------------------------------------- writing


def attach(record: Any, user: Actor, name: str, stream: IO[bytes], length: int | None = None) -> Attached:
    """Attach a file. One of the same name on this record gets a new version; the very same bytes change nothing.

    ``length`` in bytes, where it is known before. Raises Invalid with a sentence about the file, Forbidden, NotFound, Refusal.
    """
    user.require(ADD)
    _changeable(record, user)
    if length is not None and length > most_bytes():
        raise folder.too_large(most_bytes())
    with arriving(name, stream) as arrived, transaction():
        attachment_id = put(_changeable(record, user, lock=True), user, arrived)
    return version_of(record, attachment_id)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that has come in and may be attached: its bytes are kept for as long as ``arriving`` is open."""

    name: str
    kind: str
    received: folder.Received


@contextmanager
def arriving(name: str, stream: IO[bytes]) -> Iterator[Arrived]:
    """Receive a file. To be entered before the transaction that attaches it: within the block the sweep waits. Raises Invalid, Refusal."""
    name = kinds.clean_name(name)
    with folder.received(stream, most_bytes()) as received:
        kind = kinds.kind_of(name, received.head)
        with _gone_if_refused(received.sha256), folder.keeping(received):
            yield Arrived(name, kind, received)


def put(record: Any, user: Actor, arrived: Arrived) -> int:
    """Attach a file that has arrived to a locked record, in the running transaction; returns the attachment's id."""
    _keep_content(arrived.received, arrived.kind)
    return _next_version(record, user, arrived.name, arrived.received.sha256)


@contextmanager
def _gone_if_refused(sha256: str) -> Iterator[None]:
    """Bytes whose row could not be written take no room: on a full disk, least of all. While others store, and for what cannot be asked now,
    they are left to the sweep."""
    try:
        yield
    except Exception:
        with suppress(sa.exc.SQLAlchemyError, BlockingIOError):
            folder.discard(_unless_kept(sha256), wait=False)
        raise


def _unless_kept(sha256: str) -> Iterator[str]:
    """Asked while nobody stores: somebody else may have kept the same bytes."""
    if not db.session.execute(sa.select(CONTENT.c.sha256).where(CONTENT.c.sha256 == sha256)).first():
        yield sha256


def _changeable(record: Any, user: Actor, *, lock: bool = False) -> Any:
    """The record, if the user may change it. Locked, two who attach a file of one name take turns."""
    record = records.get(record.__object_code__, record.id, user, operation="edit", lock=lock)
    reason = record.object_type.readonly_reason(record)
    if reason is not None:
        raise Refusal(str(reason), code="read-only")
    return record


def _keep_content(received: folder.Received, kind: str) -> None:
    if db.session.execute(sa.select(CONTENT.c.sha256).where(CONTENT.c.sha256 == received.sha256)).first():
        return
    quota = int(settings.get(QUOTA_GB) or 0) * GB
    if quota and db.session.execute(sa.select(sa.func.coalesce(sa.func.sum(CONTENT.c.size), 0))).scalar_one() + received.size > quota:
        raise Invalid({"file": [_("There is no room for this file: all files together may have %(most)s GB.", most=quota // GB)]})
    row = insert_into(CONTENT).values(sha256=received.sha256, size=received.size, type=kind)
    db.session.execute(row.on_conflict_do_nothing())  # somebody else may be storing the same bytes


def _next_version(record: Any, user: Actor, name: str, sha256: str) -> int:
    same = sa.select(ATTACHMENT.c.id, FILE.c.id.label("file_id"), FILE.c.latest, VERSION.c.sha256).select_from(
        ATTACHMENT.join(FILE, FILE.c.id == ATTACHMENT.c.file_id).join(VERSION, sa.and_(VERSION.c.file_id == FILE.c.id, VERSION.c.number == FILE.c.latest))
    )
    same = same.where(ATTACHMENT.c.record_id == record.id, ATTACHMENT.c.removed_at.is_(None), FILE.c.name == name)
    known = db.session.execute(same.limit(1)).one_or_none()
    if known is None:
        return _first_version(record, user, name, sha256)
    if known.sha256 != sha256:
        # Attached to several records, it is one file: whoever comes second sees the number the first has taken.
        raised = sa.update(FILE).where(FILE.c.id == known.file_id).values(latest=FILE.c.latest + 1).returning(FILE.c.latest)
        number = db.session.execute(raised).scalar_one()
        _add_version(known.file_id, number, sha256, user)
        records.note(record, user, "attach", _("%(name)s, version %(number)s", name=name, number=number))
    return int(known.id)


def _first_version(record: Any, user: Actor, name: str, sha256: str) -> int:
    file = File(name=name, latest=1)
    db.session.add(file)
    db.session.flush()
    _add_version(file.id, 1, sha256, user)
    attachment = Attachment(record_id=record.id, file_id=file.id)
    db.session.add(attachment)
    db.session.flush()
    records.note(record, user, "attach", name)
    return attachment.id


def _add_version(file_id: int, number: int, sha256: str, user: Actor) -> None:
    db.session.execute(sa.insert(VERSION).values(file_id=file_id, number=number, sha256=sha256, at=clock.now(), by_id=user.id or None))


def remove(record: Any, attachment_id: int, user: Actor) -> str:
    """Take a file off a record; ``restore`` puts it back. Returns its name. Raises NotFound, Forbidden, Refusal."""
    user.require(REMOVE)
    with transaction():
        record = _changeable(record, user, lock=True)
        name = version_of(record, attachment_id).name
        db.session.execute(sa.update(ATTACHMENT).where(ATTACHMENT.c.id == attachment_id).values(removed_at=clock.now()))
        records.note(record, user, "detach", name)
    return name


def restore(record: Any, attachment_id: int, user: Actor) -> Attached:
    """Put a removed file back. Raises NotFound once it has been swept, Forbidden, Refusal."""
    user.require(REMOVE)
    with transaction():
        record = _changeable(record, user, lock=True)
        mine = sa.and_(ATTACHMENT.c.id == attachment_id, ATTACHMENT.c.record_id == record.id, ATTACHMENT.c.removed_at.is_not(None))
        back = sa.update(ATTACHMENT).where(mine).values(removed_at=None)
        if db.session.execute(back).rowcount:  # type: ignore[attr-defined]  # a CursorResult, typed as Result
            records.note(record, user, "attach", version_of(record, attachment_id).name)
    return version_of(record, attachment_id)


# ---------------------------------------------------------------- several records


def share_with(from_ids: Sequence[int], to_ids: Sequence[int]) -> list[int]:
    """Put the files of the first records on the second ones too; returns the ids of what was added."""
    on = sa.select(ATTACHMENT.c.file_id, ATTACHMENT.c.record_id)
    mine = db.session.execute(on.where(ATTACHMENT.c.record_id.in_(from_ids), ATTACHMENT.c.removed_at.is_(None)).order_by(ATTACHMENT.c.id))
    files = list(dict.fromkeys(row.file_id for row in mine))
    there = {(row.record_id, row.file_id) for row in db.session.execute(on.where(ATTACHMENT.c.record_id.in_(to_ids), ATTACHMENT.c.file_id.in_(files)))}
    added = [Attachment(record_id=record_id, file_id=file_id) for record_id in to_ids for file_id in files if (record_id, file_id) not in there]
    db.session.add_all(added)
    db.session.flush()
    return [one.id for one in added]


def take_back(attachment_ids: Sequence[int]) -> None:
    """Undo ``share_with``."""
    db.session.execute(sa.delete(ATTACHMENT).where(ATTACHMENT.c.id.in_(attachment_ids)))


def count_on(record_id: int) -> int:
    """How many files a record has."""
    mine = sa.select(sa.func.count()).where(ATTACHMENT.c.record_id == record_id, ATTACHMENT.c.removed_at.is_(None))
    return int(db.session.execute(mine).scalar_one())
