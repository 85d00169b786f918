"""Who may do what, written out in a table that a person can read, and held against what really happens.

A table is a text file. Its first line names the roles; a line that begins at the margin names an object, the indented
lines below it an operation or an action with the widest scope in which each role has it::

    role            sales_manager  sales_consultant  no_role
    appraisal
      create        dealer         own               -
      read          dealer         own               -
      accept        team_below     own               -

The scopes are those of ``core.permissions.SCOPES``: whose records they are, seen from the person in that role. "-" is nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask

from .. import actions, permissions, queries, records, registry, units, users
from ..actor import Actor, acting
from ..db import transaction
from ..errors import Forbidden, ForecourtError, Invalid, NotFound
from ..objects import ObjectType
from ..permissions import OPERATIONS, SCOPES
from .field_rights import ROLE as LIMITED
from .field_rights import FieldRights
from .fixtures import NORTH, SOUTH, Client
from .fixtures import ROLES as PRESETS
from .picklists import Picklists

NO_ROLE = "no_role"
NOWHERE = "-"
COLUMNS = (*PRESETS, NO_ROLE)
DONE, FORBIDDEN, HIDDEN = "done", "forbidden", "hidden"
Table = Mapping[str, Mapping[str, Mapping[str, str]]]
Make = Callable[..., Any]


def read_table(path: Path) -> Table:
    """{object: {operation or action: {role: scope}}}. Raises ValueError for a line that is not complete."""
    lines = [line.rstrip() for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    head, current = lines[0].split()[1:], ""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for line in lines[1:]:
        if not line[0].isspace():
            current = line.strip()
            found[current] = {}
            continue
        name, *cells = line.split()
        if len(cells) != len(head) or {*cells} - {*SCOPES, NOWHERE}:
            raise ValueError(f"{path.name}: {current} {name}: one scope or {NOWHERE!r} for each of {', '.join(head)}")
        found[current][name] = dict(zip(head, cells, strict=True))
    return found


def line_of(code: str, name: str, people: Mapping[str, Actor]) -> str:
    """The line of one operation or action as it holds now, for its author to think about and to take into the table."""
    scopes = (effective(people[role], registry.object_type(code), name) or NOWHERE for role in COLUMNS)
    cells = "".join(scope.ljust(max(len(role), len("team_below")) + 2) for role, scope in zip(COLUMNS, scopes, strict=True))
    return f"  {name}".ljust(24) + cells.rstrip()


def rows_of(plugin: str) -> dict[str, list[str]]:
    """What a module must answer for: each operation of its objects, and each of its actions, also on others' objects."""
    found: dict[str, list[str]] = {}
    for code, object_type in registry.current().objects.items():
        if object_type.plugin == plugin:
            found[code] = [*OPERATIONS, "export"]
        more = [action.code for action in registry.current().actions[code].values() if action.plugin == plugin]
        if more:
            found.setdefault(code, []).extend(more)
    return found


def effective(user: Actor, object_type: ObjectType, name: str) -> str | None:
    """The scope within which the user's roles give the operation, export or action; None for nowhere."""
    if name == "export":
        return effective(user, object_type, "read") if user.may("export") else None
    if name not in OPERATIONS:
        action = registry.current().actions[object_type.code][name]
        return effective(user, object_type, action.operation) if action.may(user) else None
    scope = permissions.scope(user, object_type, name)
    if scope is None or not object_type.controlled_by:
        return scope
    parent = registry.object_type(object_type.fields[object_type.controlled_by].to)  # type: ignore[attr-defined]  # a look-up
    return effective(user, parent, "read" if name in ("read", "create") else "edit")


def within(relation: str, scope: str | None) -> bool:
    """Whether records whose owner stands in this relation lie within the scope."""
    return scope not in (None, NOWHERE) and SCOPES.index(relation) <= SCOPES.index(str(scope))


class Cast:
    """Everybody a right is tried with: each role at one dealer, a second team there and one below, another dealer."""

    def __init__(self, user: Callable[..., Actor]) -> None:
        system = users.system_actor()
        consultant = user("sales_consultant", dealer=NORTH)
        with acting(system), transaction():
            second = units.add(system, name="Second team", kind="team", parent_id=consultant.dealer_id)
            below = units.add(system, name="Team below", kind="team", parent_id=consultant.unit_id)
            hired = {
                name: users.add(system, name=name, email=f"{number}@rights.example.com", role_codes=codes, unit_id=unit).id
                for number, (name, codes, unit) in enumerate((
                    (NO_ROLE, (), consultant.unit_id), ("second team", ("sales_consultant",), second.id), ("team below", ("sales_consultant",), below.id),
                ))
            }  # fmt: skip
        self.people: dict[str, Actor] = {role: user(role, dealer=NORTH) for role in PRESETS} | {NO_ROLE: users.actor(hired[NO_ROLE])}
        self.mate = user("sales_consultant", dealer=NORTH, number=2)
        self.beside, self.below = users.actor(hired["second team"]), users.actor(hired["team below"])
        self.far = user("sales_consultant", dealer=SOUTH)

    def others(self, role: str) -> dict[str, Actor]:
        """Relation -> somebody who stands in it to the person in this role; those that nobody can stand in are left out."""
        me = self.people[role]
        if me.unit_id == self.mate.unit_id:
            return {"own": me, "team": self.mate, "team_below": self.below, "dealer": self.beside, "all": self.far}
        at_the_dealer = self.people["read_only" if role != "read_only" else "front_desk"]
        return {"own": me, "team": at_the_dealer, "team_below": self.mate, "all": self.far}


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt: what a person in a role does with a record whose owner stands in a relation to that person."""

    role: str
    relation: str
    name: str
    record_id: int
    expected: str

    def found(self, way: str, answer: str) -> list[str]:
        """A line where the answer is another than the table says."""
        if answer == self.expected:
            return []
        return [f"{self.role} {self.name} of a record within {self.relation!r}, by {way}: expected {self.expected}, was {answer}"]


class _Undone(Exception):
    """Takes back what was tried."""


def answer_of(attempt: Callable[[], Any]) -> str:
    """What the gate answers; what was done is taken back. Where a rule refuses, rights did not stand in the way."""
    try:
        with transaction():
            attempt()
            raise _Undone
    except NotFound:
        return HIDDEN
    except Forbidden:
        return FORBIDDEN
    except (ForecourtError, _Undone):
        return DONE


def answer_in(response: Any) -> str:
    """The same of a page or the API."""
    assert response.status_code < 500, response.get_data(as_text=True)[:500]
    return {404: HIDDEN, 403: FORBIDDEN}.get(response.status_code, DONE)


class RightsContract(FieldRights, Picklists):
    """Each object × operation × role of a module: the table, the effective rights, and what gate, page and API really do.

        class TestRights(RightsContract):
            plugin = "appraisals"
            table = Path(__file__).with_name("rights.txt")
            valid = {"appraisal": {"offer": "31500"}}

    ``valid`` holds values by object, as ``ObjectContract.valid`` does, for what ``make`` cannot fill in by itself.
    """

    plugin: ClassVar[str]
    table: ClassVar[Path]
    valid: ClassVar[Mapping[str, Mapping[str, Any]]] = {}

    @classmethod
    def pytest_generate_tests(cls, metafunc: pytest.Metafunc) -> None:
        table = read_table(cls.table)
        if "code" in metafunc.fixturenames:
            metafunc.parametrize("code", list(table))
        if "own_code" in metafunc.fixturenames:
            metafunc.parametrize("own_code", [code for code, names in table.items() if "read" in names])
        if "read_code" in metafunc.fixturenames:
            metafunc.parametrize("read_code", [code for code, names in table.items() if names.get("read", {}).get(LIMITED, NOWHERE) != NOWHERE])

    @pytest.fixture
    def expected(self) -> Table:
        return read_table(self.table)

    @pytest.fixture
    def cast(self, app: Flask, user: Callable[..., Actor]) -> Cast:
        return Cast(user)

    def test_every_object_and_every_action_has_its_row(self, app: Flask, expected: Table, cast: Cast) -> None:
        asked = {(code, name) for code, names in rows_of(self.plugin).items() for name in names}
        written = {(code, name) for code, names in expected.items() for name in names}
        missing = "\n".join(f"{code}\n{line_of(code, name, cast.people)}" for code, name in sorted(asked - written))

        assert not missing, f"give these their line in {self.table.name}:\n{missing}"
        assert not written - asked
        assert {tuple(row) for names in expected.values() for row in names.values()} == {COLUMNS}

    def test_the_rights_are_those_of_the_table(self, code: str, expected: Table, cast: Cast) -> None:
        object_type = registry.object_type(code)
        found = {name: {role: effective(person, object_type, name) or NOWHERE for role, person in cast.people.items()} for name in expected[code]}

        assert found == expected[code]

    def test_the_gate_does_what_the_table_says(self, code: str, expected: Table, cast: Cast, make: Make) -> None:
        wrong: list[str] = []
        for one in self._tries(code, expected[code], cast, self._records(code, cast, make)):
            with acting(cast.people[one.role]):
                wrong += one.found("the gate", answer_of(self._attempt(one, code, cast, make)))
        assert not wrong, "\n".join(wrong)

    def test_lists_counts_and_look_ups_show_what_the_table_says(self, own_code: str, expected: Table, cast: Cast, make: Make) -> None:
        code = own_code
        made, object_type = self._records(code, cast, make), registry.object_type(code)
        for role, person in cast.people.items():
            ids = {relation: made[self._owner(code, other)] for relation, other in self._relations(code, cast, role).items()}
            seen = {one for relation, one in ids.items() if within(relation, expected[code]["read"][role])}
            where = f"id in ({', '.join(str(one) for one in ids.values())})"
            with acting(person):
                if expected[code]["read"][role] == NOWHERE:
                    with pytest.raises(Forbidden):
                        queries.page(object_type, person)
                else:
                    assert {row.id for row in queries.page(object_type, person, where=where).rows} == seen, role
                assert queries.count(object_type, person, where=where) == (len(seen), False), role

    @pytest.mark.any_database  # whose records they are is for the gate and the lists to find, on each kind
    def test_pages_and_api_do_what_the_table_says(self, code: str, expected: Table, cast: Cast, make: Make, browser: Callable[[Actor], Client]) -> None:
        made, wrong = self._records(code, cast, make), list[str]()
        for role, person in cast.people.items():
            client = browser(person)
            wrong += self._try_lists(code, expected[code], role, client)
            for one in self._edges(self._tries(code, expected[code], cast, made, (role,))):
                for way, answer in self._requests(one, registry.object_type(code), client):
                    wrong += one.found(way, answer)
        assert not wrong, "\n".join(wrong)

    # ------------------------------------------------------------ how it is tried

    def _relations(self, code: str, cast: Cast, role: str) -> dict[str, Actor]:
        """Set-up records belong to nobody: whoever does not have them all has none."""
        return cast.others(role) if _owned(registry.object_type(code)) else {"all": cast.far}

    def _owner(self, code: str, other: Actor) -> int:
        return other.id if _owned(registry.object_type(code)) else 0

    def _records(self, code: str, cast: Cast, make: Make) -> dict[int, int]:
        """Owner -> the id of a record of theirs, for everybody who is somebody's "own", "team" or other."""
        owners = {self._owner(code, other) for role in cast.people for other in self._relations(code, cast, role).values()}
        return {owner: self._make(code, owner, make) for owner in owners}

    def _make(self, code: str, owner: int, make: Make) -> int:
        return int(make(code, **self._values(code, owner, make)).id)

    def _values(self, code: str, owner: int, make: Make) -> dict[str, Any]:
        """What a record of this owner is made of; one that belongs to another record gets one of this owner's."""
        object_type = registry.object_type(code)
        above = object_type.controlled_by
        given = {name: value(make) if callable(value) else value for name, value in self.valid.get(code, {}).items() if name != above}
        given |= self.complete(code, make)
        if above:
            parent = object_type.fields[above].to  # type: ignore[attr-defined]  # a look-up
            return {**given, above: self._make(parent, owner, make)}
        return {**given, "owner": owner} if _owned(object_type) else given

    def complete(self, code: str, make: Make) -> dict[str, Any]:
        """More values of a record, where one depends on another."""
        return {}

    def _tries(self, code: str, rows: Mapping[str, Mapping[str, str]], cast: Cast, made: Mapping[int, int], only: tuple[str, ...] = ()) -> Iterator[Try]:
        object_type = registry.object_type(code)
        for role in only or cast.people:
            for name, scopes in rows.items():
                for relation, other in self._relations(code, cast, role).items():
                    if not _on_a_record(object_type, name):
                        continue
                    read = effective(cast.people[role], object_type, "read")
                    refused = FORBIDDEN if within(relation, read) or name == "create" else HIDDEN
                    expected = DONE if within(relation, scopes[role]) else refused
                    yield Try(role, relation, name, made[self._owner(code, other)], expected)

    def _edges(self, tries: Iterator[Try]) -> Iterator[Try]:
        """Of each operation the widest that is done and the nearest that is refused: requests are dear."""
        by_name: dict[str, dict[str, Try]] = {}
        for one in tries:
            held = by_name.setdefault(one.name, {})
            if one.expected == DONE or one.expected not in held:
                held[one.expected] = one
        for held in by_name.values():
            yield from held.values()

    def _attempt(self, one: Try, code: str, cast: Cast, make: Make) -> Callable[[], Any]:
        user, object_type = cast.people[one.role], registry.object_type(code)
        get = partial(records.get, object_type, one.record_id, user)

        def create() -> Any:
            permissions.require(user, object_type, "create")
            owner = self._owner(code, cast.others(one.role)[one.relation]) if _owned(object_type) else 0
            values = self._values(code, owner, make)
            typed = {"owner", object_type.controlled_by or "owner"} & values.keys()
            try:
                return records.create(object_type, user, typed=typed, **values)
            except Invalid as problem:
                if typed & problem.errors.keys():  # an owner, or a record it would belong to, out of reach
                    raise Forbidden from None
                raise

        match one.name:
            case "create":
                return create
            case "read":
                return get
            case "edit":
                return lambda: records.update(get(), user)
            case "delete":
                return lambda: records.delete(get(), user)
            case action:
                return lambda: _action(object_type, action).run(get(), user)

    def _requests(self, one: Try, object_type: ObjectType, client: Client) -> Iterator[tuple[str, str]]:
        url, api = f"/{object_type.slug}/{one.record_id}", f"/api/v1/{object_type.slug}/{one.record_id}"
        match one.name:
            case "create":
                return
            case "read":
                yield "page", answer_in(client.get(url))
                yield "print page", answer_in(client.get(f"{url}/print"))
                yield "API", answer_in(client.get(api))
            case "edit":
                yield "page", answer_in(client.get(f"{url}/edit"))
                yield "API", answer_in(client.patch(api, json={}))
            case "delete":
                answer = client.delete(api)
                yield "API", answer_in(answer)
                gone = answer.status_code == 204 and self._bring_back(object_type, one.record_id)
                client.post(f"{url}/delete")
                also = self._bring_back(object_type, one.record_id)
                assert also == gone, f"{one.role} within {one.relation}: the page {'deleted' if also else 'kept'} what the API did not"
            case action if one.expected == DONE:  # asked for, not done: the record stays what it is for the next
                yield "page", answer_in(client.get(f"{url}/actions/{action}"))
                yield "API", answer_in(client.post(f"{api}/actions/{action}", json={"no such input": 1}))
            case action:
                yield "page", answer_in(client.post(f"{url}/actions/{action}"))
                yield "API", answer_in(client.post(f"{api}/actions/{action}", json={}))

    def _bring_back(self, object_type: ObjectType, record_id: int) -> bool:
        """Whether the record was deleted; then it is there again."""
        system = users.system_actor()
        record = records.get(object_type, record_id, system, deleted=True)
        return record.deleted_at is not None and bool(records.restore(record, system))

    def _try_lists(self, code: str, rows: Mapping[str, Mapping[str, str]], role: str, client: Client) -> list[str]:
        """What is done to no single record: the list, its export, a new record, an action on the list."""
        object_type = registry.object_type(code)
        asked = {name: (client.get(path), rows[name][role]) for name, path in _list_addresses(object_type, rows).items()}
        found = [f"{role} {name} at {response.request.path}: {response.status_code}, but the table says {scope}"
                 for name, (response, scope) in asked.items() if (response.status_code == 200) != (scope != NOWHERE)]  # fmt: skip
        if "create" in rows:
            answer = client.post(f"/api/v1/{object_type.slug}", json={"no such field": 1})
            may = rows["create"][role] != NOWHERE and object_type.creatable
            if (answer.status_code in (403, 405)) == may:  # 405 where nobody may, since only code makes such records
                found.append(f"{role} create by API: {answer.status_code}, but the table says {rows['create'][role]}")
        return found

    @pytest.fixture
    def browser(self, login: Callable[..., Client]) -> Callable[[Actor], Client]:
        return lambda person: login(actor=person)


def _owned(object_type: ObjectType) -> bool:
    return bool(object_type.owners or object_type.controlled_by)


def _action(object_type: ObjectType, code: str) -> actions.Action:
    return registry.current().actions[object_type.code][code]


def _on_a_record(object_type: ObjectType, name: str) -> bool:
    """Whether it is done to single records of whichever owner."""
    if name == "create":
        return object_type.creatable
    return name in OPERATIONS or (name != "export" and _action(object_type, name).scope != "list")


def _list_addresses(object_type: ObjectType, rows: Mapping[str, Any]) -> dict[str, str]:
    found = {"read": f"/{object_type.slug}", "export": f"/{object_type.slug}/export.csv"}
    if object_type.creatable:
        found["create"] = f"/{object_type.slug}/new"
    lists = {name: f"/{object_type.slug}/actions/{name}" for name in rows if name not in (*OPERATIONS, "export") and _action(object_type, name).scope == "list"}
    return {name: path for name, path in {**found, **lists}.items() if name in rows}
