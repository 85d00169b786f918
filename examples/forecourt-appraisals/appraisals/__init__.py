"""Appraisals: what a customer's present car is worth to us.

Objects: Appraisal.  Actions: Accept.  Job: close expired offers.  Builds on contacts; adds a step to the conversion of leads.
"""

from core import Plugin, hookimpl
from core import gettext_lazy as _

from .actions import accept
from .conversion import car_steps
from .jobs import expire_offers
from .objects import appraisal
from .panels import car_panel, offer_column
from .roles import ROLES

__all__ = ["accept", "appraisal", "plugin"]

plugin = Plugin(
    "appraisals",
    label=_("Appraisals"),
    version="1.0",
    api=">=1,<2",
    depends=("contacts",),
    summary=_("What a customer's present car is worth: offers, accepted or expired."),
    icon="car",
)


@hookimpl
def register_objects():
    return [appraisal]


@hookimpl
def register_roles():
    return ROLES


@hookimpl
def register_actions():
    return [accept]


@hookimpl
def register_jobs():
    return [expire_offers]


@hookimpl
def record_panels():
    return [car_panel]


@hookimpl
def record_columns():
    return [offer_column]


@hookimpl(optionalhook=True)
def convert_lead(conversion):
    """The leads module's hook: where it is not loaded, nobody asks."""
    return car_steps(conversion)
