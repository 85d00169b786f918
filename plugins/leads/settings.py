"""Settings of leads, each dealer's own."""

from __future__ import annotations

from core import Setting, fields
from core import gettext_lazy as _

from .countdown import HOURS, REMIND
from .panels import CALLS

SETTINGS = (
    Setting(
        HOURS,
        fields.Integer(_("Hours until the first contact"), minimum=1, maximum=720, required=True, unit=_("hours"), help=_("Clock hours from receipt.")),
        default=36,
        per_dealer=True,
    ),
    Setting(
        REMIND,
        fields.Integer(_("Remind the owner before that"), minimum=0, maximum=200, required=True, unit=_("hours")),
        default=6,
        per_dealer=True,
    ),
    Setting(
        CALLS,
        fields.Integer(_("Calls to new customers a day"), minimum=0, maximum=200, required=True),
        default=5,
        per_dealer=True,
    ),
)
