"""What can be chosen about quotes. An administrator adds to these lists; the product acts by the codes."""

from __future__ import annotations

from core import Choice
from core import gettext_lazy as _
from core import pgettext_lazy as pgettext

DRAFT = Choice("draft", _("Draft"))
IN_APPROVAL = Choice("in_approval", _("In approval"), colour="yellow")
APPROVED = Choice("approved", _("Approved"), colour="blue")
SENT = Choice("sent", _("Sent"), colour="blue")
ACCEPTED = Choice("accepted", _("Accepted"), colour="green", closed=True)
REJECTED = Choice("rejected", _("Rejected by the customer"), colour="red", closed=True)
EXPIRED = Choice("expired", _("Expired"), closed=True)
REPLACED = Choice("replaced", _("Replaced"), closed=True)
STATUSES = (DRAFT, IN_APPROVAL, APPROVED, SENT, ACCEPTED, REJECTED, EXPIRED, REPLACED)

ENGLISH = Choice("en", _("English"))
CHINESE = Choice("zh_CN", _("Chinese"))
LANGUAGES = (ENGLISH, CHINESE)
"""Languages a quote is written in."""

REVENUE, QUANTITY, BOTH = Choice("revenue", _("Revenue")), Choice("quantity", _("Quantity")), Choice("both", _("Revenue and quantity"))
SCHEDULED = (REVENUE, QUANTITY, BOTH)
"""What of a line a schedule is of."""

DIVIDE = Choice("divide", _("Divide: together the installments are the line"))
REPEAT = Choice("repeat", _("Repeat: each installment is the line, which becomes that many times as much"))
WAYS = (DIVIDE, REPEAT)

MONTH = Choice("month", _("Month"))
SCHEDULE_PERIODS = (Choice("day", pgettext("schedule", "Day")), Choice("week", _("Week")), MONTH, Choice("quarter", _("Quarter")), Choice("year", _("Year")))
