"""What a user can do to an opportunity, a stage or a process besides editing it.

- ``beginning``: a new opportunity of a customer; ``moving``: from stage to stage; ``closing``: winning, losing and taking up again.
- ``entering``: what all that enter a stage share: what it asks for, what the dialog proposes.
- ``setting_up``: stages retired and used again, and shipped processes.
"""

from .beginning import new_opportunity
from .closing import close_lost, close_won, reopen
from .moving import complete_stage, move
from .setting_up import bring_back, retire, use_preset

ACTIONS = (new_opportunity, move, complete_stage, close_won, close_lost, reopen, retire, bring_back, use_preset)

__all__ = ["ACTIONS", "bring_back", "close_lost", "close_won", "complete_stage", "move", "new_opportunity", "reopen", "retire", "use_preset"]
