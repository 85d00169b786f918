"""The fixed values of opportunities. What an administrator edits (stages, types, loss reasons) are records."""

from __future__ import annotations

from core import Choice
from core import gettext_lazy as _
from plugins.contacts import FIRST_SOURCES, INFORMATION_SOURCES

WITHIN_1_MONTH = Choice("1m", _("Within 1 month"), days=31)
WITHIN_3_MONTHS = Choice("3m", _("Within 3 months"), days=92)
WITHIN_6_MONTHS = Choice("6m", _("Within 6 months"), days=183)
WITHIN_1_YEAR = Choice("1y", _("Within 1 year"), days=366)
PLANNED_WITHIN = (WITHIN_1_MONTH, WITHIN_3_MONTHS, WITHIN_6_MONTHS, WITHIN_1_YEAR)
"""S3: the planned time of cooperation in the prospect plan."""

OTHER_SOURCE = Choice("other", _("Other"))
LEAD_SOURCES = (*FIRST_SOURCES, *(one for one in INFORMATION_SOURCES if one not in FIRST_SOURCES), OTHER_SOURCE)
"""S7: where a sale comes from, as the prospect card says it: by the first contact, or how the customer heard of us."""

BY_STAGE = Choice("stage", _("Stage"))
BY_GRADE = Choice("grade", _("Grade"))
CATEGORY_SOURCES = (BY_STAGE, BY_GRADE)
"""Where an opportunity's forecast category comes from; never from both."""

IN_PLAY = Choice("open", _("Undecided"))
WE_WON = Choice("won", _("We won against them"))
THEY_WON = Choice("lost", _("They won"))
WITHDREW = Choice("withdrew", _("They withdrew"))
COMPETITOR_RESULTS = (IN_PLAY, WE_WON, THEY_WON, WITHDREW)

READ = Choice("read", _("May read"))
EDIT = Choice("edit", _("May edit"))
TEAM_ACCESS = (READ, EDIT)

TEAM_ROLES = (
    Choice("manager", _("Sales manager")),
    Choice("consultant", _("Sales consultant")),
    Choice("presales", _("Product specialist")),
    Choice("finance", _("Finance and insurance")),
    Choice("delivery", _("Delivery")),
    Choice("sponsor", _("Executive sponsor")),
    Choice("other", _("Other")),
)

REQUIRABLE = (
    Choice("account", _("Account")),
    Choice("contact", _("Primary contact")),
    Choice("amount", _("Amount")),
    Choice("budget", _("Budget")),
    Choice("quantity", _("Quantity")),
    Choice("close_date", _("Close date")),
    Choice("type", _("Type")),
    Choice("grade", _("Grade")),
    Choice("product", _("Product")),
    Choice("quotation_number", _("Quotation number")),
    Choice("next_step", _("Next step")),
    Choice("competitor", _("Competitor")),
    Choice("loss_reason", _("Loss reason")),
    Choice("loss_note", _("What happened")),
    Choice("delivered_on", _("Delivered on")),
)
"""The fields a stage may ask for on entry; each code is a field of the opportunity."""
