"""The index follows every save in its transaction, and is put right after the module was off."""

import pytest

from core import customization, merging, modules, outbox, records, registry, transaction
from plugins.search import building, index


@pytest.fixture
def zhou(make, me):
    return make("account", name="周敏", phone="13800138000", by=me)


def test_a_new_name_is_found_at_once_and_the_old_one_no_longer(find, zhou, me):
    records.update(zhou, me, name="吴桐")

    assert find("wt") == [zhou.id]
    assert find("周敏") == []
    assert find("8000") == [zhou.id]


def test_a_deleted_record_is_gone_and_a_restored_one_back(find, zhou, user):
    batch = records.delete(zhou, user("administrator"))
    assert find("周敏") == []

    records.restore(batch, user("administrator"))
    assert find("周敏") == [zhou.id]


def test_what_is_rolled_back_was_never_found(find, make, me):
    with pytest.raises(RuntimeError), transaction():
        make("account", name="吴桐", by=me)
        raise RuntimeError

    assert find("吴桐") == []


def test_a_merged_record_is_found_under_the_winner_only_until_that_is_undone(find, make, zhou, me, user):
    boss = user("administrator")
    loser = make("account", name="周小敏", phone="13900139000", by=me)

    done = merging.merge(zhou, loser, boss)
    assert find("周小敏") == []
    assert find("周敏") == [zhou.id]

    merging.undo(done.id, boss)
    assert find("周小敏") == [loser.id]


def test_a_new_owner_finds_it_and_the_old_one_no_longer(find, zhou, me, user):
    other = user("sales_consultant", number=2)
    records.update(zhou, user("administrator"), owner=other.id)

    assert find("周敏", by=other) == [zhou.id]
    assert find("周敏", by=me) == []


def test_what_was_saved_while_the_module_was_off_is_found_afterwards(find, make, zhou, me, user):
    boss = user("administrator")
    gone = make("account", name="马超", by=me)
    modules.disable("search", boss)
    records.update(zhou, me, name="吴桐")
    records.delete(gone, boss)
    new = make("account", name="赵云", by=me)

    modules.enable("search", boss)

    assert find("wutong") == [zhou.id]
    assert find("zy") == [new.id]
    assert find("周敏") == find("马超") == []


def test_the_building_goes_on_where_it_stopped(find, make, me, monkeypatch):
    monkeypatch.setattr(building, "BATCH", 2)
    made = [make("account", name=f"周{character}", by=me) for character in "甲乙丙丁戊"]
    building.start_over(["account"])
    index.forget([one.id for one in made])
    account = registry.object_type("account")

    assert building.build_batch(account, trust=True) == 2
    assert account not in building.complete([account])
    building.build_all(lambda _object_type, _done: None)

    assert sorted(find("周")) == [one.id for one in made]


def test_an_object_whose_part_is_not_complete_is_searched_field_by_field(login, zhou):
    building.start_over(["account"])

    assert "周敏" in login("sales_consultant").get("/search?q=周敏").text


def test_one_more_searched_field_has_the_part_built_anew(find, make, me, monkeypatch):
    company = make("account", name="Harbour", by=me)
    account = registry.object_type("account")
    text = next(name for name, one in account.model.__record_fields__.items() if one.type == "text" and name not in account.search)
    records.update(company, me, **{text: "Seltenes Wort"})
    monkeypatch.setattr(account, "search", (*account.search, text))

    assert account not in building.complete([account])
    building.build_all(lambda _object_type, _done: None)
    assert find("seltenes") == [company.id]


def test_the_commands_say_how_the_index_is_and_build_it(app, zhou, monkeypatch):
    runner = app.test_cli_runner()
    from plugins.search.commands import search

    building.start_over(["account"])
    assert "account" in runner.invoke(search, ["status"]).output
    result = runner.invoke(search, ["reindex", "account"])
    assert result.exit_code == 0 and "complete" in result.output
    assert runner.invoke(search, ["reindex", "nothing"]).exit_code == 1


def test_switched_off_box_and_pickers_compare_field_by_field(login, zhou, user):
    modules.disable("search", user("administrator"))
    client = login("sales_consultant")

    assert "周敏" in client.get("/search?q=周敏").text
    assert str(zhou.id) in client.get("/lookup/accounts?q=周敏").text
    assert "周敏" not in client.get("/search?q=zhoumin").text


@pytest.mark.parametrize(("kind", "value", "typed"), [
    ("text", "Northwind", "northw"), ("long_text", "first\nsecond 周敏桐", "周敏桐"), ("email", "pan@harbor.example", "harbor"), ("phone", "13900139000", "9000"),
])  # fmt: skip
def test_every_type_of_custom_field_that_can_be_searched_is_found(kind, value, typed, find, zhou, me, user):
    assert {code for code, one in customization.TYPES.items() if one.searched} == {"text", "long_text", "email", "phone"}
    name = customization.add(user("administrator"), "account", type=kind, label={"en": "Of our own"})
    outbox.drain()

    records.update(zhou, me, **{name: value})

    assert find(typed) == [zhou.id]


def test_a_custom_field_is_searched_once_the_worker_has_built_its_part(find, zhou, me, user):
    plate = customization.add(user("administrator"), "account", type="text", label={"en": "Plate"})
    outbox.drain()
    records.update(zhou, me, **{plate: "沪A12345"})

    assert find("a12345") == [zhou.id]
    assert find("12345") == [zhou.id]
    records.update(zhou, me, **{plate: None})
    assert find("12345") == []
