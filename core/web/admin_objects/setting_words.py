"""What the settings of a custom field are called, on its form and in the log."""

from __future__ import annotations

from collections.abc import Mapping

from ...i18n import Text, gettext_lazy

CHANNEL_LABELS: Mapping[str, Text] = {
    "form": gettext_lazy("Forms of the pages"),
    "api": gettext_lazy("API"),
    "import": gettext_lazy("Import"),
}
OPTION_LABELS: Mapping[str, Text] = {
    "length": gettext_lazy("Most characters"), "places": gettext_lazy("Decimals"), "minimum": gettext_lazy("Smallest value"), "maximum": gettext_lazy("Largest value"),
    "unit": gettext_lazy("Unit"), "to": gettext_lazy("Leads to"), "on_delete": gettext_lazy("When the linked record is deleted"),
}  # fmt: skip
SETTING_LABELS: Mapping[str, Text] = {
    "label": gettext_lazy("Label"), "help": gettext_lazy("Help text"), "required_in": gettext_lazy("Required in"), "required_when": gettext_lazy("Required only when"),
    "default": gettext_lazy("Default"), "options": gettext_lazy("Limits"), "listed": gettext_lazy("Lists sort and filter by it"), "searched": gettext_lazy("Found by the search"),
}  # fmt: skip
