"""Reading many records: one grammar of filter, sort and page for lists, API, export and reports.

Pages follow a key, never an offset. What a user may see is a set of alternatives, each served by its own index; the
newest rows of each are merged. A field the user may not know of does not exist here.

- ``pages``: a page of records, their ids, all of them one page after another; ``order``: the sort and the cursor; ``readers``: the statements.
- ``deletions``: what was deleted since a moment.
- ``filters``: the condition grammar in SQL.
- ``counting``: counts and sums, from the kept ``totals`` where these hold them; ``seeing``: what a user sees as a statement.
- ``naming``: how records are called where something refers to them. ``suggesting``: those that fit what somebody types.
"""

from .counting import aggregate, count
from .deletions import Deletions, deletions
from .filters import compile_condition, knows
from .naming import Link, links, links_seen, look_up_ids, names
from .order import Sort, read_sort
from .pages import FEW, MOST, PAGE, Page, export, ids, page
from .seeing import rows, visible, visible_ids
from .suggesting import indexed, reached, suggest

__all__ = [
    "FEW", "MOST", "PAGE", "Deletions", "Link", "Page", "Sort", "aggregate", "compile_condition", "count", "deletions", "export", "ids", "indexed", "knows", "links", "links_seen", "look_up_ids", "names",
    "page", "reached", "read_sort", "rows", "suggest", "visible", "visible_ids",
]  # fmt: skip
