"""The archive: a ZIP file of a manifest, a file of lines for each table, and the attached files."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from ..errors import ForecourtError
from .rows import Digest, Shape

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1 << 20


class BadArchive(ForecourtError):
    """A file that is no backup, or not a whole one. Nothing was changed."""

    status, code = 422, "bad-archive"


@dataclass(slots=True)
class Manifest:
    """What an archive holds, and by which everything in it is checked."""

    version: str
    made_at: str
    database: str
    revisions: dict[str, str]
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    def shape(self, table: str) -> Shape:
        told = self.tables[table]
        return Shape(table, tuple(told["columns"]), tuple(told["kinds"]))

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def member_of(table: str) -> str:
    return f"tables/{table}.jsonl"


class Archive:
    """A backup opened for reading. Raises BadArchive for whatever is not as it was written."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise BadArchive(f"There is no file {path}.") from None
        except (zipfile.BadZipFile, OSError):
            raise BadArchive(f"{path} is no backup, or only a part of one. Nothing was changed. Take another copy of it.") from None
        self.path = path
        self.manifest = self._manifest()

    def _manifest(self) -> Manifest:
        try:
            told = json.loads(self._zip.read(MANIFEST))
            found = Manifest(**told)
        except (KeyError, ValueError, TypeError, zipfile.BadZipFile, zlib.error):
            raise BadArchive(f"{self.path} is no backup of Forecourt. Nothing was changed.") from None
        if found.format != FORMAT:
            raise BadArchive(f"{self.path} was written by another version of Forecourt (format {found.format}; this one reads {FORMAT}). Nothing was changed.")
        return found

    def lines(self, table: str) -> Iterator[bytes]:
        try:
            with self._zip.open(member_of(table)) as member:
                yield from member
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError):
            raise self._damaged(member_of(table)) from None

    def file(self, name: str) -> IO[bytes]:
        return self._zip.open(f"files/{name}")

    def verify(self) -> None:
        """Read all of it once and compare with the manifest: before anything is changed."""
        for table, told in self.manifest.tables.items():
            digest = Digest()
            for line in self.lines(table):
                digest.add(line)
            if (digest.rows, digest.hex) != (told["rows"], told["digest"]):
                raise self._damaged(member_of(table))
        for name, told in self.manifest.files.items():
            if self._sum_of(name) != told["sha256"]:
                raise self._damaged(f"files/{name}")

    def _sum_of(self, name: str) -> str:
        found = hashlib.sha256()
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts:
            raise self._damaged(name)  # an archive made to write elsewhere
        try:
            with self.file(name) as member:
                while piece := member.read(PIECE):
                    found.update(piece)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError):
            raise self._damaged(name) from None
        return found.hexdigest()

    def _damaged(self, member: str) -> BadArchive:
        return BadArchive(f"{self.path} is damaged: {member} is not as it was written. Nothing was changed. Take another copy of it.")

    def close(self) -> None:
        self._zip.close()
