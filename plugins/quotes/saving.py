"""What happens around a save, by object. The hooks in ``__init__`` call in here."""

from __future__ import annotations

from core import Change, Refusal
from core import gettext as _

from . import life, merges, opportunity_lines, quoting, sales, schedules, syncing
from .following import leave
from .picklists import ACCEPTED

LINES = (sales.LINE, quoting.LINE)


def before(change: Change) -> None:
    code = change.object_type.code
    if code == sales.LINE:
        opportunity_lines.before_save(change)
    elif code == quoting.LINE:
        quoting.before_line(change)


def after(change: Change) -> None:
    code = change.object_type.code
    if code in LINES and change.operation == "restore" and not _came_with_parent(change):
        _refuse_to_come_back(change)
    if code == sales.LINE:
        schedules.line_changed(change)
        sales.line_changed(change)
    elif code == schedules.INSTALLMENT:
        schedules.installment_changed(change)
    elif code == quoting.LINE:
        quoting.line_changed(change)
    elif code == quoting.QUOTE and change.is_new and change.source not in (life.VERSION, "import"):
        syncing.fill(change.record, change.user)
    if code in LINES and not _came_with_parent(change):
        syncing.mirror(change)


def _came_with_parent(change: Change) -> bool:
    """Whether a line comes back from the recycle bin with its opportunity or quote: then the other side comes too."""
    return quoting.parent_of(change) in change.together


def _refuse_to_come_back(change: Change) -> None:
    """A line that comes back by itself is held against what has become of its opportunity or quote meanwhile. Raises Refusal."""
    if change.object_type.code == sales.LINE:
        opportunity_lines.check_return(change)
    else:
        quoting.before_line(change)


def before_deletion(change: Change) -> None:
    """An accepted quote stays; what goes with its parent has nothing to say."""
    code = change.object_type.code
    if code == quoting.QUOTE and change.record.status == ACCEPTED and change.source != "undo":
        raise Refusal(_("An accepted quote is kept."), code="accepted")
    if code in ("opportunity", sales.LINE, quoting.QUOTE):
        leave(change.record.id)
    elif code == quoting.LINE:
        quoting.before_line(change)
    if code == sales.LINE and not quoting.goes_with_parent(change):
        syncing.mirror(change)  # while the other side still names it


def after_deletion(change: Change) -> None:
    code = change.object_type.code
    if code == "opportunity" and change.source == "merge":
        merges.came_together(change)
    elif code == sales.LINE:
        sales.line_changed(change)
    elif code == schedules.INSTALLMENT:
        schedules.installment_changed(change)
    elif code == quoting.LINE:
        quoting.line_changed(change)
    if code == quoting.LINE and not quoting.goes_with_parent(change):
        syncing.mirror(change)
