"""The telephone input of the lead form: it says who has the number while it is typed."""

from __future__ import annotations

from typing import Any

from core import fields


class CheckedPhoneField(fields.PhoneField):
    """A telephone number that is looked up as soon as it is typed."""

    template = "leads/number.html"


def CheckedPhone(label: Any, **options: Any) -> Any:  # noqa: N802 - field types read as types in models
    """As fields.Phone, with the look-up while typing."""
    return CheckedPhoneField(label, **{"personal": True, **options}).column()
