"""Adding, changing, disabling and enabling users."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import available_timezones

import email_validator
import sqlalchemy as sa

from .. import audit, state, units
from ..actor import Actor
from ..clock import now
from ..db import db, transaction
from ..errors import Conflict, Invalid, NotFound, Refusal
from ..i18n import LANGUAGES
from ..i18n import gettext as _
from ..settings import PERMISSION
from .directory import by_email, directory, find
from .models import EMAIL_LENGTH, NAME_LENGTH, FormerHome, Principal, User
from .transfers import begin

NAME_PART_LENGTH = 60
FIELDS = ("name", "family_name", "given_name", "email", "unit_id", "locale", "zone")
OWN_FIELDS = ("locale", "zone")
"""What a person may change of the own entry."""

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def add(user: Actor, *, role_codes: tuple[str, ...] = (), password: str | None = None, **values: Any) -> Principal:
    """A new user from ``name`` (or family_name and given_name), ``email``, and optionally unit_id, locale, zone.

    Without a password the user sets one through a mailed link. Raises Forbidden; Invalid by field; Refusal beyond what the acting user may and where it is.
    """
    from .. import roles, security

    user.require(PERMISSION)
    with transaction():
        state.bump("people")  # one at a time: of two with the same address the second sees the first
        clean = _checked(None, values)
        units.refuse_outside(user, clean["unit_id"])
        principal = Principal(kind="user", name=clean.pop("name"))
        db.session.add(principal)
        db.session.flush()
        db.session.add(User(id=principal.id, created_at=now(), **clean))
        db.session.flush()
        state.bump("people")
        security.add_login(principal.id, password)
        audit.record("user_added", actor=user, subject_id=principal.id, details={"name": principal.name, "email": clean["email"]})
        roles.assign(user, principal.id, role_codes)
    return principal


def change(user: Actor, user_id: int, version: int | None = None, *, role_codes: tuple[str, ...] | None = None, **values: Any) -> None:
    """Change a user, and with ``role_codes`` the roles. People may change their own language and zone themselves.

    Raises Forbidden, NotFound, Conflict for a stale version, Invalid by field, Refusal.
    """
    from .. import roles, security

    if user.id != user_id or role_codes is not None or set(values) - set(OWN_FIELDS):
        user.require(PERMISSION)
        roles.refuse_stronger(user, user_id)
    with transaction():
        principal, row = _locked(user_id, version)
        before = {"name": principal.name, **{name: getattr(row, name) for name in FIELDS if name != "name"}}
        clean = _checked(user_id, {**before, **values})
        if user.id != user_id or clean["unit_id"] != before["unit_id"]:
            units.refuse_outside(user, before["unit_id"], clean["unit_id"])
        principal.name = clean["name"]
        for name, value in clean.items():
            if name != "name":
                setattr(row, name, value)
        db.session.flush()
        state.bump("people")
        changed = {name: [before[name], clean[name]] for name in FIELDS if before[name] != clean[name]}
        if changed:
            audit.record("user_changed", actor=user, subject_id=user_id, details={"changed": changed})
        if "email" in changed:
            security.void_links(user_id)  # an invitation that went to a wrong address opens nothing once the address is put right
        if "unit_id" in changed:
            _remember_home(user_id, *changed["unit_id"])
            begin((user_id,), user)
        if role_codes is not None:
            roles.assign(user, user_id, role_codes)


def _remember_home(user_id: int, before: int | None, after: int | None) -> None:
    """Where somebody was before is kept, as long as the person has not come back there."""
    if before is not None:
        db.session.merge(FormerHome(user_id=user_id, unit_id=before))
    if after is not None:
        db.session.execute(sa.delete(FormerHome).where(FormerHome.user_id == user_id, FormerHome.unit_id == after))


def disable(user: Actor, user_id: int, version: int | None = None) -> None:
    """Sign a user out for good: all sessions and tokens end, nobody can sign in as this user. What the user owns stays; what waits for the user's yes
    goes on to somebody else.

    Raises Forbidden, NotFound, Conflict, and Refusal for oneself, for the last administrator and for who may more.
    """
    from .. import approvals, roles, security, tokens

    user.require(PERMISSION)
    if user.id == user_id:
        raise Refusal(_("You cannot disable yourself; ask another administrator."))
    roles.refuse_stronger(user, user_id)
    with transaction():
        principal, row = _locked(user_id, version)
        if not principal.active:
            return
        roles.refuse_without_administrator(user_id)
        principal.active, row.disabled_at = False, now()
        db.session.flush()
        state.bump("people")
        security.end_all_sessions(user_id, "disabled")
        security.void_links(user_id)
        tokens.revoke_all(user_id)
        audit.record("user_disabled", actor=user, subject_id=user_id)
        approvals.pass_on((user_id, *directory().queues_of.get(user_id, ())), user)


def enable(user: Actor, user_id: int, version: int | None = None) -> None:
    """Let a disabled user sign in again, with the old password. Raises Forbidden, NotFound, Conflict, and Refusal for who may more."""
    from .. import roles

    user.require(PERMISSION)
    roles.refuse_stronger(user, user_id)
    with transaction():
        principal, row = _locked(user_id, version)
        if principal.active:
            return
        principal.active, row.disabled_at = True, None
        db.session.flush()
        state.bump("people")
        audit.record("user_enabled", actor=user, subject_id=user_id)


def open_work(user_id: int, cap: int = 1000) -> list[tuple[Any, int]]:
    """What a user still owns that is worked on (``ObjectType.open_when``), or whatever an object has that does not say so: (object type, count up to
    ``cap``), for a hand-over; what stays its owner's own is left out, as there."""
    from .. import conditions, queries, registry
    from .actors import system_actor

    system, found = system_actor(), []
    for object_type in registry.objects():
        if "owner" in object_type.fields and object_type.handed_over and not object_type.setup:
            count, _more = queries.count(object_type, system, where=conditions.both({"owner": user_id}, object_type.open_when), cap=cap)
            if count:
                found.append((object_type, count))
    return found


def _locked(user_id: int, version: int | None) -> tuple[Principal, User]:
    """The rows of a user, locked; who changes people does so one at a time, see ``add``. Raises NotFound, Conflict."""
    state.bump("people")
    row = db.session.get(User, user_id, with_for_update=True, populate_existing=True)
    principal = db.session.get(Principal, user_id, with_for_update=True, populate_existing=True)
    if row is None or principal is None:
        raise NotFound(_("There is no such user."))
    if version is not None and version != row.version:
        raise Conflict(row)
    # Every change of a person raises the version, also one of the name or of being active, which stand elsewhere.
    sa.orm.attributes.flag_modified(row, "disabled_at")
    return principal, row


def composed_name(family: str, given: str) -> str:
    """Family and given name as one writes them: Chinese, Japanese and Korean names family first, without a blank."""
    if CJK.search(family + given):
        return family + given
    return " ".join(part for part in (given, family) if part)


def _checked(user_id: int | None, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are stored. Raises Invalid with a sentence per field."""
    unknown = set(values) - set(FIELDS)
    errors = {name: [_("There is no field “%(field)s”.", field=name)] for name in unknown}
    clean: dict[str, Any] = {name: values.get(name) for name in FIELDS}
    for name in ("name", "family_name", "given_name"):
        clean[name] = " ".join(str(clean[name] or "").split())
    composed = composed_name(clean["family_name"], clean["given_name"])
    clean["name"] = clean["name"] or composed
    clean["email"] = str(clean["email"] or "").strip().lower()
    for name, sentence in _problems(user_id, clean):
        errors.setdefault(name, []).append(sentence)
    if errors:
        raise Invalid(errors)
    clean["locale"], clean["zone"] = clean["locale"] or None, clean["zone"] or None
    return clean


def _problems(user_id: int | None, values: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if not values["name"]:
        found.append(("name", _("Please fill in the name.")))
    elif len(values["name"]) > NAME_LENGTH:
        found.append(("name", _("The name has at most %(count)s characters.", count=NAME_LENGTH)))
    too_long = (part for part in ("family_name", "given_name") if len(values[part]) > NAME_PART_LENGTH)
    found.extend((part, _("This name has at most %(count)s characters.", count=NAME_PART_LENGTH)) for part in too_long)
    found.extend(("email", sentence) for sentence in _email_problems(user_id, values["email"]))
    if values["unit_id"] is not None:
        unit, person = units.find(values["unit_id"]), find(user_id)
        if unit is None:
            found.append(("unit_id", _("This unit does not exist.")))
        elif not unit.active and (person is None or person.unit_id != unit.id):
            found.append(("unit_id", _("%(unit)s is not active.", unit=unit.name)))
    if values["locale"] and values["locale"] not in LANGUAGES:
        found.append(("locale", _("This language is not available.")))
    if values["zone"] and values["zone"] not in available_timezones():
        found.append(("zone", _("“%(zone)s” is not a time zone, such as Asia/Shanghai.", zone=values["zone"])))
    return found


def _email_problems(user_id: int | None, email: str) -> list[str]:
    if not email:
        return [_("Please fill in the e-mail address; the user signs in with it.")]
    if len(email) > EMAIL_LENGTH:
        return [_("The e-mail address has at most %(count)s characters.", count=EMAIL_LENGTH)]
    if not is_email(email):
        return [_("This is not an e-mail address, such as name@example.com.")]
    other = by_email(email)
    if other is not None and other.id != user_id:
        return [_("%(name)s has this e-mail address already.", name=other.name)]
    return []


def is_email(text: str) -> bool:
    """Whether the text has the form of an address; names of an own network ("@dealer.local", "@localhost") count too."""
    try:
        email_validator.validate_email(text, check_deliverability=False, test_environment=True)
    except email_validator.EmailNotValidError:
        return bool(re.fullmatch(r"[^@\s]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*", text))
    return True


def named_in(principal_id: int) -> list[tuple[Any, str]]:
    """Where the set-up names a user or queue: (label of the object or setting, name of the record) of each rule, step, macro and setting that is in use."""
    from .. import fields, records, registry, settings
    from .actors import system_actor

    found: list[tuple[Any, str]] = []
    for object_type in registry.objects():
        naming = [one.attribute for one in object_type.fields.values() if type(one) is fields.UserField and one.stored and not one.system and one.name != "owner"]
        if object_type.setup and naming:
            rows = (row for batch in records.batches(object_type, system_actor()) for row in batch if getattr(row, "active", True))
            found.extend((object_type.label, str(row)) for row in rows if principal_id in [getattr(row, name) for name in naming])
    set_to = (held.setting.field for held in settings.shown() if type(held.setting.field) is fields.UserField and held.value == principal_id)
    return found + [(_("Setting"), str(field.label)) for field in set_to]
