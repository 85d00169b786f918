"""What every module must do, for files."""

from __future__ import annotations

from core.testing import PluginContract


class TestFiles(PluginContract):
    plugin = "files"
