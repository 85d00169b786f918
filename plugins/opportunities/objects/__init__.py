"""How sales processes, opportunities and what surrounds them appear in lists, on pages, in search and in the API."""

from .around import competitor, opportunity_competitor, opportunity_team_member
from .opportunity import opportunity
from .process import loss_reason, opportunity_type, sales_process, stage, stage_move

OBJECTS = (sales_process, stage, stage_move, opportunity_type, loss_reason, competitor, opportunity, opportunity_competitor, opportunity_team_member)

__all__ = [
    "OBJECTS",
    "competitor",
    "loss_reason",
    "opportunity",
    "opportunity_competitor",
    "opportunity_team_member",
    "opportunity_type",
    "sales_process",
    "stage",
    "stage_move",
]
