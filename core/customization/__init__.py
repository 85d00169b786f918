"""What an administrator adds to the objects that modules ship: fields, labels, picklist values, layout.

Two layers, kept apart: declarations are code, differences are rows (``models``). ``layer`` lays the second over the first;
``changes`` are the verbs by which it grows, ``checks`` what they refuse, ``types`` the types a field may have, ``values`` the
stored values, their indexes and their end. How a value lies in a record is ``core.custom_values``.
"""

from .changes import (
    CHANGED,
    add,
    all_of,
    arrange,
    bring_back,
    change,
    change_shipped,
    find,
    fits,
    layout_version,
    map_field,
    purge,
    remove,
    rename,
    reset_layout,
    set_rights,
    set_shipped_values,
    targets,
)
from .checks import CHANNELS
from .layer import OFF_PAGE, ONE, SEVERAL, mapped_fields, mapped_values, objects, section_key, sharing, values_of
from .models import CustomField, FieldMapping, OwnLabel, OwnLayout, PicklistValue
from .types import TYPES, FieldType, OwnText
from .values import holding, settle

__all__ = [
    "CHANGED", "CHANNELS", "OFF_PAGE", "ONE", "SEVERAL", "TYPES", "CustomField", "FieldMapping", "FieldType", "OwnLabel", "OwnLayout", "OwnText",
    "PicklistValue", "add", "all_of", "arrange", "bring_back", "change", "change_shipped", "find", "fits", "holding", "layout_version", "map_field",
    "mapped_fields", "mapped_values", "objects", "purge", "remove", "rename", "reset_layout", "section_key", "set_rights", "set_shipped_values", "settle", "sharing",
    "targets", "values_of",
]  # fmt: skip
