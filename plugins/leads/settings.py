"""Settings of leads, each dealer's own."""

from __future__ import annotations

from core import Setting, fields
from core import gettext_lazy as _

from .calls import TARGET
from .countdown import HOURS, REMIND
from .entry import REWARD

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
        TARGET,
        fields.Integer(_("Calls to new customers a day"), minimum=0, maximum=200, required=True),
        default=5,
        per_dealer=True,
    ),
    Setting(
        REWARD,
        fields.Integer(
            _("Reward for a referral"), minimum=0, maximum=1_000_000, required=True, help=_("In the dealer's currency; 0 sets none. Paid at once; who declines it gets a gift or a meal."),
        ),
        default=0,
        per_dealer=True,
    ),
)
