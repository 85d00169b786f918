"""A product's picture: small, of a type that a browser only draws, told by its bytes, and seen by whoever sees the product."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core import Actor, Invalid, NotFound, Refusal, db, now, records, transaction
from core import gettext as _

from .models import Picture

PICTURE = Picture.__table__
MOST_BYTES = 2 * 1024 * 1024
HEAD = 8192
"""Bytes at the beginning that tell what a file is."""
TYPES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
SURE = 0.3
"""puremagic's confidence from which on its answer is taken: three bytes of signature or more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page needs to show a picture; ``sha256`` changes with its bytes."""

    type: str
    sha256: str
    at: datetime


def type_of(content: bytes) -> str:
    """The media type by content, whatever the name says. Raises Invalid for what is no such picture, or too large a one."""
    if not content:
        raise Invalid({"picture": [_("Choose a picture first.")]})
    if len(content) > MOST_BYTES:
        raise Invalid({"picture": [_("A picture may have at most %(most)s.", most="2 MB")]})
    # Imported here: only who uploads a picture needs its tables of signatures.
    import puremagic

    try:
        found = {one.mime_type for one in puremagic.magic_string(content[:HEAD]) if one.confidence >= SURE}
    except (puremagic.PureError, ValueError):
        found = set()
    media: str | None = next(iter(found & TYPES), None)
    if media is None:
        raise Invalid({"picture": [_("This is no picture: PNG, JPEG, WebP and GIF are taken.")]})
    return media


def shown(product_id: int) -> Shown | None:
    """What is known of the product's picture, without its bytes; None where it has none."""
    columns = PICTURE.c
    row = db.session.execute(sa.select(columns.type, columns.sha256, columns.at).where(columns.product_id == product_id)).first()
    return None if row is None else Shown(row.type, row.sha256, row.at)


def read(product_id: int, user: Actor) -> tuple[Shown, bytes]:
    """The picture with its bytes. Raises NotFound where there is none, or the user may not see the product."""
    records.get("product", product_id, user)
    row = db.session.execute(sa.select(PICTURE).where(PICTURE.c.product_id == product_id)).first()
    if row is None:
        raise NotFound
    return Shown(row.type, row.sha256, row.at), bytes(row.content)


def replace(product: Any, content: bytes, user: Actor) -> None:
    """Put a picture in the place of the one before. Raises Forbidden, NotFound, Refusal, Invalid."""
    media = type_of(content)
    with transaction():
        _changeable(product, user)
        _drop(product.id)
        row = {"product_id": product.id, "type": media, "sha256": hashlib.sha256(content).hexdigest(), "content": content, "at": now(), "by_id": user.id or None}
        db.session.execute(sa.insert(PICTURE), row)
        records.note(product, user, "attach", _("Picture"))


def remove(product: Any, user: Actor) -> None:
    """Take the picture off. Raises Forbidden, NotFound, Refusal."""
    with transaction():
        _changeable(product, user)
        if _drop(product.id):
            records.note(product, user, "detach", _("Picture"))


def _changeable(product: Any, user: Actor) -> None:
    """Lock the product, so that of two who change its picture at once the second finds the first one's."""
    product = records.get("product", product.id, user, operation="edit", lock=True)
    reason = product.object_type.readonly_reason(product)
    if reason is not None:
        raise Refusal(str(reason), code="read-only")


def _drop(product_id: int) -> bool:
    gone = db.session.execute(sa.delete(PICTURE).where(PICTURE.c.product_id == product_id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]  # a CursorResult, typed as Result
