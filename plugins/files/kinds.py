"""What a file is, judged by its bytes, and whether its name tells the truth about it.

A name may be wrong in harmless ways. What is refused: a program, whatever it is called, and what a browser would run, called
something else. Nothing but pictures is ever shown in the browser; everything else is handed out to be saved.
"""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from pathlib import PurePosixPath

from core import Invalid, settings
from core import gettext as _

from .models import NAME_LENGTH
from .settings import REFUSED

HEAD = 8192
"""Bytes at the beginning that tell what a file is."""
UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types that a browser only draws: these may be shown in the page."""

PROGRAM = re.compile(rb"MZ|\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|#!", re.DOTALL)
MARKUP = re.compile(rb"<(?:!doctype\s+(?:html|svg)|html|head|body|script|iframe|svg)[\s>/]", re.IGNORECASE)
"""Anywhere in the beginning: a browser that guesses would look there too."""
MARKUP_ENDINGS = frozenset({"html", "htm", "xhtml", "mhtml", "svg", "xml", "txt", "md", "eml", "css", "csv", "json"})
"""Endings under which markup is what one expects, or harmless text."""
SURE = 0.3
"""puremagic's confidence from which on its answer is taken: three bytes of signature or more."""


def clean_name(given: str) -> str:
    """The name without a path, control characters and marks that turn the writing direction; at most 255 characters."""
    name = PurePosixPath(given.replace("\\", "/")).name
    name = "".join(one for one in unicodedata.normalize("NFC", name) if unicodedata.category(one)[0] != "C")
    name = " ".join(name.split()).lstrip(". ") or _("File")
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}" if dot and len(ending) <= 16 else name[:NAME_LENGTH]


def ending_of(name: str) -> str:
    """The ending in small letters, without its point."""
    return name.rpartition(".")[2].casefold().rstrip() if "." in name else ""


def kind_of(name: str, head: bytes) -> str:
    """The media type by content; the name counts only where the bytes are plain text. Raises Invalid for what is refused."""
    ending = ending_of(name)
    if ending in str(settings.get(REFUSED) or "").casefold().replace(",", " ").split():
        raise Invalid({"file": [_("Files that end in .%(ending)s are not taken: they can start a program.", ending=ending)]})
    if PROGRAM.match(head):
        raise Invalid({"file": [_("“%(name)s” is a program, whatever it is called. It was not stored.", name=name)]})
    if MARKUP.search(head) and ending not in MARKUP_ENDINGS:
        raise Invalid({"file": [_("“%(name)s” is a web page inside, not what its name says. It was not stored.", name=name)]})
    return _by_content(ending, head) or _by_name(name, head)


def _by_content(ending: str, head: bytes) -> str | None:
    # Imported here: only who uploads a file needs its tables of signatures.
    import puremagic

    try:
        found = [one for one in puremagic.magic_string(head) if one.mime_type and one.confidence >= SURE]
    except (puremagic.PureError, ValueError):
        return None
    fitting = [one for one in found if one.extension.lstrip(".") == ending]  # many formats share a beginning: .docx, .xlsx, .zip
    return (fitting or found)[0].mime_type if found else None


def _by_name(name: str, head: bytes) -> str:
    """Text has no signature."""
    guessed = mimetypes.guess_type(name)[0] or UNKNOWN
    return guessed if guessed.startswith("text/") and b"\0" not in head else UNKNOWN
