"""The forecast in the API: the grid with its five numbers per cell and the opportunities behind each, submissions and locks."""

from . import reading, submitting  # noqa: F401 - each adds its addresses to the blueprint
from .frame import blueprint

__all__ = ["blueprint"]
