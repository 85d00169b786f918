"""Who may do what with lines and quotes: rights.txt, object by object."""

from __future__ import annotations

from pathlib import Path

from core.testing import RightsContract

from .parts import VALID


class TestRights(RightsContract):
    plugin = "quotes"
    table = Path(__file__).with_name("rights.txt")
    valid = VALID
