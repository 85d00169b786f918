"""The hooks this module offers to others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core import hookspec

if TYPE_CHECKING:
    from .matching import MatchQuery


@hookspec
def match_candidates(query: MatchQuery) -> Iterable[tuple[int, str]]:
    """Before a duplicate is judged. Ids of this module's records that the query fits, each with its kind: "phone",
    "email", "name" or "id_number". Rights are not your matter: a match that the user may not see is shown without data.
    ``phone_holders`` answers for telephone numbers."""
    raise NotImplementedError
