"""Sample cases with a past: each was taken down, answered and handed on at moments gone by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core import Actor, clock, now, records, system_actor, users
from core import gettext as _

from . import comments
from .catalogue import Catalogue, catalogue
from .picklists import FROM_CUSTOMER, INTERNAL, TO_CUSTOMER

AGENTS = ("paul.ekstrom@example.com", "fang.yu@example.com")
WORDS = {"in": FROM_CUSTOMER, "out": TO_CUSTOMER, "note": INTERNAL}


@dataclass(frozen=True, slots=True)
class Story:
    """One sample. ``steps`` are (hours ago, what, text): a word ("in", "out", "note") or a status by its code."""

    subject: str
    kind: str
    reason: str
    priority: str
    product: str
    steps: Sequence[tuple[float, str, str]]
    origin: str = "phone"
    component: str | None = None
    pooled: bool = False


STORIES = (
    Story("Charging stops at 80 %", "fault", "battery", "high", "Song L", (
        (4, "new", "Stops at 80 % at the wall charger since the update on Friday, also at the public one."), (3.5, "out", "Could you send us a photo of the charging page?"),
        (3.5, "waiting", ""), (1.5, "note", "Bulletin 26-117: the limit is reset by the update."), (0.5, "in", "Here is the photo."))),
    Story("Quote for paint repair", "request", "body", "normal", "Tang L7", ((7, "new", "Scratch on the left rear door, wants a price."),)),
    Story("Refund of deposit", "complaint", "contract", "high", "Han DM-i", (
        (30, "new", "Ordered in May, cancelled in June, has not seen the deposit yet."), (29, "working", ""), (26, "out", "The accounts department has it; you hear from us tomorrow."),
        (5, "in", "It is tomorrow."))),
    Story("App does not pair", "question", "app", "low", "Han EV", ((20, "new", "The new telephone is not found by the car."),), origin="web", pooled=True),
    Story("Noise at rear axle", "fault", "drive", "normal", "Yuan Up", ((26, "new", "A humming from 80 km/h on."), (24, "working", "")), component="Rear axle"),
    Story("Waited two hours in the workshop", "complaint", "waiting_time", "normal", "Dolphin", (
        (75, "new", "Had an appointment at nine, was taken at eleven."), (73, "out", "We are sorry; the next inspection is on us."), (72, "solved", ""))),
    Story("How to set the charging timer", "question", "how_to", "low", "Seal EV", ((50, "new", "Cheap current begins at eleven at night."), (49.5, "out", "Vehicle → Charging → Timer."), (49.5, "solved", ""))),
    Story("Brake squeals", "fault", "brakes", "urgent", "Song Plus", (
        (100, "new", "Since the rain."), (99, "working", ""), (96, "solved", ""), (48, "in", "It squeals again."), (47, "out", "Please come by tomorrow at ten.")), component="Brake pads"),
    Story("Second key is missing", "request", "delivery", "normal", "Han L7", ((9, "new", "Only one key was handed over."),), origin="walk_in", pooled=True),
    Story("Invoice address", "request", "contract", "low", "Delivery van", ((28, "new", "Invoices go to the head office from now on."),), origin="email"),
)  # fmt: skip


ANSWERS = (
    ("Received, we are on it", "en", "Dear {{ contact }},\n\nthank you for telling us about “{{ subject }}”. We are looking into it and will be back with you today. Your case is {{ number }}.\n\n{{ agent }}"),
    ("Please send a photo", "en", "Dear {{ contact }},\n\ncould you send us a photo of what you see{% if product %} in your {{ product }}{% endif %}? It helps us to find the cause.\n\n{{ agent }}"),
    ("Solved, please check", "en", "Dear {{ contact }},\n\n{{ number }} is solved. Should it come back, a word from you is enough and we take it up again.\n\n{{ agent }}"),
    ("已收到，正在处理", "zh", "{{ contact }}您好：\n\n您反映的“{{ subject }}”我们已经收到，正在核实，今天内给您答复。个案编号 {{ number }}。\n\n{{ agent }}"),
    ("请发一张照片", "zh", "{{ contact }}您好：\n\n方便的话，请把{% if product %}您的 {{ product }} 上{% endif %}看到的情况拍照发给我们，便于查找原因。\n\n{{ agent }}"),
    ("已解决，请确认", "zh", "{{ contact }}您好：\n\n{{ number }} 已经处理完毕。如果再次出现，请直接告诉我们，我们会继续跟进。\n\n{{ agent }}"),
)  # fmt: skip
"""Answers kept ready: name, language, text."""
MACROS = (
    ("Ask for a photo and wait", "Please send a photo", "waiting", None, ""),
    ("Press it with the workshop", None, "working", "high", "Handed to the workshop with priority; call back by noon."),
    ("要照片并等待客户", "请发一张照片", "waiting", None, ""),
    ("请车间优先处理", None, "working", "high", "已请车间优先处理，中午前回电。"),
)
"""Several changes in one: name, the answer it sends, status, priority, internal note."""


def load() -> Iterator[Any]:
    """Make them, spread over the sample accounts. Yields nothing: the past needs more than one save."""
    accounts = records.sample("account", 40)
    setup = catalogue()
    if not accounts or not setup.statuses:
        return
    system = system_actor()
    _keep_ready(system, setup)
    reasons = {one.code: one for batch in records.batches("case_reason", system) for one in batch}
    agents = [one for one in map(users.by_email, AGENTS) if one is not None]
    queue = _queue(system, agents) if agents else None
    for turn, story in enumerate(STORIES * 2):
        _tell(story, accounts[(turn * 3) % len(accounts)], reasons.get(story.reason), agents, queue, 0 if turn < len(STORIES) else 17)
    yield from ()


def _keep_ready(system: Actor, setup: Catalogue) -> None:
    """Answers and macros in both languages, as a desk has them after its first week."""
    kept = {name: records.create("answer_template", system, name=name, language=language, body=body) for name, language, body in ANSWERS}
    for name, answer, code, priority, note in MACROS:
        status = setup.by_code(code)
        records.create("case_macro", system, name=name, answer=kept.get(answer or ""), set_status=status.id if status else None, set_priority=priority, note=note or None)


def _queue(system: Actor, agents: Sequence[Any]) -> int:
    """A service desk of the agents, at the dealer of the first."""
    made = users.add_queue(system, name=_("Service desk"), unit_id=agents[0].dealer_id, members=tuple(one.id for one in agents))
    return int(made.id)


def _tell(story: Story, account: Any, reason: Any, agents: Sequence[Any], queue: int | None, shift: int) -> None:
    """Take it down as of its first hour, then go on step by step."""
    actor = users.actor(agents[0].id) if agents else system_actor()
    system = system_actor().at(account.dealer_id, actor.currency)
    (first, _new, text), *later = story.steps
    owner = queue if story.pooled and queue else actor.id or account.owner_id
    with clock.as_of(now() - timedelta(hours=first + shift)):
        case = records.create(
            "case", system, source="import", channel="import", name=story.subject, account=account, type=story.kind, case_reason=reason,
            contact=records.first("contact", system, where={"account": account.id}), priority=story.priority, origin=story.origin,
            product=story.product, component=story.component, description=text, owner=owner,
        )  # fmt: skip
    for hours, what, words in later:
        with clock.as_of(now() - timedelta(hours=hours + shift)):
            case = records.get("case", case.id, system)
            if what in WORDS:
                comments.write(case, system if what == "in" else actor, WORDS[what], words, source="import")
            else:
                status = catalogue().by_code(what)
                records.update(case, system, source="import", status=status.id if status else case.status_id)
