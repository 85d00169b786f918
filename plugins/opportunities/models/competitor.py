"""The opportunities_competitor table."""

from __future__ import annotations

from core import Record, fields
from core import gettext_lazy as _


class Competitor(Record):
    """S3: somebody who sells against us, with what is known of them in general."""

    __tablename__ = "opportunities_competitor"

    name = fields.Text(_("Competitor"), length=120, required=True)
    account = fields.Lookup(_("Account"), to="account", on_delete="clear")
    strengths = fields.LongText(_("Strengths"), length=4000)
    weaknesses = fields.LongText(_("Weaknesses"), length=4000)
    website = fields.Url(_("Website"), length=200)
    active = fields.Checkbox(_("Active"), default=True)
