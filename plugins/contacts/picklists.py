"""The picklists of the prospect card and of the company profile, shared by every module that registers people.

A first source names the structural source it belongs to in ``parent``.
"""

from __future__ import annotations

from core import Choice, pgettext_lazy
from core import gettext_lazy as _

MALE = Choice("male", _("Male"))
FEMALE = Choice("female", _("Female"))
GENDERS = (MALE, FEMALE)

SHOWROOM = Choice("showroom", _("Showroom"))
REPURCHASE = Choice("repurchase", _("Repurchase"))
REFERRAL = Choice("referral", pgettext_lazy("structural source", "Referral"))
OUTREACH = Choice("outreach", _("Outreach"))
STRUCTURAL_SOURCES = (SHOWROOM, REPURCHASE, REFERRAL, OUTREACH)
"""S7: where a prospect comes from, seen by the kind of work that brought them."""

FIRST_SOURCES = (
    Choice("call_in", _("Call-in"), parent="showroom"),
    Choice("walk_in", _("Walk-in"), parent="showroom"),
    Choice("returning_owner", _("Returning owner"), parent="repurchase"),
    Choice("owner_referral", _("Referred by an owner"), parent="referral"),
    Choice("relative_referral", _("Referred by a relative or friend"), parent="referral"),
    Choice("agent_referral", _("Referred by an agent"), parent="referral"),
    Choice("campaign", pgettext_lazy("source", "Campaign"), parent="outreach"),
    Choice("field_promotion", _("Field promotion"), parent="outreach"),
    Choice("head_office_lead", _("Head-office lead"), parent="outreach"),
    Choice("database", _("Database"), parent="outreach"),
)
"""S7: the first contact, each under its structural source."""

INFORMATION_SOURCES = (
    Choice("internet", _("Internet")),
    Choice("wechat_link", _("WeChat link")),
    Choice("referral", _("Referral")),
    Choice("passing_by", _("Passing by")),
    Choice("field_promotion", _("Field promotion")),
    Choice("campaign", pgettext_lazy("source", "Campaign")),
)
"""S7: how the prospect heard of us."""

FIRST_CAR = Choice("first", _("First car"))
ADDITIONAL_CAR = Choice("additional", _("Additional car"))
CAR_ORDERS = (FIRST_CAR, ADDITIONAL_CAR)

PRIVATE = Choice("private", _("Private"))
COMPANY = Choice("company", pgettext_lazy("buyer", "Company"))
BUYER_KINDS = (PRIVATE, COMPANY)

OTHER_USE = Choice("other", _("Other"), other=True)
PURCHASE_USES = (Choice("business", _("Business reception")), Choice("family", _("Family")), OTHER_USE)

FULL_PAYMENT = Choice("full", _("Full payment"))
MORTGAGE = Choice("mortgage", _("Mortgage"))
PAYMENT_METHODS = (FULL_PAYMENT, MORTGAGE)

CAR_CONCERNS = (
    Choice("brand", _("Brand")),
    Choice("price", _("Price")),
    Choice("exterior", _("Exterior")),
    Choice("interior", _("Interior")),
    Choice("equipment", _("Equipment")),
    Choice("power_handling", _("Power and handling")),
    Choice("service", _("Service")),
    Choice("quality", _("Quality")),
    Choice("other", _("Other"), other=True),
)
"""S7: what matters to the buyer, several at a time."""

INDUSTRIES = (
    Choice("individual", _("Individual")),
    Choice("power", _("Electric power")),
    Choice("justice", _("Police, courts and justice")),
    Choice("tobacco", _("Tobacco")),
    Choice("health_care", _("Health care")),
    Choice("roads", _("Roads")),
    Choice("telecom", _("Telecommunications")),
    Choice("petroleum", _("Petroleum and petrochemicals")),
    Choice("logistics", _("Logistics")),
    Choice("government", _("Government")),
    Choice("railways", _("Railways")),
    Choice("real_estate", _("Real estate")),
    Choice("textiles", _("Textiles and clothing")),
    Choice("engineering", _("Engineering")),
    Choice("public_institutions", _("Public institutions")),
    Choice("vehicle_conversion", _("Vehicle conversion")),
    Choice("aviation", _("Aviation")),
    Choice("chemicals", _("Chemicals and energy")),
    Choice("hotels", _("Hotels and catering")),
    Choice("appliances", _("Appliances and department stores")),
    Choice("finance", _("Finance and insurance")),
    Choice("building", _("Building and installation")),
    Choice("mining", _("Mining and metallurgy")),
    Choice("transport_tourism", _("Passenger transport and tourism")),
    Choice("farming", _("Farming, forestry, livestock, fishery and water")),
    Choice("car_rental", _("Car rental")),
    Choice("food", _("Food and drink")),
    Choice("trade", _("Trade")),
    Choice("municipal", _("Municipal administration")),
    Choice("culture", _("Culture, education and technology")),
    Choice("post", _("Post")),
    Choice("pharmaceuticals", _("Pharmaceuticals")),
    Choice("manufacturing", _("Manufacturing")),
    Choice("other", _("Other"), other=True),
)
"""S7: the 34 industries; "other" goes with a text."""

PROSPECT = Choice("prospect", pgettext_lazy("account type", "Prospect"), colour="blue")
CUSTOMER = Choice("customer", pgettext_lazy("account type", "Customer"), colour="green")
PARTNER = Choice("partner", _("Partner"), colour="cyan")
COMPETITOR = Choice("competitor", _("Competitor"), colour="orange")
OTHER_TYPE = Choice("other", _("Other"))
ACCOUNT_TYPES = (PROSPECT, CUSTOMER, PARTNER, COMPETITOR, OTHER_TYPE)

MONTHS = (
    Choice("01", _("January")),
    Choice("02", _("February")),
    Choice("03", _("March")),
    Choice("04", _("April")),
    Choice("05", _("May")),
    Choice("06", _("June")),
    Choice("07", _("July")),
    Choice("08", _("August")),
    Choice("09", _("September")),
    Choice("10", _("October")),
    Choice("11", _("November")),
    Choice("12", _("December")),
)

ENTERPRISE_TYPES = (
    Choice("state", _("State-owned enterprise")),
    Choice("collective", _("Collective enterprise")),
    Choice("private", _("Private enterprise")),
    Choice("joint_stock", _("Joint-stock company")),
    Choice("limited", _("Limited company")),
    Choice("foreign", _("Foreign-invested enterprise")),
    Choice("sole", _("Sole proprietor")),
    Choice("public", _("Public institution")),
    Choice("other", _("Other"), other=True),
)

BUSINESS_NATURES = (
    Choice("manufacturer", _("Manufacturer")),
    Choice("wholesaler", _("Wholesaler")),
    Choice("retailer", _("Retailer")),
    Choice("agent", _("Agency")),
    Choice("service", _("Service provider")),
    Choice("trading", _("Import and export")),
    Choice("other", _("Other"), other=True),
)

CREDIT_STATUSES = (
    Choice("excellent", _("Excellent"), colour="green"),
    Choice("good", _("Good"), colour="green"),
    Choice("fair", _("Fair"), colour="yellow"),
    Choice("poor", _("Poor"), colour="red"),
    Choice("unknown", _("Unknown")),
)

OPERATING_STATUSES = (
    Choice("growing", _("Growing"), colour="green"),
    Choice("steady", _("Steady"), colour="green"),
    Choice("declining", _("Declining"), colour="yellow"),
    Choice("suspended", _("Suspended"), colour="red"),
    Choice("closed_down", _("Closed down"), colour="red"),
)

PARTNER_ROLES = (
    Choice("referrer", _("Referrer")),
    Choice("agent", _("Agency")),
    Choice("bank", _("Bank")),
    Choice("insurer", _("Insurer")),
    Choice("lease", _("Leasing company")),
    Choice("supplier", _("Supplier")),
    Choice("consultant", _("Consultant")),
    Choice("service", _("Service provider")),
    Choice("other", _("Other"), other=True),
)

FORECAST_CATEGORIES = (
    Choice("pipeline", _("Pipeline")),
    Choice("best_case", _("Best case")),
    Choice("most_likely", _("Most likely")),
    Choice("commit", _("Commit")),
    Choice("closed", pgettext_lazy("forecast category", "Closed")),
    Choice("omitted", _("Omitted")),
)
