"""The forecast in the API: the grid with its five numbers per cell and the opportunities behind each, adjustments, submissions and locks, snapshots and
what has changed, accuracy and quotas. The judgement of a deal is its field ``forecast_category``, set like any other."""

from . import adjusting, looking_back, reading, setting_quotas, submitting  # noqa: F401 - each adds its addresses to the blueprint
from .frame import blueprint

__all__ = ["blueprint"]
