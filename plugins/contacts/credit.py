"""S10: credit analyses: score, rating, and the history that stays."""

from __future__ import annotations

from typing import Any

from core import Actor, Change, Choice, LazyText, Refusal, gettext_lazy, records
from core import gettext as _

from .models.credit import RATINGS

FIVE_CS = ("character", "capacity", "capital", "collateral", "conditions")


def rate(change: Change) -> None:
    """Before it is checked: the sum of the five Cs and the rating it earns."""
    scores = [getattr(change.record, name) for name in FIVE_CS]
    if None not in scores and min(scores) >= 0:  # the check that follows says which of them cannot be
        change.record.score = sum(scores)
        change.record.rating = rating_of(change.record.score)


def rating_of(score: int) -> Choice:
    """The rating a score of 0 to 100 earns."""
    return next(rating for rating in RATINGS if score >= rating.least)


def stays(record: Any) -> LazyText:
    """Why it cannot be edited: an analysis is never rewritten, a new opinion is a new analysis."""
    return gettext_lazy("A credit analysis stays as it was made. Add a new one.")


def refuse_deletion(change: Change) -> None:
    """It goes only with its account, whoever asks: a page, a program, an import."""
    if change.source != "merge" and not _with_account(change):
        raise Refusal(_("The history of credit analyses stays."))


def _with_account(change: Change) -> bool:
    from .persons import is_going

    return is_going(change.record.account_id)


def current(account_id: int, user: Actor) -> Any:
    """The latest analysis of a customer that the user may see, or None."""
    return records.first("credit_analysis", user, where={"account": account_id}, sort="-analysed_on")
