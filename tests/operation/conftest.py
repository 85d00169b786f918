"""Fixtures of these tests: installations, see ``sites``."""

from sites import new_site, set_up, shelf, site

__all__ = ["new_site", "set_up", "shelf", "site"]
