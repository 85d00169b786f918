"""The hook this module offers to others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core import hookspec

if TYPE_CHECKING:
    from .conversion import Conversion, ConversionStep


@hookspec
def convert_lead(conversion: Conversion) -> ConversionStep | Iterable[ConversionStep] | None:
    """When a conversion is previewed, done or undone. What this module adds to it, as one or several steps.

    A step is made by ``conversion.step(code, run=…, undo=…)``, so that its module need not import this one. The hook only describes: a step's ``run`` does its part inside the conversion's transaction, ``undo`` takes it back. ``inputs=…`` names what it reads in ``conversion.inputs[code]``: what else is given there is refused.
    ``conversion.account`` and ``conversion.contact`` are None while it is previewed and there when ``run`` is called.
    """
    raise NotImplementedError
