"""What every module must do, for search."""

from __future__ import annotations

from core.testing import PluginContract


class TestSearch(PluginContract):
    plugin = "search"
    derived = frozenset({"search_text"})
