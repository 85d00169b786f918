"""The contacts_grade_scheme and contacts_grade tables."""

from __future__ import annotations

from core import Record, fields, pgettext_lazy
from core import gettext_lazy as _

from ..picklists import FORECAST_CATEGORIES


class GradeScheme(Record):
    """One brand's or dealer's list of grades. The same letter means different things in two schemes."""

    __tablename__ = "contacts_grade_scheme"

    code = fields.Text(_("Code"), length=20, required=True)
    name = fields.Text(_("Grade scheme"), length=120, required=True)
    is_default = fields.Checkbox(pgettext_lazy("one of several", "Default"), help=_("The scheme that new leads and intents are graded by."))
    active = fields.Checkbox(_("Active"), default=True)
    remarks = fields.LongText(_("Remarks"))


class Grade(Record):
    """S4, S7: a consultant's judgement of how likely and how soon a prospect buys. Judged, never computed."""

    __tablename__ = "contacts_grade"

    scheme = fields.Lookup(_("Grade scheme"), to="grade_scheme", on_delete="restrict", required=True)
    code = fields.Text(_("Code"), length=4, required=True)
    name = fields.Text(_("Meaning"), length=80, required=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=999, required=True, default=0)
    horizon_days = fields.Integer(_("Buys within"), unit=_("days"), minimum=0, maximum=3650, help=_("Empty: no limit."))
    follow_up_days = fields.Integer(_("Follow-up every"), unit=_("days"), minimum=1, maximum=365)
    is_open = fields.Checkbox(_("Open"), default=True, help=_("Still a prospect; neither ordered, delivered nor lost."))
    must_dispatch = fields.Checkbox(_("Must be dispatched"))
    forecast_category = fields.Picklist(_("Forecast category"), FORECAST_CATEGORIES, fixed=True)
    active = fields.Checkbox(_("Active"), default=True)

    @staticmethod
    def tag_of(name: str) -> tuple[str, str]:
        """How lists and cards show a grade of this name: its letter, in the colour of its heat."""
        code = name.partition(" · ")[0]
        return code, {"H": "h", "O": "h", "A": "a", "B": "b"}.get(code, "c")
