"""Sample leads with a past: waiting, contacted in time and late, in a queue, closed, converted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core import Actor, now, records, system_actor, users
from core import gettext_lazy as _

from . import contacting, conversion, presets


@dataclass(frozen=True, slots=True)
class Sample:
    """One lead: hours since it was received, and hours it took until the first contact (None: still waiting)."""

    name: str
    gender: str
    mobile: str
    district: str
    model: str
    time: str
    source: str
    received: int
    contacted: int | None = None
    grade: str | None = None
    company: str | None = None
    position: str | None = None
    remarks: str | None = None
    convert: bool = False


SAMPLES: Sequence[Sample] = (
    Sample("Pan Yue", "female", "13824400117", "440305", "Song L", "week", "call_in", 32),
    Sample("Dai Jun", "male", "13922015577", "440106", "Seal 06 DM-i", "month", "head_office_lead", 15),
    Sample("He Xin", "female", "13764092210", "440604", "Tang DM-i", "month", "walk_in", 50, 2, "A"),
    Sample("Gao Lei", "male", "13511889034", "440305", "Han L7", "week", "relative_referral", 90, 5, "H", "Blue Harbor Logistics", "Fleet manager"),
    Sample("任晴", "female", "18677003321", "440604", "Dolphin", "quarter", "campaign", 120, 30, "B", remarks="周六上午可试驾，家用，关注续航。"),
    Sample("邵文", "male", "15013334455", "440305", "Yuan Up", "quarter", "head_office_lead", 200, 1, "B"),
    Sample("Tian Lu", "female", "15044129876", "440402", "Han EV", "quarter", "returning_owner", 240, 8, "B"),
    Sample("Yao Bin", "male", "13390024410", "440106", "Denza N7", "month", "call_in", 160, 41, "A"),
    Sample("薛萍", "female", "18922330091", "441302", "Song Plus", "half_year", "walk_in", 300, 3, "C"),
    Sample("梅芳", "female", "13655007812", "440305", "Tang L7", "week", "owner_referral", 30, 1, "H"),
    Sample("Luo Gang", "male", "15810104567", "440604", "Seal EV", "quarter", "field_promotion", 400, 12, "B"),
    Sample("崔岩", "male", "13177882030", "440106", "Song L", "month", "call_in", 44),
    Sample("Chen Tao", "male", "13600112233", "440305", "Corolla", "month", "walk_in", 700, 4, "A", convert=True),
)


def load() -> Iterator[Any]:
    """Make them through the gate, by the people they belong to. Yields nothing: the past needs more than one save."""
    system = system_actor()
    list(presets.install(system))
    consultants = [one for one in users.all_users(active_only=True) if "sales_consultant" in users.actor(one.id).role_codes]
    if not consultants:
        return
    for turn, sample in enumerate(SAMPLES):
        _play(sample, consultants[turn % len(consultants)], system)
    _pool(consultants, system)
    yield from ()


def _play(sample: Sample, owner: Any, system: Actor) -> None:
    received = now() - timedelta(hours=sample.received)
    lead = records.create("lead", system, channel="import", owner=owner.id, received_at=received, created_at=received, **_values(sample))
    if sample.contacted is not None:
        consultant = users.actor(owner.id)
        contacting.note(lead, consultant, at=received + timedelta(hours=sample.contacted), kind="call", outcome="reached")
    if sample.convert:
        lead = records.get("lead", lead.id, system, lock=True)
        conversion.convert_lead(lead, {}, system)


def _values(sample: Sample) -> dict[str, Any]:
    system = system_actor()
    return {
        "name": sample.name, "gender": sample.gender, "mobile": sample.mobile, "district": sample.district, "expected_time": sample.time,
        "first_source": sample.source, "company": sample.company, "position": sample.position, "remarks": sample.remarks,
        "model_wanted": records.first("car_model", system, where={"name": sample.model}),
        "grade": records.first("grade", system, where={"code": sample.grade}, sort="id") if sample.grade else None,
    }  # fmt: skip


def _pool(consultants: Sequence[Any], system: Actor) -> None:
    """A queue with a rule that fills it, and two leads that wait in it."""
    dealer_id = consultants[0].dealer_id
    queue = users.add_queue(system, name=str(_("New leads")), unit_id=dealer_id, members=tuple(one.id for one in consultants if one.dealer_id == dealer_id))
    pool = records.create("assignment_rule", system, name=str(_("Everything else waits in the queue")), position=90, mode="pool", at_dealer=dealer_id)
    records.create("assignment_target", system, rule=pool, target=queue.id)
    turns = records.create("assignment_rule", system, name=str(_("Guangdong in turns")), position=10, mode="round_robin", where="province = 44", at_dealer=dealer_id)
    for one in consultants:
        if one.dealer_id == dealer_id:
            records.create("assignment_target", system, rule=turns, target=one.id)
    for name, mobile in (("韩雪", "18911223344"), ("Victor Hahn", "13911223355")):
        records.create("lead", system, channel="import", name=name, mobile=mobile, first_source="database", owner=queue.id)
