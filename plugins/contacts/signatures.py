"""S3: signing the forms, in the order the paper has them, each line by somebody else; a later change of the contents takes the signatures off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core import Action, Actor, Change, Forbidden, LazyText, ObjectType, Permission, Refusal, changes, fields, gettext_lazy, now, permissions, records, redaction
from core import gettext as _

SUPERVISOR = Permission("contacts.sign_supervisor", gettext_lazy("Sign forms as supervisor"))
MANAGER = Permission("contacts.sign_manager", gettext_lazy("Sign forms as manager"))
GENERAL_MANAGER = Permission("contacts.sign_general_manager", gettext_lazy("Sign forms as general manager"))
PERMISSIONS = (SUPERVISOR, MANAGER, GENERAL_MANAGER)


@dataclass(frozen=True, slots=True)
class Step:
    """One signature of a form: the field that holds who signed (``<field>_at`` holds when), and the right it takes."""

    field: str
    label: LazyText
    permission: str | None = None


PREPARER = Step("preparer", gettext_lazy("Preparer"))
REPORTER = Step("reporter", gettext_lazy("Reporter"))
BY_SUPERVISOR = Step("supervisor", gettext_lazy("Supervisor"), SUPERVISOR.code)
BY_MANAGER = Step("manager", gettext_lazy("Manager"), MANAGER.code)
BY_GENERAL_MANAGER = Step("general_manager", gettext_lazy("General manager"), GENERAL_MANAGER.code)

STEPS: dict[str, tuple[Step, ...]] = {
    "customer_profile": (BY_SUPERVISOR, BY_MANAGER, BY_GENERAL_MANAGER),
    "new_customer_report": (REPORTER, BY_MANAGER),
    "delivery_limit": (BY_MANAGER,),
    "processing_statement": (PREPARER, BY_SUPERVISOR, BY_MANAGER),
}


def next_step(record: Any) -> Step | None:
    """The signature that is due now; None when all have signed."""
    return next((step for step in STEPS[record.__object_code__] if getattr(record, f"{step.field}_id") is None), None)


def is_signed(record: Any) -> bool:
    """Whether all who must have signed."""
    return next_step(record) is None


def signed(record: Any, user: Actor) -> Iterator[tuple[LazyText, Any, Any]]:
    """(role, who, when) for each line of the form's foot that this reader may know of; who and when are None where nobody has signed yet."""
    visible, known = permissions.visible_fields(user, record.object_type), redaction.known(record, user)
    for step in STEPS[record.__object_code__]:
        if step.field in visible:
            yield step.label, getattr(known, step.field), getattr(known, f"{step.field}_at")


def may_sign(record: Any, user: Actor) -> Refusal | None:
    """Why this user cannot sign now, or None."""
    step = next_step(record)
    if step is None:
        return Refusal(_("All signatures are there already."))
    if step.permission is not None and not user.may(step.permission):
        return Refusal(_("The next signature is that of: %(role)s.", role=step.label))
    return _not_alone(record, user)


def _not_alone(record: Any, user: Actor) -> Refusal | None:
    """Two pairs of eyes: nobody signs two lines, whatever rights they hold, and a form of one line is not signed by who wrote what stands in it."""
    steps = STEPS[record.__object_code__]
    signed_as = next((step for step in steps if getattr(record, f"{step.field}_id") == user.id), None)
    if signed_as is not None:
        return Refusal(_("You have signed as %(role)s. Each line is signed by another person: a colleague has to sign next.", role=signed_as.label))
    if len(steps) == 1 and _author(record) == user.id:
        return Refusal(_("What stands here was written by you. A colleague has to sign it."))
    return None


def _author(record: Any) -> int | None:
    """Who wrote the contents as they stand: who made the form, or the last one who changed what is signed for."""
    before: int | None = None
    while lines := changes.of(record.id, before):
        for line in lines:
            if line.operation == "create" or _signed_for(record.object_type, line.diff):
                return line.actor_id  # type: ignore[no-any-return]  # a row of the log
        before = lines[-1].id
    return record.created_by_id  # type: ignore[no-any-return]  # a record's column


def sign_form(record: Any, inputs: dict[str, Any], user: Actor) -> Any:
    """Put the next signature under the form; the manager may add an instruction to a new-customer report."""
    step = next_step(record)
    if step is None:
        return record
    if step.permission is not None and not user.may(step.permission):
        raise Forbidden
    values: dict[str, Any] = {step.field: user.id, f"{step.field}_at": now()}
    if step is BY_MANAGER and inputs.get("instruction"):
        values["instruction"] = inputs["instruction"]
    return records.update(record, user, **values)


def unsign_changed(change: Change) -> None:
    """Before a save: who signed vouched for what stood there, so other contents need new signatures."""
    steps = STEPS.get(change.object_type.code)
    if steps is None or change.is_new or not _signed_for(change.object_type, change.changed):
        return
    for step in steps:
        setattr(change.record, step.field, None)
        setattr(change.record, f"{step.field}_at", None)


def _signed_for(object_type: ObjectType, names: Iterable[str]) -> set[str]:
    """Those of the fields that were signed for: neither signatures nor what only code writes, nor the owner."""
    declared = object_type.model.__record_fields__
    return {name for name in names if name in declared and not declared[name].system}


def _inputs(code: str) -> dict[str, Any]:
    if code != "new_customer_report":
        return {}
    return {"instruction": fields.LongText(gettext_lazy("Manager's instruction"), help=gettext_lazy("Only from the manager."))}


ACTIONS = tuple(
    Action("sign", gettext_lazy("Sign"), on=code, run=sign_form, allowed=may_sign, inputs=_inputs(code), fills={name: name for name in _inputs(code)}, icon="signature")
    for code in STEPS
)
