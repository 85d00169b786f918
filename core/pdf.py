"""Documents as PDF: a module's Typst template, filled with data. The library and the fonts are packages; nothing is fetched while it runs.

Noto Sans SC covers Latin and Chinese; only the glyphs a document uses are embedded in it. Typst breaks Chinese lines by its own rules, repeats
the head of a table on every page and knows the number of pages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

FONTS = Path(__file__).parent / "static" / "vendor"


def render(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF. The template reads ``json(bytes(sys.inputs.data))``: what is in there is set as text, never read as markup.

    ``data`` is JSON. Raises typst.TypstError, a RuntimeError, for a template that is wrong.
    """
    # Imported here: only who makes a document needs it.
    import typst

    compiler = typst.Compiler(template, root=template.parent, font_paths=_fonts(), sys_inputs={"data": json.dumps(data)})
    made = compiler.compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("a document is one file")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Those of the package alone, so that a document looks the same on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
