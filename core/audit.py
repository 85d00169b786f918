"""The log of sign-ins, exports and changes of people and rights. Lines are only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import has_request_context, request
from sqlalchemy.orm import Mapped, mapped_column

from .actor import Actor
from .clock import now
from .db import BigId, Json, UTCDateTime, db, transaction
from .i18n import Text
from .i18n import gettext_lazy as _

EVENTS: Mapping[str, Text] = {
    "sign_in": _("Signed in"),
    "sign_in_failed": _("Sign-in failed"),
    "sign_in_blocked": _("Too many attempts"),
    "sign_out": _("Signed out"),
    "session_ended": _("Session ended"),
    "password_changed": _("Password changed"),
    "password_reset_asked": _("Password reset asked for"),
    "password_link_made": _("Password link made"),
    "password_reset": _("Password reset"),
    "token_created": _("Token created"),
    "token_revoked": _("Token revoked"),
    "user_added": _("User added"),
    "user_changed": _("User changed"),
    "user_disabled": _("User disabled"),
    "user_enabled": _("User enabled"),
    "roles_assigned": _("Roles assigned"),
    "unit_added": _("Unit added"),
    "unit_changed": _("Unit changed"),
    "queue_added": _("Queue added"),
    "queue_changed": _("Queue changed"),
    "role_added": _("Role added"),
    "role_changed": _("Rights changed"),
    "role_removed": _("Role removed"),
    "export": _("Export"),
    "module_switched": _("Module switched"),
    "setting_changed": _("Setting changed"),
    "calendar_added": _("Calendar added"),
    "calendar_changed": _("Calendar changed"),
    "record_shared": _("Record shared"),
    "field_added": _("Field added"),
    "field_changed": _("Field changed"),
    "field_removed": _("Field removed"),
    "field_brought_back": _("Field brought back"),
    "field_purged": _("Field purged"),
    "values_changed": _("Picklist values changed"),
    "labels_changed": _("Labels changed"),
    "layout_changed": _("Layout changed"),
    "mapping_changed": _("Mapping changed"),
}
"""Every kind of line, with its label; groups for the page's filter are in GROUPS."""

GROUPS: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "sign-ins": (_("Sign-ins"), ("sign_in", "sign_in_failed", "sign_in_blocked", "sign_out", "session_ended")),
    "passwords": (
        _("Passwords and tokens"), ("password_changed", "password_reset_asked", "password_link_made", "password_reset", "token_created", "token_revoked"),
    ),
    "people": (
        _("People and units"),
        ("user_added", "user_changed", "user_disabled", "user_enabled", "unit_added", "unit_changed", "queue_added", "queue_changed"),
    ),
    "rights": (_("Rights"), ("roles_assigned", "role_added", "role_changed", "role_removed", "record_shared")),
    "exports": (_("Exports"), ("export",)),
    "objects": (
        _("Objects and fields"),
        ("field_added", "field_changed", "field_removed", "field_brought_back", "field_purged", "values_changed", "labels_changed", "layout_changed",
         "mapping_changed"),
    ),
    "installation": (_("Modules and settings"), ("module_switched", "setting_changed", "calendar_added", "calendar_changed")),
}  # fmt: skip

AGENT_LENGTH = 255


class AuditLine(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One thing that somebody did or tried. ``actor_id`` is empty where nobody was signed in."""

    __tablename__ = "core_audit"
    __table_args__ = (
        sa.Index("ix_core_audit_event", "event", "id"),
        sa.Index("ix_core_audit_actor", "actor_id", "id"),
        sa.Index("ix_core_audit_subject", "subject_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    event: Mapped[str] = mapped_column(sa.String(40))
    actor_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    subject_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    object: Mapped[str | None] = mapped_column(sa.String(60))
    address: Mapped[str | None] = mapped_column(sa.String(45))
    agent: Mapped[str | None] = mapped_column(sa.String(AGENT_LENGTH))
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    @property
    def label(self) -> Text:
        return EVENTS.get(self.event, self.event)


def record(
    event: str, *, actor: Actor | int | None = None, subject_id: int | None = None, object_code: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Add a line, within the running transaction or in one of its own. ``actor``: who did it, an Actor or an id."""
    with transaction():
        db.session.execute(
            sa.insert(AuditLine).values(
                at=now(), event=event, actor_id=getattr(actor, "id", actor), subject_id=subject_id, object=object_code, address=remote_address(),
                agent=remote_agent(), details=dict(details or {}),
            )
        )  # fmt: skip


def exported(user: Actor, object_code: str, count: int, *, where: str = "", columns: Sequence[str] = (), form: str = "csv") -> None:
    """Note that a user took ``count`` records out of the product."""
    details = {"count": count, "where": where, "columns": list(columns), "format": form}
    record("export", actor=user, object_code=object_code, details=details)


def remote_address() -> str | None:
    """The address the request came from, as the server in front reports it."""
    return (request.remote_addr or "")[:45] or None if has_request_context() else None


def remote_agent() -> str | None:
    """What the browser calls itself."""
    return request.user_agent.string[:AGENT_LENGTH] or None if has_request_context() else None


def page(
    user: Actor, *, group: str | None = None, person_id: int | None = None, before: int | None = None, limit: int = 50
) -> tuple[list[AuditLine], int | None]:
    """The newest lines and the cursor of those before them. ``group`` is a key of GROUPS. Raises Forbidden."""
    user.require("core.see_log")
    lines = sa.select(AuditLine).order_by(AuditLine.id.desc()).limit(limit + 1)
    if group is not None and group in GROUPS:
        lines = lines.where(AuditLine.event.in_(GROUPS[group][1]))
    if person_id is not None:
        lines = lines.where(sa.or_(AuditLine.actor_id == person_id, AuditLine.subject_id == person_id))
    if before is not None:
        lines = lines.where(AuditLine.id < before)
    found = list(db.session.scalars(lines))
    return found[:limit], found[limit - 1].id if len(found) > limit else None
