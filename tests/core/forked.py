"""Commands as processes of their own, forked from one that has loaded the code already: each ends as any process does, in a fraction of the time.

Run as ``python forked.py FOLDER``: reads FOLDER/calls.json, a list of {"words", "typed", "environment"}, and writes FOLDER/ended.json with
exit code, standard output and standard error of each.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any, NoReturn


def become(call: dict[str, Any], folder: Path) -> NoReturn:
    """This process is the command from now on. It ends by itself: what Python does at the end is part of what is tried."""
    from core.cli import main

    os.setsid()  # no terminal to ask for a password
    os.environ.update(call["environment"])
    (folder / "in").write_text(call["typed"], "utf-8")
    for number, name, how in ((0, "in", os.O_RDONLY), (1, "out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), (2, "err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)):
        os.dup2(os.open(folder / name, how, 0o600), number)
    sys.argv = ["forecourt", *call["words"]]
    sys.exit(main())


def run(folder: Path) -> None:
    from core import create_app

    create_app({"database_url": f"sqlite:///{folder}/nothing.db", "data_dir": str(folder), "secret_key": "k" * 40})  # loads the modules, opens nothing
    gc.freeze()  # the code that all share is nobody's garbage: no child looks through it
    ended = []
    for call in json.loads((folder / "calls.json").read_text("utf-8")):
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            become(call, folder)
        _process, status = os.waitpid(process, 0)
        out, err = ((folder / name).read_text("utf-8", "replace") for name in ("out", "err"))
        ended.append([os.waitstatus_to_exitcode(status), out, err])
    (folder / "ended.json").write_text(json.dumps(ended), "utf-8")


if __name__ == "__main__":
    run(Path(sys.argv[1]))
