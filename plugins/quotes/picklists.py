"""What can be chosen about quotes. An administrator adds to these lists; the product acts by the codes."""

from __future__ import annotations

from core import Choice
from core import gettext_lazy as _

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
