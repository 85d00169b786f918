"""The tables of sales processes, opportunities and what surrounds them."""

from .around import OpportunityCompetitor, OpportunityTeamMember
from .competitor import Competitor
from .opportunity import Opportunity
from .process import LossReason, OpportunityType, SalesProcess, Stage, StageMove
from .snapshot import StageSnapshot

__all__ = [
    "Competitor",
    "LossReason",
    "Opportunity",
    "OpportunityCompetitor",
    "OpportunityTeamMember",
    "OpportunityType",
    "SalesProcess",
    "Stage",
    "StageMove",
    "StageSnapshot",
]
