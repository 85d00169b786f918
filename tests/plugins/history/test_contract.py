"""What every module must do, for history."""

from __future__ import annotations

from core.testing import PluginContract


class TestHistory(PluginContract):
    plugin = "history"
