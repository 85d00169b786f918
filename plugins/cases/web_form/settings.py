"""Where the form is on, and who gets what comes in by it."""

from __future__ import annotations

from collections.abc import Iterator

from core import Setting, acting, fields, modules, settings, system_actor, units, users
from core import gettext_lazy as _

ON, RECEIVER, PRIVACY = "cases.web_form", "cases.web_form_receiver", "cases.web_form_privacy"
GROUP = _("Public form for cases")

SETTINGS = (
    Setting(ON, fields.Checkbox(_("Customers may report cases without signing in"), help=_("At the address /report.")), default=False, per_dealer=True, group=GROUP),
    Setting(RECEIVER, fields.User(
        _("Cases from the form go to"), queues=True, help=_("A queue or a person, where no assignment rule decides. Empty: the dealer's manager.")),
        per_dealer=True, group=GROUP),
    Setting(PRIVACY, fields.Url(_("Address of the privacy notice"), length=300, help=_("The form links to it where customers consent.")), per_dealer=True, group=GROUP),
)  # fmt: skip


def receiver(dealer_id: int) -> int | None:
    """Who gets a case that no rule assigns: whom the administrator names, else the manager of the dealer or of a unit above."""
    named = [settings.get(RECEIVER, dealer_id), *(unit.manager_id for unit in units.above(dealer_id))]
    return next((one for one in named if (found := users.find(one)) is not None and found.active), None)


def open_at(dealer_id: int) -> bool:
    """Whether the form takes cases for this dealer: it and the module are on there, and somebody gets them."""
    dealer = units.find(dealer_id)
    if dealer is None or dealer.kind is not units.DEALER or not dealer.active:
        return False
    with acting(system_actor().at(dealer_id)):
        has_cases = modules.is_on("cases")
    return has_cases and bool(settings.get(ON, dealer_id)) and receiver(dealer_id) is not None


def open_dealers() -> list[units.UnitInfo]:
    """The dealers whose form is open, in the order of the tree."""
    return [one for one in units.dealers() if open_at(one.id)]


def find_problems() -> Iterator[tuple[str, str]]:
    """For ``forecourt check``: a form that is on and has nobody who gets its cases is closed to customers."""
    for one in units.dealers():
        if settings.get(ON, one.id) and receiver(one.id) is None:
            yield f"The public form for cases is on at {one.name}, and nobody gets what comes in, so it is closed.", "Name a queue under Settings, or give the dealer a manager."
