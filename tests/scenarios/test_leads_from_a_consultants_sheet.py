"""A consultant's own sheet says 手机 and names a model as the pages and the export do: with its brand."""

from core import records
from plugins.imports import perform, prepare
from plugins.imports.intake import table_of
from plugins.imports.mapping import importable, load
from plugins.imports.samples import lines
from plugins.leads import lead

SHEET = "客户姓名,性别,手机,省份,城市,意向车型,预计购车时间\n赵一鸣,男,13912345600,广东,深圳,{model},一个月内\n"


def test_a_model_is_found_as_it_is_shown_and_as_it_is_kept(user):
    manager = user("dealer_manager")
    model = next(one for one in records.find("car_model", manager) if str(one) != one.name)

    for called in (str(model), model.name):
        one = prepare(lead, "sheet.csv", SHEET.format(model=called).encode(), manager)
        asked = {line["column"].field: line["values"] for line in lines(load(one.plan), table_of(one), importable(lead, manager), manager)}
        counted = perform(one, manager)

        assert asked["model_wanted"] == []
        assert counted["created"] == 1
        made = records.find(lead, manager)[0]
        assert (made.name, made.mobile, made.model_wanted_id) == ("赵一鸣", "+8613912345600", model.id)
        records.delete(made, manager)
