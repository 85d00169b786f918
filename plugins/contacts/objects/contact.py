"""Contact."""

from __future__ import annotations

from core import SCOPE, Layout, ListView, Menu, ObjectType, RelatedList, Section, object_names
from core import gettext_lazy as _

from .. import accounts, countries, persons
from ..models import Contact

contact = ObjectType(
    Contact,
    label=_("Contact"),
    plural=_("Contacts"),
    slug="contacts",
    icon="address-book",
    open_when="",
    sortable=("name",),
    filterable=("account", "email", "city", "province", "is_person", "is_primary", "id_number"),
    search=("name", "mobile", "landline", "email"),
    default_sort="name",
    highlights=("account", "position", "mobile", "landline", "email", "owner"),
    second_line=("account", "mobile"),
    hint=_("The people at your accounts."),
    menu=Menu(_("Sales"), 30),
    prepare=accounts.prepare_contact,
    rules=(accounts.region_rule, countries.postal_rule, persons.contact_rules),
    indexes=((SCOPE, "is_person", "name_sort", "id"),),
    list_views=(
        ListView("all", _("All %(objects)s", objects=object_names("contact")), ("name", "account", "position", "mobile", "email", "owner"), sort="name"),
        ListView("mine", _("My %(objects)s", objects=object_names("contact")), ("name", "account", "position", "mobile", "email"), where="owner = me", sort="name"),
        ListView("business", _("At companies"), ("name", "account", "position", "mobile", "owner"), where="is_person = false", sort="name"),
    ),
    layout=Layout(
        Section(_("Person"), "name", "gender", "family_name", "given_name", "birthday", "id_number"),
        Section(_("Company"), "account", "is_primary", "position", "department", "owner", when="is_person = false"),
        Section(_("Reach"), "mobile", "landline", "fax", "email", "wechat", "do_not_call", "no_email"),
        Section(_("Address"), "province", "city", "district", "address", "postal_code"),
        Section(_("Remarks"), "remarks", columns=1),
    ),
    related_lists=(
        RelatedList("partner_in", _("Partner in"), to="partner", via="partner_contact", columns=("record", "role"), order=60),
    ),
)
