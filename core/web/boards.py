"""The board of an object that declares one: columns, their heads loaded after the page, cards loaded as one scrolls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from markupsafe import Markup

from .. import conditions, permissions, queries, registry, users
from ..actions import find_action
from ..actor import Actor, current_actor
from ..errors import NotFound
from ..fields import CurrencyField, DateField, DateTimeField, Field, FormulaField, LookupField, PercentField, PicklistField, UserField
from ..formats import Formats, formats
from ..i18n import gettext as _
from ..i18n import ngettext
from ..objects import Board, ObjectType
from .lists.state import Chip, ListState, chips, read_state
from .rendering import tag

blueprint = Blueprint("boards", __name__)
CARDS = 30


@dataclass(slots=True)
class ColumnView:
    id: Any
    label: str
    note: str
    cards_url: str
    is_closed: bool
    cards: Markup = Markup()  # noqa: RUF009 - markup cannot change
    head: HeadView | None = None


@dataclass(slots=True)
class HeadView:
    id: Any
    count: str
    line: str


@dataclass(slots=True)
class Card:
    """One record on the board: what its declared fields come to, by their types."""

    id: int
    url: str
    version: int
    title: str = ""
    second: str = ""
    amount: str = ""
    tag: Markup = Markup()  # noqa: RUF009 - markup cannot change
    due: str = ""
    facts: list[str] = field(default_factory=list)
    owner: Any = None


@dataclass(slots=True)
class BoardPage:
    """What ``board/page.html`` draws."""

    object_type: ObjectType
    state: ListState
    columns: list[ColumnView]
    chips: list[Chip]
    scopes: list[tuple[str, str, bool]]
    tabs: list[tuple[str, str, bool]]
    may_create: bool
    move: str
    move_input: str
    url: str
    heads_url: str
    whole_url: str
    whole: bool = False

    @property
    def base(self) -> str:
        return f"/{self.object_type.slug}"

    @property
    def list_url(self) -> str:
        return self.base

    @property
    def new_url(self) -> str:
        return f"{self.base}/new"

    def dialog_url(self, name: str) -> str:
        return self.state.url(f"/{name}", to="board")


@blueprint.get("/<slug>/board")
def show(slug: str) -> str:
    object_type, board, user = _open(slug)
    state = read_state(object_type, user, request.args)
    tabs = board.tabs(user, request.args) if board.tabs else ()
    current = next((one for one in tabs if one.current), None)
    chosen = {board.tab_input: current.value} if current else {}
    columns = [_column(one, object_type, **chosen) for one in board.columns(user, {**request.args, **chosen})]
    may_move = board.move is not None and find_action(object_type, board.move).may(user)
    page = BoardPage(
        object_type, state, columns, chips(state, user), _scopes(object_type),
        [(str(one.label), f"/{slug}/board?{_query(**{board.tab_input: one.value})}", one.current) for one in tabs], object_type.creatable and permissions.may(user, object_type, "create"),
        board.move if may_move and board.move else "", board.move_input or "", f"/{slug}/board", f"/{slug}/board/heads?{_query(**chosen)}", f"/{slug}/board?{_query(whole=1)}", request.args.get("whole") == "1",
    )  # fmt: skip
    if page.whole:
        _fill(page, object_type, board, user)
    return render_template("board/page.html", page=page)


def _fill(page: BoardPage, object_type: ObjectType, board: Board, user: Actor) -> None:
    """Figures and first cards of every column at once, for a browser without scripts: it cannot ask for them later."""
    figures: Mapping[Any, Any] = board.heads(user, _where(board, page.state)) if board.heads else {}
    for column in page.columns:
        column.head = _head(column.id, figures.get(column.id), formats())
        column.cards = Markup(_cards(object_type, board, page.columns, column, user))


def _open(slug: str) -> tuple[ObjectType, Board, Actor]:
    object_type, user = registry.by_slug(slug), current_actor()
    permissions.require(user, object_type, "read")
    board = object_type.board
    if board is None or not queries.knows(object_type, user, board.where, board.group_by):
        raise NotFound
    if not queries.knows(object_type, user, None, board.sort):
        board = replace(board, sort=None)
    return object_type, board, user


def _query(**more: Any) -> str:
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name not in ("column", "cursor", *more) and value]
    return urlencode([*pairs, *more.items()])


def column_id(column: Any) -> Any:
    return column.code if not hasattr(column, "id") else column.id


def _column(column: Any, object_type: ObjectType, **chosen: str) -> ColumnView:
    probability = getattr(column, "probability", None)
    one = column_id(column)
    return ColumnView(one, str(column), f"{probability} %" if probability is not None else "", f"/{object_type.slug}/board/cards?{_query(column=one, **chosen)}", bool(getattr(column, "is_closed", False) or getattr(column, "closed", False)))


def _scopes(object_type: ObjectType) -> list[tuple[str, str, bool]]:
    if "owner" not in object_type.fields:
        return []
    here = request.args.get("scope", "all")
    base = [(name, value) for name, value in request.args.items(multi=True) if name not in ("scope", "column", "cursor")]
    return [(label, f"/{object_type.slug}/board?{urlencode([*base, ('scope', code)])}", here == code) for code, label in (("all", _("All")), ("mine", _("Mine")))]


def _where(board: Board, state: ListState) -> conditions.Condition:
    mine = "owner = me" if request.args.get("scope") == "mine" else None
    return conditions.both(board.where, mine, *state.filters)


@blueprint.get("/<slug>/board/heads")
def heads(slug: str) -> str:
    """The figures of all columns, loaded after the page."""
    object_type, board, user = _open(slug)
    state = read_state(object_type, user, request.args)
    columns = board.columns(user, request.args)
    figures: Mapping[Any, Any] = board.heads(user, _where(board, state)) if board.heads else {}
    ways = formats()
    views = [_head(column_id(one), figures.get(column_id(one)), ways) for one in columns]
    open_ids = [column_id(one) for one in columns if not getattr(one, "is_closed", False)]
    return render_template("board/heads.html", heads=views, total=_total([figures[one] for one in open_ids if one in figures], ways))


def _head(one: Any, figures: Any, ways: Formats) -> HeadView:
    if figures is None:
        return HeadView(one, "0", "")
    sums = _money(getattr(figures, "sums", {}), ways)
    weighted = _money(getattr(figures, "weighted", {}), ways)
    return HeadView(one, str(figures.count), " · ".join(part for part in (sums, _weighted(weighted)) if part))


def _weighted(amount: str) -> str:
    return _("weighted %(amount)s", amount=amount) if amount else ""


def _money(amounts: Mapping[str, Any], ways: Formats) -> str:
    return " + ".join(ways.short_money(amount, currency) for currency, amount in amounts.items())


def _total(figures: Sequence[Any], ways: Formats) -> str:
    count = sum(one.count for one in figures)
    sums: dict[str, Any] = {}
    weighted: dict[str, Any] = {}
    for one in figures:
        for held, into in ((getattr(one, "sums", {}), sums), (getattr(one, "weighted", {}), weighted)):
            for currency, amount in held.items():
                into[currency] = into.get(currency, 0) + amount
    text = ngettext("%(num)s open", "%(num)s open", count)
    return " · ".join(part for part in (text, _money(sums, ways), _weighted(_money(weighted, ways))) if part)


@blueprint.get("/<slug>/board/cards")
def cards(slug: str) -> str:
    """The next cards of one column."""
    object_type, board, user = _open(slug)
    columns = [_column(one, object_type) for one in board.columns(user, request.args)]
    here = next((one for one in columns if str(one.id) == request.args.get("column")), None)
    if here is None:
        raise NotFound
    return _cards(object_type, board, columns, here, user)


def _cards(object_type: ObjectType, board: Board, columns: Sequence[ColumnView], here: ColumnView, user: Actor) -> str:
    state = read_state(object_type, user, request.args)
    names = [name for name in board.card if name in permissions.visible_fields(user, object_type)]
    where = conditions.both({board.group_by: here.id}, _where(board, state))
    found = queries.page(object_type, user, where=where, sort=board.sort, cursor=request.args.get("cursor"), limit=CARDS, columns=names)
    links = queries.links(tuple(queries.look_up_ids(object_type, names, found.rows)), user)
    drawn = [_card(row, object_type, names, links, here.is_closed) for row in found.rows]
    may_move = board.move is not None and find_action(object_type, board.move).may(user)
    next_url = f"/{object_type.slug}/board/cards?{_query(column=here.id, cursor=found.next)}" if found.next else ""
    return render_template(
        "board/cards.html", cards=drawn, columns=columns, here=here.id, move=board.move if may_move else "", move_input=board.move_input,
        next_url=next_url, first="cursor" not in request.args, board_url=f"/{object_type.slug}/board?{_query()}",
    )  # fmt: skip


def _card(row: Any, object_type: ObjectType, names: Sequence[str], links: Mapping[int, queries.Link], closed: bool) -> Card:
    card, ways, lines = Card(row.id, f"/{object_type.slug}/{row.id}", row.version), formats(), []
    for place, name in enumerate(names):
        shape = object_type.fields[name]
        value = shape.compute(row) if isinstance(shape, FormulaField) else getattr(row, shape.attribute)
        if value is None or value == "":
            continue
        if place == 0:
            card.title = shape.text(value)
        elif text := _place(card, shape, value, row, links, ways, closed):
            lines.append(text)
    card.second = " · ".join(lines)
    card.title = card.title or _("(no name)")
    return card


def _place(card: Card, shape: Field, value: Any, row: Any, links: Mapping[int, queries.Link], ways: Formats, closed: bool) -> str:
    """Put a value where its type belongs on a card; answers text for the second line."""
    if isinstance(shape, CurrencyField):
        card.amount = card.amount or ways.money(value, getattr(row, shape.currency_attribute, None))
    elif isinstance(shape, UserField):
        card.owner = card.owner or users.find(value)
    elif isinstance(shape, DateTimeField):
        if not closed:
            card.facts.append(_days(value, ways))
    elif isinstance(shape, DateField):
        card.facts.append(ways.short_day(value))
        if value < ways.today and not closed:
            card.due = overdue(value, ways)
    elif isinstance(shape, PicklistField):
        card.tag = Markup(tag(str(value), getattr(value, "colour", "")))
    elif type(shape) is LookupField:
        return _linked(card, shape, links.get(value))
    elif not isinstance(shape, PercentField):
        return shape.text(value)
    return ""


def _linked(card: Card, shape: LookupField, found: queries.Link | None) -> str:
    if found is None:
        return ""
    target = registry.current().objects.get(shape.to or "")
    marks = getattr(target.model, "tag_of", None) if target is not None else None
    if marks is not None and (mark := marks(found.name)):
        card.tag = Markup(tag(*mark))
        return ""
    return found.name


def _days(since: datetime, ways: Formats) -> str:
    days = (ways.today - ways.local(since).date()).days
    return _("%(count)s d", count=max(0, days))


def overdue(day: date, ways: Formats) -> str:
    """How long past its day, in words."""
    return _("Overdue %(count)s d", count=(ways.today - day).days)
