"""The public form: anybody may report a case, without signing in. Off until an administrator switches it on, for all dealers or for one.

``pages`` shows and takes it, ``guard`` keeps programs out, ``taking`` makes the case or adds to one, ``settings`` says where it is on
and who gets what comes in.
"""

from .pages import blueprint
from .settings import SETTINGS, find_problems

__all__ = ["SETTINGS", "blueprint", "find_problems"]
