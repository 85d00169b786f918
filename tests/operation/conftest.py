"""Fixtures of these tests: installations, see ``sites``."""

from sites import filled, lived_in, new_site, set_up, shelf, site

__all__ = ["filled", "lived_in", "new_site", "set_up", "shelf", "site"]
