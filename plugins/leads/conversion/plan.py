"""What a conversion is going to do: the user's choices, and the steps that other modules add."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core import Actor, Choice, LazyText, Refusal, fields, pgettext_lazy, plugins
from core import gettext_lazy as _

CREATE = Choice("create", _("Create new"))
EXISTING = Choice("existing", _("Use existing"))
SKIP = Choice("skip", pgettext_lazy("conversion", "None"))


@dataclass(slots=True)
class Conversion:
    """One conversion, previewed or under way.

    ``account`` and ``contact`` are None in the preview of new ones. ``inputs`` are what the page or the API gave for the steps:
    step code -> values as typed. A step that makes or chooses the opportunity sets ``opportunity_id``; each id it creates
    goes into ``made``, so that an undo knows.
    """

    lead: Any
    user: Actor
    owner_id: int | None = None
    account: Any = None
    contact: Any = None
    opportunity_id: int | None = None
    inputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    made: list[int] = field(default_factory=list)
    filled: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def target_ids(self) -> list[int]:
        """The records the lead becomes, in order: account, contact, opportunity."""
        found = (getattr(self.account, "id", None), getattr(self.contact, "id", None), self.opportunity_id)
        return [one for one in found if one is not None]

    def step(self, code: str, **parts: Any) -> ConversionStep:
        """A step of this conversion, with the parts of a ``ConversionStep``: whoever answers the hook need not know this module."""
        return ConversionStep(code, **parts)


@dataclass(slots=True)
class ConversionStep:
    """What a module adds to a conversion.

    ``title``, ``icon``, ``template`` and ``context`` make a card of the page; its inputs are named ``<code>-<name>``. ``inputs`` are the names that it
    reads in ``conversion.inputs[code]``: any other is refused. What is wrong with one, ``run`` tells by Invalid under ``parts.<code>.<name>``.
    ``moves`` is a part of the sentence "Moves along". ``veto`` refuses the conversion with a reason. ``run(conversion)`` does
    the step and returns JSON to remember; ``undo(conversion, remembered)`` takes it back, or raises Refusal.
    """

    code: str
    run: Callable[[Conversion], Mapping[str, Any] | None] | None = None
    undo: Callable[[Conversion, Mapping[str, Any]], None] | None = None
    title: LazyText | str = ""
    icon: str = "puzzle"
    template: str | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    inputs: Collection[str] = ()
    moves: LazyText | str | None = None
    veto: LazyText | str | None = None
    order: int = 50


def collect_steps(conversion: Conversion) -> list[ConversionStep]:
    """The steps of all modules, in their order."""
    found: list[ConversionStep] = []
    for answer in plugins.call_each("convert_lead", conversion=conversion):
        if isinstance(answer, ConversionStep):
            found.append(answer)
        elif isinstance(answer, Iterable):
            found.extend(answer)
    return sorted(found, key=lambda step: (step.order, step.code))


def preview(lead: Any, user: Actor, inputs: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[Conversion, list[ConversionStep]]:
    """A conversion as it would be, with its steps: nothing is created."""
    conversion = Conversion(lead, user, owner_id=lead.owner_id, inputs=inputs or {})
    return conversion, collect_steps(conversion)


def refuse_vetoed(steps: Iterable[ConversionStep]) -> None:
    """Raises Refusal with the first module's reason."""
    for step in steps:
        if step.veto is not None:
            raise Refusal(str(step.veto), code="vetoed")


def refuse_unknown(conversion: Conversion, steps: Iterable[ConversionStep]) -> None:
    """Raises Invalid for steps and inputs that there are not: misspelt, they would be passed over, and the conversion done without them."""
    known = {step.code: step.inputs for step in steps}
    places = [f"parts.{code}" for code in conversion.inputs.keys() - known.keys()]
    places += [f"parts.{code}.{name}" for code, given in conversion.inputs.items() if code in known for name in given if name not in known[code]]
    fields.checked({}, dict.fromkeys(sorted(places)))
