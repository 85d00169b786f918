"""What every module and every object must do, for leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import records
from core.testing import ObjectContract, PluginContract


class TestLeads(PluginContract):
    plugin = "leads"
    valid = {"lead": {"channel": "lenient"}}


class TestLeadContract(ObjectContract):
    object_code = "lead"
    change = {"remarks": "Call after work."}
    invalid = {"email": "not a mail address"}

    @pytest.fixture
    def record(self, user: Callable[..., Any]) -> Any:
        return records.create("lead", user("administrator"), channel="lenient", name="Pan Yue", mobile="13800138000")
