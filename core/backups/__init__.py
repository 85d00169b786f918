"""Backup and restore: the whole installation in one file, which either database can take in.

``save`` writes what one snapshot of the database holds, while others go on writing, and the folder of attached files.
``restore`` puts it into an empty place: all of it or nothing, compared with the archive before it counts.
"""

from .archive import BadArchive, Manifest
from .restoring import restore
from .running import hold, hold_alone
from .saving import save

__all__ = ["BadArchive", "Manifest", "hold", "hold_alone", "restore", "save"]
