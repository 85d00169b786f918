"""Grade schemes: the ones that ship, and what a grade says about the next follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, LazyText, gettext, records, system_actor, today
from core import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Seed:
    """A grade as it ships; ``horizon`` and ``every`` in days."""

    code: str
    name: LazyText
    horizon: int | None
    every: int | None
    category: str
    open: bool = True
    dispatch: bool = False


WITHIN_7, WITHIN_15, WITHIN_30 = _("Buys within 7 days"), _("Buys within 15 days"), _("Buys within 30 days")
MONTH, QUARTER, LATER = _("Buys within 1 month"), _("Buys in 1 to 3 months"), _("Buys in more than 3 months")

SCHEMES: dict[str, tuple[LazyText, tuple[Seed, ...]]] = {
    "S4": (
        _("Three tables and one card (H, A, B, C)"),
        (
            Seed("H", WITHIN_7, 7, 2, "commit", dispatch=True),
            Seed("A", MONTH, 30, 7, "best_case", dispatch=True),
            Seed("B", QUARTER, 90, 15, "pipeline", dispatch=True),
            Seed("C", LATER, None, 30, "pipeline"),
        ),
    ),
    "S7": (
        _("Prospect card (O, A, B, C, D)"),
        (
            Seed("O", _("About to order"), 7, 2, "commit", dispatch=True),
            Seed("A", MONTH, 30, 7, "best_case", dispatch=True),
            Seed("B", QUARTER, 90, 15, "pipeline", dispatch=True),
            Seed("C", LATER, 180, 30, "pipeline"),
            Seed("D", _("No plan to buy yet"), None, 60, "pipeline"),
        ),
    ),
    "4S": (
        _("Common dealer scheme (H, A, B, C, N, O, D, T)"),
        (
            Seed("H", WITHIN_7, 7, 2, "commit", dispatch=True),
            Seed("A", WITHIN_15, 15, 4, "best_case", dispatch=True),
            Seed("B", WITHIN_30, 30, 7, "pipeline", dispatch=True),
            Seed("C", _("Buys in 2 to 3 months"), 90, 15, "pipeline"),
            Seed("N", _("New contact"), None, 1, "pipeline"),
            Seed("O", _("Ordered, not delivered"), None, 7, "closed", open=False),
            Seed("D", _("Delivered"), None, 90, "closed", open=False),
            Seed("T", _("Order returned"), None, None, "omitted", open=False),
        ),
    ),
    "CARD": (
        _("Customer card (O, H, A, B, C, D, F1, F2, L, M)"),
        (
            Seed("O", _("About to order"), 3, 1, "commit", dispatch=True),
            Seed("H", WITHIN_7, 7, 2, "commit", dispatch=True),
            Seed("A", WITHIN_15, 15, 4, "best_case", dispatch=True),
            Seed("B", WITHIN_30, 30, 7, "pipeline", dispatch=True),
            Seed("C", QUARTER, 90, 15, "pipeline"),
            Seed("D", _("Delivered"), None, 90, "closed", open=False),
            Seed("F1", _("Lost to a competitor"), None, None, "omitted", open=False),
            Seed("F2", _("Frozen"), None, 180, "omitted", open=False),
            Seed("L", _("Out of reach"), None, None, "omitted", open=False),
            Seed("M", _("After-sales care"), None, 90, "omitted", open=False),
        ),
    ),
}
DEFAULT = "S4"
BETWEEN = " · "


def install(user: Actor) -> int:
    """Make the schemes that ship where they are missing; returns how many. What an administrator changed stays."""
    made = 0
    for code, (name, seeds) in SCHEMES.items():
        if records.first("grade_scheme", user, where={"code": code}) is None:
            _make(code, name, seeds, user)
            made += 1
    return made


def _make(code: str, name: LazyText, seeds: tuple[Seed, ...], user: Actor) -> None:
    # The message, not its translation, is stored: each reader sees it in the own language.
    in_use = code == DEFAULT
    scheme = records.create("grade_scheme", user, source="automation", code=code, name=name.message, is_default=in_use, active=in_use)
    for position, seed in enumerate(seeds, start=1):
        records.create(
            "grade", user, source="automation", scheme=scheme, code=seed.code, name=seed.name.message, position=position * 10,
            horizon_days=seed.horizon, follow_up_days=seed.every, is_open=seed.open, must_dispatch=seed.dispatch, forecast_category=seed.category, active=in_use,
        )  # fmt: skip


def shown_name(_scheme_id: int, name: str) -> str:
    """A scheme's name in the reader's language; an administrator's own wording as it is."""
    return gettext(name)


def grade_name(grade: Any) -> str:
    """The letter with its meaning: the letter alone means different things in two schemes."""
    return f"{grade.code}{BETWEEN}{grade.name}"


def shown_grade_name(_grade_id: int, name: str) -> str:
    """The same in the reader's language; the meaning alone too, as it stands in a list beside its letter."""
    code, between, meaning = name.partition(BETWEEN)
    return f"{code}{between}{gettext(meaning)}" if between else gettext(name)


def shown_grade(grade: Any) -> str:
    """A grade's letter and meaning, in the reader's language."""
    return shown_grade_name(grade.id, grade_name(grade))


def default_scheme() -> Any:
    """The scheme that new leads and intents are graded by, or None before any is made."""
    return records.first("grade_scheme", system_actor(), where={"is_default": True})


def grades_of(scheme: Any, only_open: bool = False) -> list[Any]:
    """The active grades of a scheme, the most likely first."""
    where = {"scheme": scheme.id, "active": True, **({"is_open": True} if only_open else {})}
    return records.find("grade", system_actor(), where=where, sort="position")


def find_grade(code: str, scheme: Any = None) -> Any:
    """The grade with this letter in a scheme (the default one unless told), or None."""
    scheme = scheme or default_scheme()
    return records.first("grade", system_actor(), where={"scheme": scheme.id, "code": code}) if scheme else None


def next_follow_up(grade: Any, day: date) -> date | None:
    """S12: the date a grade proposes for the next contact after ``day``; None where it asks for none."""
    return day + timedelta(days=grade.follow_up_days) if grade.follow_up_days else None


def propose_next(record: Any) -> date | None:
    """S12: the day that a record's grade proposes for its next follow-up, whatever module the record is of."""
    grade = getattr(record, "grade", None)
    if getattr(grade, "__object_code__", None) != "grade":
        return None
    return next_follow_up(grade, today(record.dealer_id))


def fits_horizon(grade: Any, expected_on: date | None, day: date) -> bool:
    """Whether an expected date lies within the grade's horizon, seen from ``day``. A mismatch is flagged, never corrected."""
    if expected_on is None or grade.horizon_days is None:
        return True
    return expected_on <= day + timedelta(days=grade.horizon_days)


def highest(graded: list[Any]) -> Any:
    """S8: the highest of several grades: by order, within one scheme; None for none."""
    return min(graded, key=lambda grade: (grade.position, grade.id), default=None)


def scheme_rules(change: Change) -> Iterator[tuple[str, str]]:
    """The default scheme is active and has a grade for whoever may still buy."""
    if change.record.is_default and change.source != "automation" and (change.is_new or "is_default" in change.new) and not _has_open_grade(change.record):
        yield "is_default", gettext("This scheme has no open grade yet, so that nobody could be graded. Add its grades first.")
    if change.record.is_default and not change.record.active:
        yield "active", gettext("The default scheme cannot be retired. Make another one the default first.")


def grade_rules(change: Change) -> Iterator[tuple[str, str]]:
    """S4: whoever buys within the horizon is followed up before it is over."""
    record = change.record
    if record.horizon_days and (record.follow_up_days or 0) > record.horizon_days and change.touches("horizon_days", "follow_up_days"):
        yield "follow_up_days", gettext("A follow-up every %(every)s days comes too late for whoever buys within %(horizon)s. Make it more frequent, or the time longer.", every=record.follow_up_days, horizon=record.horizon_days)


def _has_open_grade(scheme: Any) -> bool:
    return scheme.id is not None and records.first("grade", system_actor(), where={"scheme": scheme.id, "is_open": True}) is not None


def prepare_scheme(change: Change) -> None:
    """A scheme that becomes the default is in use from then on."""
    if change.record.is_default and sa.inspect(change.record).attrs.is_default.history.has_changes():
        change.record.active = True


def follow_scheme(change: Change) -> None:
    """After a save: the grades of a scheme are offered while it is in use; those chosen before stay where they are."""
    if not change.is_new and "active" in change.changed:
        for one in records.find("grade", system_actor(), where={"scheme": change.record.id}):
            records.update(one, system_actor(), source="automation", active=change.record.active)


def keep_one_default(change: Change) -> None:
    """After a save: there is one default scheme, the one last named."""
    if change.record.is_default and (change.is_new or "is_default" in change.new):
        for other in records.find("grade_scheme", system_actor(), where={"is_default": True}):
            if other.id != change.record.id:
                records.update(other, system_actor(), source="automation", is_default=False)
