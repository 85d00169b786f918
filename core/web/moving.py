"""Lists whose order one chooses, without a script: a button sends the whole list and names the line that goes up or down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def moved(names: Sequence[str], sent: Mapping[str, str]) -> tuple[str, ...]:
    """The names with the one that ``up`` or ``down`` of what was sent names moved by one place, where there is one."""
    found = list(names)
    for way, step in (("up", -1), ("down", 1)):
        if sent.get(way) in found:
            at = found.index(sent[way])
            to = min(max(at + step, 0), len(found) - 1)
            found.insert(to, found.pop(at))
    return tuple(found)
