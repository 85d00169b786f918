"""A showroom's sheet has the letter of a grade: it means the grade of the scheme in use, though others that ship have the letter too."""

from core import records
from plugins.imports import perform, prepare
from plugins.imports.intake import table_of
from plugins.imports.mapping import importable, load
from plugins.imports.samples import lines
from plugins.leads import lead

SHEET = "姓名,性别,手机号码,省份,城市,意向车型（原文）,预计购车时间,意向级别\n赵一鸣,女,13912345600,广东,深圳,汉L,一个月内,H\n".encode()


def test_a_letter_means_the_grade_that_is_in_use(user):
    manager = user("dealer_manager")

    counted = perform(prepare(lead, "sheet.csv", SHEET, manager), manager)

    made = records.find(lead, manager)[0]
    assert counted["created"] == 1
    assert (made.grade.code, made.grade.scheme.is_default) == ("H", True)


def test_the_mapping_asks_nothing_about_a_letter_it_knows(user):
    manager = user("dealer_manager")
    one = prepare(lead, "sheet.csv", SHEET, manager)

    grade = next(line for line in lines(load(one.plan), table_of(one), importable(lead, manager), manager) if line["column"].field == "grade")

    assert grade["values"] == []
    assert [option.called[1] for option in grade["options"]] == ["H", "A", "B", "C"]
