"""The tables of who else takes part in a sale: its competitors and its team."""

from __future__ import annotations

from core import Record, fields
from core import gettext_lazy as _

from ..picklists import COMPETITOR_RESULTS, IN_PLAY, READ, TEAM_ACCESS, TEAM_ROLES
from . import opportunity  # noqa: F401 - look-ups need its table to be defined


class OpportunityCompetitor(Record):
    """S3: one competitor in one sale: their strengths here, the result and its reason."""

    __tablename__ = "opportunities_rival"

    name = fields.Text(_("Name"), length=120, system=True)
    opportunity = fields.Lookup(_("Opportunity"), to="opportunity", on_delete="own", required=True)
    competitor = fields.Lookup(_("Competitor"), to="competitor", on_delete="restrict", required=True)
    offer = fields.Currency(_("Their offer"), minimum=0)
    strengths = fields.LongText(_("Strengths"), length=2000)
    result = fields.Picklist(_("Result"), COMPETITOR_RESULTS, default=IN_PLAY, required=True)
    result_reason = fields.LongText(_("Reason"), length=2000)


class OpportunityTeamMember(Record):
    """Somebody beside the owner who works on the sale. The row opens the opportunity to them."""

    __tablename__ = "opportunities_team_member"

    name = fields.Text(_("Name"), length=120, system=True)
    opportunity = fields.Lookup(_("Opportunity"), to="opportunity", on_delete="own", required=True)
    member = fields.User(_("Team member"), required=True)
    role = fields.Picklist(_("Role"), TEAM_ROLES, required=True)
    access = fields.Picklist(_("Access"), TEAM_ACCESS, default=READ, required=True, fixed=True)
