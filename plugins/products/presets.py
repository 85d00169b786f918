"""What a new installation starts with."""

from __future__ import annotations

from collections.abc import Iterator

from core import Actor, gettext, records
from core import gettext_lazy as _

from .books import standard_book

STANDARD = _("Standard price book")


def seed(user: Actor) -> Iterator[str]:
    """The standard price book of the installation's currency, where there is none."""
    if standard_book(user.currency) is None:
        records.create("price_book", user, source="automation", name=STANDARD.message, currency=user.currency, is_standard=True)
        yield gettext("The standard price book was added.")


def shown_name(_book_id: int, name: str) -> str:
    """The name that ships in the reader's language; any other as it is."""
    return gettext(name) if name == STANDARD.message else name
