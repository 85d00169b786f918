"""The fixtures of core."""

pytest_plugins = ["core.testing"]
