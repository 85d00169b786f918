"""The picklists of leads that no other module shares; the prospect card's are in contacts."""

from __future__ import annotations

from core import Choice, pgettext_lazy
from core import gettext_lazy as _

NEW = Choice("new", pgettext_lazy("lead status", "New"), colour="b")
WORKING = Choice("working", _("Working"), colour="a")
DISQUALIFIED = Choice("disqualified", _("Unqualified"), closed=True, colour="c")
CONVERTED = Choice("converted", _("Converted"), closed=True, colour="won")
STATUSES = (NEW, WORKING, DISQUALIFIED, CONVERTED)
"""S1: "qualified" is no status: pressing Convert says it."""

EXPECTED_TIMES = (
    Choice("week", _("Within 1 week")),
    Choice("month", _("Within 1 month")),
    Choice("quarter", _("Within 3 months")),
    Choice("half_year", _("Within 6 months")),
    Choice("year", _("Within 1 year")),
    Choice("later", _("Later than 1 year")),
)

METHODS = (
    Choice("telephone", _("Telephone")),
    Choice("snowball", _("Snowball")),
    Choice("referral", _("Referral")),
    Choice("document_research", _("Document research")),
    Choice("consultancy", _("Market consultancy or government")),
    Choice("predecessor", _("Predecessor's customers")),
)
"""S10: how the prospect was found."""

SALES_SOURCES = (
    Choice("door_to_door", _("Door-to-door")),
    Choice("walk_in", _("Walk-in")),
    Choice("market_development", _("Market development")),
    Choice("owner_referral", _("Owner referral")),
    Choice("sales_support", _("Sales-support lead")),
)
"""S12: the sources of the core sales process."""

VERDICTS = (
    Choice("satisfied", _("Satisfied")),
    Choice("fair", _("Fair")),
    Choice("dissatisfied", _("Dissatisfied")),
)

RELIABILITIES = (
    Choice("confirmed", _("Confirmed")),
    Choice("likely", _("Likely")),
    Choice("doubtful", _("Doubtful")),
    Choice("unknown", _("Unknown")),
)

GIFT = Choice("gift", _("Gift"))
MEAL = Choice("meal", _("Meal"))
REWARDS_INSTEAD = (GIFT, MEAL)
"""S10: what a referrer gets who declines the reward."""

CLOSE_REASONS = (
    Choice("no_intent", _("No intent to buy")),
    Choice("bought_elsewhere", _("Bought elsewhere")),
    Choice("cannot_be_reached", _("Cannot be reached")),
    Choice("wrong_data", _("Wrong data")),
    Choice("out_of_region", _("Out of our region")),
    Choice("price", pgettext_lazy("loss reason", "Price")),
    Choice("postponed", _("Purchase postponed")),
    Choice("other", _("Other"), other=True),
)

POOL = Choice("pool", _("Leave in the queue"))
ROUND_ROBIN = Choice("round_robin", _("Round robin"))
LEAST_LOADED = Choice("least_loaded", _("Fewest open leads"))
BY_REGION = Choice("by_region", _("By region"))
ASSIGNMENT_MODES = (ROUND_ROBIN, LEAST_LOADED, BY_REGION, POOL)
