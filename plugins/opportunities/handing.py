"""What a leaver's hand-over takes along."""

from __future__ import annotations

from core import Actor
from plugins.contacts import Moving


def movings(from_id: int, user: Actor) -> list[Moving]:
    """S10: open opportunities go with their customer; closed ones stay with who closed them."""
    return [Moving("opportunity", "is_closed = false")]
