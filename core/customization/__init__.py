"""What an administrator adds to the objects that modules ship: fields, labels, picklist values, layout.

Two layers, kept apart: declarations are code, differences are rows (``models``). ``layer`` lays the second over the first.

- The verbs by which it grows, each one transaction: ``own_fields``, ``picklists``, ``labels``, ``arranging`` (the page), ``mapping`` (into another object),
  ``rights``; ``changed`` is what each of them ends with, ``checks`` what they refuse.
- ``types``: the types a field may have. ``values``: the stored values, their indexes and their end. How a value lies in a record is ``core.custom_values``.
"""

from .arranging import arrange, layout_version, reset_layout
from .changed import CHANGED
from .checks import CHANNELS
from .labels import rename
from .layer import OFF_PAGE, ONE, SEVERAL, mapped_fields, mapped_values, objects, section_key, sharing, values_of
from .mapping import fits, map_field, targets
from .models import CustomField, FieldMapping, OwnLabel, OwnLayout, PicklistValue
from .own_fields import add, all_of, bring_back, change, find, purge, remove
from .picklists import change_shipped, set_shipped_values
from .rights import set_rights
from .types import TYPES, FieldType, OwnText
from .values import holding, settle

__all__ = [
    "CHANGED", "CHANNELS", "OFF_PAGE", "ONE", "SEVERAL", "TYPES", "CustomField", "FieldMapping", "FieldType", "OwnLabel", "OwnLayout", "OwnText",
    "PicklistValue", "add", "all_of", "arrange", "bring_back", "change", "change_shipped", "find", "fits", "holding", "layout_version", "map_field",
    "mapped_fields", "mapped_values", "objects", "purge", "remove", "rename", "reset_layout", "section_key", "set_rights", "set_shipped_values", "settle", "sharing",
    "targets", "values_of",
]  # fmt: skip
