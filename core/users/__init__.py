"""People: users, and queues of users. Both are principals and may own records.

Reading is from a directory that is built once per version of the people, so that no page loads a user from the database.
"""

from .actors import actor, left_units, system_actor, team_member_ids
from .changes import add, change, disable, enable, named_in, open_work
from .directory import Person, all_queues, all_users, by_email, find, home_of, installation_locale, members, name_of, names, principals
from .models import LOCALE_LENGTH, NAME_LENGTH, FormerHome, Principal, Queue, QueueMember, User
from .queues import add_queue, change_queue
from .reach import looked_up, may_look_up
from .several import add_several

__all__ = [
    "LOCALE_LENGTH", "NAME_LENGTH", "FormerHome", "Person", "Principal", "Queue", "QueueMember", "User", "actor", "add", "add_queue", "add_several", "all_queues", "all_users",
    "by_email", "change", "change_queue", "disable", "enable", "find", "home_of", "installation_locale", "left_units", "looked_up", "may_look_up", "members", "name_of", "named_in", "names",
    "open_work", "principals", "system_actor", "team_member_ids",
]  # fmt: skip
