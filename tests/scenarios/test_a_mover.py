"""A consultant moves to another dealer of the group: customers, open leads, sales, cases and follow-ups go along; what is closed stays where it was closed."""

from __future__ import annotations

from core import outbox, records, system_actor, units, users
from plugins import opportunities


def test_what_is_open_goes_along_and_what_is_closed_stays(app, user):
    system, seller = system_actor(), user("sales_consultant")
    above = next(one.parent_id for one in units.tree.all_units() if one.id == seller.dealer_id)
    won = next(stage.id for process in opportunities.catalogue().processes.values() for stage in process.stages if stage.is_won)
    other = units.add(system, name="Another dealer", kind="dealer", parent_id=above)

    def made(code, **values):
        return records.create(code, system, source="import", channel="import", owner=seller.id, **values)

    customer = made("account", name="Customer")
    goes = [
        customer, made("contact", name="Person", account=customer), made("lead", name="Active", mobile="13800000001"),
        made("opportunity", name="Car", account=customer, amount=1, close_date="2026-11-20"), made("case", name="Noise", account=customer),
        made("activity", name="Call", kind="call", due_on="2026-11-30", about=customer),
    ]  # fmt: skip
    stays = [made("lead", name="Lost", mobile="13800000002", status="disqualified", is_open=False), made("opportunity", name="Sold", account=customer, amount=1, close_date="2026-11-02", stage=won)]
    users.change(system, seller.id, unit_id=other.id)
    outbox.drain()

    assert {(records.get(one.object_type, one.id, system).unit_id, records.get(one.object_type, one.id, system).dealer_id) for one in goes} == {(other.id, other.id)}
    assert {records.get(one.object_type, one.id, system).dealer_id for one in stays} == {seller.dealer_id}
