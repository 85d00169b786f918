"""A story: one customer from the first call to the sale, told through the product. Every table holds what the gate leaves there.

The generator tells some stories and copies their rows many times, so that the copies need not know any module's tables.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from core import Actor, acting, clock, records, registry, today, users
from core.actions import find_action
from plugins.cases import close, customer_said, reply
from plugins.contacts import default_scheme, grades_of

SURNAMES = tuple("王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤")
GIVEN = tuple("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧建国玉兰文斌宇浩凯健俊帆雪梅琳晶欣怡佳嘉思雨梓涵子轩一诺晨曦博志远")
TRADES = ("物流", "贸易", "科技", "建筑", "餐饮", "医药", "电子", "纺织")
PRODUCTS = ("Song L", "Han EV", "Tang DM-i", "Seal 06", "Dolphin", "Yuan Up", "Denza N7", "Song Plus")
SOURCES = ("call_in", "walk_in", "campaign", "owner_referral", "head_office_lead", "database")
KINDS = ("call", "visit", "task", "email")
PARTS = ("动力电池", "刹车", "中控屏", "空调", "车门", "转向")
TYPES, PRIORITIES = ("question", "complaint", "fault", "request"), ("urgent", "high", "normal", "normal", "low")
OUTCOMES = ("reached", "agreed", "test_drive", "no_answer", "call_back")


def person_name(rng: random.Random) -> str:
    """One of some hundred thousand names."""
    return rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _place in range(rng.choice((1, 2, 2))))


def mobile_number(serial: int) -> str:
    """The number of the n-th telephone: all different, their ends spread."""
    return f"+861{30 + serial // 10**8 % 60:02d}{serial * 7_919_317 % 10**8:08d}"


@dataclass(slots=True)
class Story:
    """What was told: the ids it made, and the words a copy has to replace."""

    owner: Actor
    ended: bool
    ids: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    mobiles: list[str] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)


def tell(number: int, owner_id: int, rng: random.Random) -> Story:
    """Two leads (every third story converts one), an account with its contact, two sales, two activities on them, two cases."""
    owner = users.actor(owner_id)
    story = Story(owner, ended=number % 5 < 3)
    with acting(owner):
        leads = [_lead(story, number * 2 + place, rng) for place in range(2)]
        account, contact, first = _convert(story, leads[0]) if number % 3 == 0 else _customer(story, number, rng)
        sales = [first or _sale(story, account, contact, rng), _sale(story, account, contact, rng)]
        for sale in sales:
            _advance(story, sale, rng)
        for about in (leads[1], sales[0]):
            _activity(story, about, rng)
        for _turn in range(2):
            _case(story, account, contact, rng)
    return story


def _lead(story: Story, serial: int, rng: random.Random) -> Any:
    name, mobile = person_name(rng), mobile_number(serial)
    received = clock.now() - timedelta(hours=rng.randrange(1, 600))
    lead = records.create(
        "lead", story.owner, channel="import", source="import", name=name, gender=rng.choice(("male", "female")), mobile=mobile,
        district=rng.choice(("440305", "440106", "440604")), first_source=rng.choice(SOURCES), model_label=rng.choice(PRODUCTS),
        expected_time=rng.choice(("week", "month", "quarter")), received_at=received, created_at=received,
        next_contact_on=today(story.owner.dealer_id) + timedelta(days=rng.randrange(-3, 20)), remarks="周六上午可试驾，家用，关注续航。",
        grade=rng.choice(grades_of(default_scheme(), only_open=True)),
    )  # fmt: skip
    story.ids.append(lead.id)
    story.names.append(name)
    story.mobiles.append(mobile)
    return lead


def _convert(story: Story, lead: Any) -> tuple[Any, Any, Any]:
    amount = _amount(story, random.Random(lead.id))  # noqa: S311 - sample data, no secret
    parts = {"opportunity": {"choice": "create", "amount": str(amount)}}
    lead = find_action(registry.object_type("lead"), "convert").run(lead, story.owner, parts=parts)
    made = [lead.converted_account, lead.converted_contact, lead.converted_opportunity_id]
    sale = records.get("opportunity", made[2], story.owner)
    story.ids += [made[0].id, made[1].id, sale.id]
    return made[0], made[1], sale


def _customer(story: Story, number: int, rng: random.Random) -> tuple[Any, Any, None]:
    name, mobile = person_name(rng), mobile_number(10**6 + number)
    company = f"{name}{rng.choice(TRADES)}有限公司"
    account = records.create(
        "account", story.owner, source="import", channel="import", name=company, type=rng.choice(("customer", "prospect")),
        phone=f"+8620{number:08d}", city="4401", first_source=rng.choice(SOURCES),
    )  # fmt: skip
    contact = records.create("contact", story.owner, source="import", channel="import", name=name, account=account, mobile=mobile, position="Buyer")
    story.ids += [account.id, contact.id]
    story.names.append(name)
    story.mobiles += [mobile, f"+8620{number:08d}"]
    return account, contact, None


def _amount(story: Story, rng: random.Random) -> int:
    story.amounts.append(rng.randrange(90_001, 420_000))
    return story.amounts[-1]


def _sale(story: Story, account: Any, contact: Any, rng: random.Random) -> Any:
    closes = today(story.owner.dealer_id) + timedelta(days=rng.randrange(1, 60))
    sale = records.create(
        "opportunity", story.owner, name=f"{contact.name} · {rng.choice(PRODUCTS)}", account=account, contact=contact,
        amount=_amount(story, rng), close_date=closes, product=rng.choice(PRODUCTS), quantity=1,
    )  # fmt: skip
    story.ids.append(sale.id)
    return sale


def _advance(story: Story, sale: Any, rng: random.Random) -> None:
    """Some stages on; in a story that has ended to the win or the loss."""
    stages = records.find("stage", story.owner, where={"process": sale.process_id, "active": True}, sort="position")
    open_ones = [one for one in stages if not one.is_closed]
    target = open_ones[rng.randrange(len(open_ones))]
    if story.ended:
        target = rng.choice([one for one in stages if one.is_closed][:3])
    given = {"loss_reason": records.first("loss_reason", story.owner, where={"needs_competitor": False})} if target.is_closed and not target.is_won else {}
    if sale.stage_id != target.id:
        records.update(sale, story.owner, source="import", channel="import", stage=target, **given)


def _activity(story: Story, about: Any, rng: random.Random) -> None:
    due = today(story.owner.dealer_id) + timedelta(days=rng.randrange(-5, 15))
    done = {"outcome": rng.choice(OUTCOMES), "done_at": clock.now(), "no_next": True, "next_reason": "无需跟进"} if story.ended else {}
    activity = records.create("activity", story.owner, name=f"回访 {about.name}"[:200], kind=rng.choice(KINDS), about=about.id, due_on=due, body="介绍配置与贷款方案。", **done)
    story.ids.append(activity.id)


def _case(story: Story, account: Any, contact: Any, rng: random.Random) -> None:
    """Reported some days ago and answered; then solved, or waiting for the next answer."""
    opened = clock.now() - timedelta(hours=rng.randrange(60, 700))
    with clock.as_of(opened):
        case = records.create(
            "case", story.owner, source="import", channel="import", name=f"{rng.choice(PARTS)}异常", account=account, contact=contact, type=rng.choice(TYPES),
            priority=rng.choice(PRIORITIES), product=rng.choice(PRODUCTS), component=rng.choice(PARTS), description="上周软件升级后出现，无法复现。",
        )  # fmt: skip
    story.ids.append(case.id)
    for hours, step, text in ((rng.randrange(1, 30), reply, "已收到，正在检查。"), (rng.randrange(31, 58), close if story.ended else customer_said, "还是一样。")):
        with clock.as_of(opened + timedelta(hours=hours)):
            step.run(records.get("case", case.id, story.owner), story.owner, **({} if step is close else {"body": text}))
    story.ids += [one.id for one in records.find("case_comment", story.owner, where={"case": case.id})]


def tell_all(count: int, consultants: list[int], seed: int) -> Iterator[Story]:
    """So many stories, told by the consultants in turn; the same seed tells the same ones."""
    rng = random.Random(seed)  # noqa: S311 - sample data, no secret
    for number in range(count):
        yield tell(number, consultants[number * 7 % len(consultants)], rng)
