"""Choose the pictures of the documents: ``python tests/browser/pictures.py FOLDER``, after a run with PICTURES=FOLDER.

They are copied to docs/pictures under the name of what they show; one above the limit is refused.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

TARGET = Path(__file__).parents[2] / "docs" / "pictures"
LIMIT = 200_000
"""Bytes a picture may have."""
BEST = {
    "board": "board-desk-en", "board-phone": "board-phone-en", "opportunity": "opportunity-desk-en", "opportunity-phone": "opportunity-phone-en",
    "today": "today-desk-en", "today-phone": "today-phone-en", "convert": "convert-desk-en", "duplicate": "lead-duplicate-desk-en",
    "lead-form-chinese": "lead-wrong-number-desk-zh_CN", "lead-form-chinese-phone": "lead-wrong-number-phone-zh_CN",
    "today-chinese": "today-desk-zh_CN", "board-chinese": "board-desk-zh_CN", "modules": "modules", "forecast": "forecast-page-desk-en",
    "console-chinese": "agent-case-desk-zh_CN",
}  # fmt: skip


def main(folder: Path) -> int:
    """Copy what is there; answers how many could not be copied."""
    TARGET.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name, taken in BEST.items():
        source = folder / f"{taken}.png"
        if not source.exists() or source.stat().st_size > LIMIT:
            failed += 1
            sys.stderr.write(f"{source.name}: {'too large' if source.exists() else 'missing'}\n")
            continue
        shutil.copyfile(source, TARGET / f"{name}.png")
    return failed


if __name__ == "__main__":
    sys.exit(min(1, main(Path(sys.argv[1]))))
