"""Imported by the process that ``forking`` forks from: the code of core and of all modules, and what is made of it."""

import gc
from tempfile import TemporaryDirectory

from sqlalchemy.orm import configure_mappers

from core import create_app

with TemporaryDirectory() as folder:  # of an app that opens nothing and is forgotten
    create_app({"database_url": f"sqlite:///{folder}/nothing.db", "data_dir": folder, "secret_key": "k" * 40})
configure_mappers()
gc.freeze()  # all of it stays: nobody who is forked looks through it for garbage
