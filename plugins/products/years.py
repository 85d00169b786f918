"""The field type of model years, which a Chinese price list writes 2019款."""

from __future__ import annotations

from typing import Any

from core import fields
from core import gettext as _


class ModelYearField(fields.IntegerField):
    """A year from 1886, when cars began, to 2100. Understands 2019款 and 2019年款."""

    type = "model_year"
    align = "start"

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, minimum=1886, maximum=2100, **options)

    def parse(self, text: str) -> Any:
        bare = text.strip().removesuffix("款").removesuffix("年").strip()
        if bare and not bare.isdecimal():
            raise ValueError(_("%(field)s must be a year, such as 2026.", field=self.label))
        return super().parse(bare)


def ModelYear(label: Any, **options: Any) -> Any:  # noqa: N802 - field types read as types in models
    """A model year; an int."""
    return ModelYearField(label, **options).column()
