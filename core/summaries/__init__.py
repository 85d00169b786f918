"""Summaries: counts and sums of an object's records by some of its fields, kept with every save.

- ``tables``: what an object declares, and the table that is made of it.
- ``keeping``: the triggers that keep it, whoever writes; making it anew, comparing it, folding it.

``core.queries.totals`` answers from it what else would be counted over all records.

Each record that comes, changes or goes adds rows of differences to the summary, in the transaction that writes it. Nothing is ever
updated, so writers never wait for each other; a sum over the rows is what holds. A job folds the rows of a group into one.
"""

from .tables import Summary, make_table

__all__ = ["Summary", "make_table"]
