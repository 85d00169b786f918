"""The fixed values of cases. What an administrator edits (statuses, reasons, entitlements) are records."""

from __future__ import annotations

from core import Choice, pgettext_lazy
from core import gettext_lazy as _

QUESTION = Choice("question", pgettext_lazy("case type", "Question"))
COMPLAINT = Choice("complaint", pgettext_lazy("case type", "Complaint"), colour="h")
FAULT = Choice("fault", pgettext_lazy("case type", "Fault"), colour="a")
REQUEST = Choice("request", pgettext_lazy("case type", "Request"))
TYPES = (QUESTION, COMPLAINT, FAULT, REQUEST)
"""S1: what a customer reports."""

URGENT = Choice("urgent", pgettext_lazy("priority", "Urgent"), colour="h")
HIGH = Choice("high", pgettext_lazy("priority", "High"), colour="h")
NORMAL = Choice("normal", pgettext_lazy("priority", "Normal"))
LOW = Choice("low", pgettext_lazy("priority", "Low"), colour="c")
PRIORITIES = (URGENT, HIGH, NORMAL, LOW)
"""The most pressing first: raising a priority goes one step towards the beginning."""

PHONE = Choice("phone", _("Phone"), icon="phone")
EMAIL = Choice("email", pgettext_lazy("case origin", "E-mail"), icon="mail")
WEB = Choice("web", _("Web form"), icon="world")
WALK_IN = Choice("walk_in", _("At the counter"), icon="building-store")
CHAT = Choice("chat", _("Chat"), icon="message")
OTHER = Choice("other", _("Other"), icon="dots")
ORIGINS = (PHONE, EMAIL, WEB, WALK_IN, CHAT, OTHER)

FROM_CUSTOMER = Choice("in", _("From the customer"), icon="arrow-down-left")
TO_CUSTOMER = Choice("out", _("To the customer"), icon="arrow-up-right")
INTERNAL = Choice("internal", _("Internal"), icon="lock")
DIRECTIONS = (FROM_CUSTOMER, TO_CUSTOMER, INTERNAL)
"""What the customer said, what the customer was told (both public), and what stays among colleagues."""

RELATED = Choice("related", _("Related to"))
DUPLICATE = Choice("duplicate", _("Duplicate of"))
SPLIT = Choice("split", _("Split from"))
LINK_KINDS = (RELATED, DUPLICATE, SPLIT)

UNIT_HOURS = Choice("unit", _("Business hours of the unit"))
CLOCK_HOURS = Choice("clock", _("Round the clock"))
HOURS = (UNIT_HOURS, CLOCK_HOURS)

FIRST_RESPONSE = Choice("first_response", _("First response"))
NEXT_RESPONSE = Choice("next_response", _("Next response"))
RESOLUTION = Choice("resolution", _("Resolution"))
MILESTONES = (FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION)

FROM_OPENING = Choice("opened", _("From opening"))
UNTIL_TOUCHED = Choice("untouched", _("From opening, until somebody acts"))
FROM_LAST_CHANGE = Choice("changed", _("From the last event"))
AGES = (FROM_OPENING, UNTIL_TOUCHED, FROM_LAST_CHANGE)
"""Where the age of a case begins; a status, an owner, a priority that changes and whatever is said are events."""

ROUND_ROBIN = Choice("round_robin", _("In turn"))
LEAST_LOADED = Choice("least_loaded", _("Whoever has fewest open cases"))
POOL = Choice("pool", _("A queue, for whoever takes it"))
ASSIGNMENT_MODES = (ROUND_ROBIN, LEAST_LOADED, POOL)
