"""Names in Chinese, pinyin and initials, numbers typed anyhow, parts of anything."""

import pytest

from core import records
from plugins.search import finding


@pytest.fixture
def zhou(make, me):
    return make("account", name="周敏", phone="13800138000", email="zhou.min@example.com", by=me)


@pytest.mark.parametrize("typed", ["周", "敏", "周敏", "zhoumin", "ZhouMin", "zhoum", "zm", "ZM", "min", "zhou min", "\uff5a\uff4d"])
def test_a_chinese_name_is_found_by_any_part_by_pinyin_and_by_initials(find, zhou, typed):
    assert find(typed) == [zhou.id]


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000", "138 0013 8000", "+86 138 0013 8000", "+8613800138000", "0086 138-0013-8000", "86 13800138000", "１３８００１３８０００",
        "138", "8000", "0013", "138-0013", "00138", "(138) 0013",
    ],
)  # fmt: skip
def test_a_number_is_found_by_any_part_typed_anyhow(find, zhou, typed):
    assert find(typed) == [zhou.id]


@pytest.mark.parametrize("typed", ["021-6558 1234", "02165581234", "2165581234", "65581234", "1234", "+86 21 6558 1234"])
def test_a_landline_is_found_with_and_without_its_area(find, make, me, typed):
    company = make("account", name="Harbour Works", phone="021-65581234", by=me)

    assert find(typed) == [company.id]


@pytest.mark.parametrize("typed", ["zhou.min@example.com", "min@exam", "EXAMPLE", "周敏 8000", "8000 zm", "周敏 example"])
def test_mail_and_several_words_narrow_the_search(find, zhou, typed):
    assert find(typed) == [zhou.id]


def test_all_words_must_be_found(find, zhou):
    assert find("周敏 9999") == []


@pytest.mark.parametrize("typed", ["单雄信", "shanxiongxin", "danxiongxin", "sxx"])
def test_a_surname_with_two_readings_is_found_by_both(find, make, me, typed):
    hero = make("account", name="单雄信", by=me)

    assert find(typed) == [hero.id]


@pytest.mark.parametrize("typed", ["重庆", "长安", "汽车销售", "chang'an", "changan", "qcxs", "有限公司"])
def test_a_company_is_found_by_a_part_of_its_name(find, make, me, typed):
    company = make("account", name="重庆长安汽车销售有限公司", by=me)

    assert find(typed) == [company.id]


@pytest.mark.parametrize("typed", ["panyue", "PY", "pan y", "yue"])
def test_a_romanised_name_is_found_in_one_word_and_by_initials(find, make, me, typed):
    person = make("account", name="Pan Yue", by=me)

    assert find(typed) == [person.id]


@pytest.mark.parametrize("typed", ["li", "Mül", "müller", "ÜLLER", "o'nei"])
def test_a_latin_name_is_found_by_its_beginning_and_from_three_letters_by_any_part(find, make, me, typed):
    person = make("account", name="Li Müller O'Neill", by=me)

    assert find(typed) == [person.id]


def test_a_number_of_a_record_is_found_by_its_end(find, zhou):
    assert find(zhou.number) == [zhou.id]
    assert find(zhou.number[-4:])[0] == zhou.id


def test_who_is_called_so_comes_first(find, make, me):
    longer = make("account", name="周敏仪", by=me)
    inside = make("account", name="小周敏", by=me)
    exact = make("account", name="周敏", by=me)

    assert find("周敏") == [exact.id, longer.id, inside.id]


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "\x00\x00 \t", "%", "%%%", "_", "___", "'", '"', '""" OR "', "\\", "\\\\\\", "*", "()", "NEAR(", "😀", "😀😀😀", "-", "--", "+", "/", "\ud7ff", "a" * 10_000, "周" * 10_000, "9" * 10_000, "x " * 5_000])  # fmt: skip
def test_odd_input_finds_nothing_and_breaks_nothing(find, zhou, login, typed):
    assert find(typed) == []
    assert login("sales_consultant").get("/search", query_string={"q": typed}).status_code == 200


def test_signs_of_a_pattern_are_plain_text(find, make, me):
    odd = make("account", name="100% sure_thing", by=me)
    make("account", name="1000 sure things", by=me)

    assert find("100%") == [odd.id]
    assert find("sure_thing") == [odd.id]


def test_emoji_and_kana_in_a_name_are_found(find, make, me):
    shop = make("account", name="Café 😀 トヨタ店", by=me)

    assert find("トヨタ") == [shop.id]
    assert find("ヨタ") == [shop.id]
    assert find("café") == [shop.id]


def test_what_fills_the_first_matches_does_not_hide_another_object(make, user):
    from core import queries, registry

    boss = user("administrator")
    contact = make("contact", name="王芳", by=boss)
    for number in range(205):
        records.create("account", boss, name="王芳", phone=f"139{number:08d}", email=f"w{number}@example.com", reason="same name")

    found = queries.indexed([registry.object_type("account"), registry.object_type("contact")], boss, "王芳", 5)
    assert contact.id in found["contact"]
    assert len(found["account"]) == 5


def test_a_part_that_very_many_texts_hold_is_looked_for_among_the_own(find, make, me, user, monkeypatch):
    monkeypatch.setattr(finding, "COMMON", 2)
    others = user("sales_consultant", dealer="South")
    theirs = [make("account", name=f"Harbour Works {number}", by=others) for number in range(4)]
    mine = make("account", name="Harbour Works of mine", by=me)
    records.share(theirs[3], me.id, user("administrator"))

    assert set(find("arbour")) == {mine.id, theirs[3].id}
    assert len(find("arbour", by=user("administrator"))) == 5


def test_of_two_parts_only_the_one_that_very_many_hold_is(find, make, me, user, monkeypatch):
    monkeypatch.setattr(finding, "COMMON", 3)
    for number in range(4):
        make("account", name=f"O'Harbour {number}", by=user("sales_consultant", dealer="South"))
    mine = make("account", name="Oharbour of mine", by=me)
    like_others = make("account", name="O'Harbour of mine", by=me)

    assert set(find("o'harbour")) == {mine.id, like_others.id}
