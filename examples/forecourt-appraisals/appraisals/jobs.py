"""Scheduled work on appraisals."""

from core import Job, jobs, records, today
from core import gettext_lazy as _

from .models import EXPIRED, OFFERED
from .objects import appraisal


def expire_passed_offers(user):
    """Close the offers whose last day at the dealer has passed; answers how many."""
    closed = 0
    for batch in records.batches(appraisal, user, where="status = offered and valid_until < today+1"):
        for record_id in [one.id for one in batch]:
            with jobs.alone(appraisal.code, record_id):
                record = records.reread(appraisal, record_id)  # the customer may have answered meanwhile
                if record is not None and record.status == OFFERED and record.valid_until < today(record.dealer_id):
                    records.update(record, user, source="automation", status=EXPIRED)
                    closed += 1
    return {"closed": closed}


expire_offers = Job("appraisals.expire", _("Close expired offers"), run=expire_passed_offers, schedule="daily")
