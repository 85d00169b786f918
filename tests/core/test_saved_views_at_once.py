"""Saved views when several people, or two windows of one, do the same at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from core import Actor, NotFound, db, registry, saved_views, system_actor, users


def test_a_view_pinned_from_several_windows_at_once_is_pinned_once(at_once: Any, user: Callable[..., Actor]) -> None:
    rep, accounts = user("sales_consultant"), registry.object_type("account")
    codes = ["all", *(view.code for view in accounts.list_views)][:4]

    results = at_once([lambda code=code: saved_views.pin(accounts, rep, code) for code in codes])

    assert results == [None] * len(codes)
    assert saved_views.of_list(accounts, rep).pinned in codes


def test_of_several_who_take_over_a_view_one_has_it_and_the_others_are_told(at_once: Any, user: Callable[..., Actor]) -> None:
    keeper, accounts = user("sales_manager"), registry.object_type("account")
    view_id = saved_views.keep(accounts, keeper, name="To call", filters=[], columns=[], sort=None, unit_id=keeper.unit_id).id
    users.disable(system_actor(), keeper.id)
    heir = user("administrator")

    results = at_once([lambda: saved_views.take_over(accounts, view_id, heir).user_id] * 3)

    assert sum(isinstance(one, NotFound) for one in results) == 2
    owner = db.session.execute(sa.select(saved_views.SavedView.user_id).where(saved_views.SavedView.id == view_id)).scalar_one()
    assert owner in results
