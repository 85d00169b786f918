"""How appraisals appear in lists, on pages, in the menu and in the API."""

from core import Layout, ListView, Menu, ObjectType, Section
from core import gettext_lazy as _

from .models import Appraisal

appraisal = ObjectType(
    Appraisal,
    label=_("Appraisal"),
    plural=_("Appraisals"),
    icon="car",
    sortable=("name", "valid_until", "offer"),
    filterable=("status", "account"),
    search=("name", "car"),
    open_when="status = offered",
    list_views=(ListView("open", _("Open offers"), ("name", "account", "car", "offer", "valid_until"), where="status = offered"),),
    layout=Layout(Section(_("Car"), "account", "car", "mileage"), Section(_("Offer"), "offer", "valid_until", "status")),
    menu=Menu(_("Sales"), 60, counts="owner = me and status = offered"),
)
