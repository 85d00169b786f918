"""What every module must do, for imports."""

from __future__ import annotations

from core.testing import PluginContract


class TestImports(PluginContract):
    plugin = "imports"
