"""What every module and every object must do, for activities."""

from __future__ import annotations

from core.testing import ObjectContract, PluginContract


class TestActivities(PluginContract):
    plugin = "activities"
    valid = {"activity": {"about": lambda make: make("activity", kind="note"), "due_on": "2030-01-31"}}


class TestActivityContract(ObjectContract):
    object_code = "activity"
    valid = {"name": "Call back", "due_on": "2030-01-31"}
    change = {"body": "Ask about the second car."}
    invalid = {"due_on": "someday"}


class TestLadderStepContract(ObjectContract):
    object_code = "ladder_step"
    valid = {"name": "Ask again", "days": 2}
    change = {"days": 4}
    invalid = {"days": 0}
