"""The pages of the forecast: the grid, the sales behind a number, the dialog that adjusts one, submissions and locks, and the quotas."""

from core import MenuItem
from core import gettext_lazy as _

from . import adjusting, changes, exporting, locking, overview, quota_grid, sales, submitting  # noqa: F401 - each adds its addresses to the blueprint
from .frame import blueprint

__all__ = ["MENU", "blueprint"]

MENU = (MenuItem("forecast.page", _("Forecast"), "/forecast", icon="chart-line", group=_("Sales"), order=25, permission="object:opportunity"),)
