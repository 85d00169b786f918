"""What a user can do to an appraisal besides editing it."""

from core import Action, Refusal, gettext_lazy, records, today
from core import gettext as _

from .models import ACCEPTED, OFFERED
from .objects import appraisal


def may_accept(record, user):
    """Why this offer cannot be accepted now, or None."""
    if record.status != OFFERED:
        return Refusal(_("This offer is closed; make a new one."))
    if record.valid_until < today(record.dealer_id):
        return Refusal(_("This offer has expired."), field="valid_until")
    return None


def accept_offer(record, inputs, user):
    """The customer takes the offer."""
    return records.update(record, user, status=ACCEPTED)


accept = Action("accept", gettext_lazy("Accept"), on=appraisal, run=accept_offer, allowed=may_accept, bulk=True, icon="check", primary=True)
