"""New and edit: nothing typed is lost, nothing is saved twice, a stale edit shows both values."""

import re
from datetime import date

import pytest

from core import records


def test_a_new_record_leads_to_its_page(login):
    answer = login("sales_consultant").post("/accounts/new", data={"name": "Blue Harbor", "type": "prospect"})

    assert answer.status_code == 303
    assert re.fullmatch(r"/accounts/\d+", answer.location)


def test_a_missing_value_comes_back_beside_its_field_with_all_input_kept(login):
    page = login("sales_consultant").post("/accounts/new", data={"name": "", "phone": "0512-6558 1234", "employees": "many"})

    assert page.status_code == 422
    assert 'value="0512-6558 1234"' in page.text
    assert 'value="many"' in page.text
    assert 'aria-invalid="true"' in page.text


def test_what_is_missing_is_told_together_with_what_cannot_be_read(login):
    client = login("sales_consultant")

    account = client.post("/accounts/new", data={"name": "", "employees": "many"})
    lead = client.post("/leads/new", data={"name": "周敏", "mobile": "1380013800"})  # of a gender that is not chosen nothing is sent

    assert (account.status_code, lead.status_code) == (422, 422)
    assert "Please fill in Account name." in account.text and account.text.count('aria-invalid="true"') == 2
    assert [name for name in ("Gender", "Province", "City", "Expected purchase time") if f"Please fill in {name}." not in lead.text] == []
    assert "Please fill in Name." not in lead.text and "Please fill in Owner." not in lead.text


def test_what_rules_and_limits_refuse_is_told_together_with_what_cannot_be_read(login):
    page = login("sales_consultant").post("/accounts/new", data={"name": "Blue Harbor", "employees": "many", "email": "nowhere", "parent": "987654321"})

    assert page.status_code == 422
    assert "there is no such record" in page.text and "is not a mail address" in page.text
    assert page.text.count('aria-invalid="true"') == 3


def test_the_dialog_of_an_action_tells_what_is_missing_together_with_what_cannot_be_read(login, make, user):
    record = make("lead", by=user("sales_consultant"), channel="lenient", name="周敏", mobile="13800138000")

    page = login("sales_consultant").post(f"{record.url}/actions/log_contact", data={"kind": "", "next_contact_on": "some day"})

    assert page.status_code == 422
    assert "Please fill in Kind." in page.text and "Please fill in Outcome." in page.text  # an outcome that is not chosen is not sent
    assert page.text.count('role="alert"') == 3


def test_an_edit_is_asked_for_what_it_empties_and_not_for_what_was_never_there(login, make, user):
    record = make("lead", by=user("sales_consultant"), channel="lenient", name="周敏", mobile="13800138000", city="4403", province="44")

    page = login("sales_consultant").post(f"{record.url}/edit", data={"name": "", "city": "4403", "expected_time": "", "mobile": "1", "version": record.version})

    assert page.status_code == 422
    assert "Please fill in Name." in page.text
    assert "Please fill in Expected purchase time." not in page.text


def test_the_same_form_sent_twice_makes_one_record(login, user):
    client, data = login("sales_consultant"), {"name": "Twice", "type": "prospect", "_once": "token-of-this-form"}

    first, second = client.post("/accounts/new", data=data), client.post("/accounts/new", data=data)

    assert first.location == second.location
    assert len(records.find("account", user("sales_consultant"), where={"name": "Twice"})) == 1


def test_a_stale_edit_shows_both_values_and_lets_one_choose(login, make, user):
    me = user("sales_consultant")
    record = make("account", name="Old", by=me)
    url, seen = record.url, record.version
    records.update(record, me, name="Theirs")
    client = login("sales_consultant")

    page = client.post(f"{url}/edit", data={"name": "Mine", "version": seen})
    now = re.search(r'name="version" value="(\d+)"', page.text)[1]
    kept = client.post(f"{url}/edit", data={"name": "Mine", "version": now, "keep__name": "theirs"})

    assert page.status_code == 409
    assert "Mine" in page.text and "Theirs" in page.text
    assert kept.status_code == 303
    assert records.get("account", int(url.rsplit("/", 1)[1]), me).name == "Theirs"


def test_both_values_of_a_stale_edit_are_in_the_words_of_the_page(login, make, user):
    me = user("sales_consultant")
    sale = make("opportunity", by=me, name="Song L", amount="1500", close_date=date(2026, 12, 1), account=make("account", name="Blue Harbor", by=me))
    other, seen = make("account", name="Green Valley", by=me), sale.version
    records.update(sale, me, amount="189800", close_date=date(2026, 12, 24), account=other)

    page = login("sales_consultant").post(f"{sale.url}/edit", data={"amount": "2000.50", "close_date": "2026-12-31", "account": "", "version": seen})
    table = page.text.partition('class="table compact conflict"')[2].partition("</table>")[0]

    assert page.status_code == 409
    assert [words for words in ("¥2,000.50", "¥189,800", "31 Dec 2026", "24 Dec 2026", "(empty)", "Green Valley") if words not in table] == []


def test_one_section_is_edited_by_itself(login, make, user):
    record = make("account", name="Blue Harbor", by=user("sales_consultant"))
    client, url, version = login("sales_consultant"), record.url, record.version

    part = client.get(f"{url}/edit?section=0&focus=name", headers={"X-Section": "1"})
    saved = client.post(f"{url}/edit?section=0", data={"name": "Blue Harbour", "version": version}, headers={"X-Section": "1"})

    assert part.text.lstrip().startswith("<form")
    assert saved.status_code == 204 and saved.headers["X-Location"] == url


def test_a_look_up_typed_but_not_chosen_is_understood_where_one_fits(login, make, user):
    parent = make("account", name="Harbour Holding", by=user("sales_consultant"))
    client = login("sales_consultant")

    answer = client.post("/accounts/new", data={"name": "Daughter", "type": "prospect", "parent": "", "parent__text": "harbour hold"})

    assert records.get("account", int(answer.location.rsplit("/", 1)[1]), user("sales_consultant")).parent_id == parent.id


def test_a_look_up_that_fits_nothing_keeps_the_words(login):
    page = login("sales_consultant").post("/accounts/new", data={"name": "X", "type": "prospect", "parent": "", "parent__text": "Nobody Ltd"})

    assert page.status_code == 422
    assert 'value="Nobody Ltd"' in page.text


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_to_another_site(login, next_url):
    answer = login("sales_consultant").post("/accounts/new", data={"name": "A", "type": "prospect", "next": next_url})

    assert answer.location.startswith("/accounts/")


def test_in_a_dialog_the_answer_names_the_new_record(login):
    answer = login("sales_consultant").post("/accounts/new", data={"name": "周敏", "type": "prospect"}, headers={"X-Dialog": "1"})

    assert answer.status_code == 204
    assert answer.headers["X-Created"].isdecimal()
    assert answer.headers["X-Created-Name"] == "%E5%91%A8%E6%95%8F"


def test_who_may_not_create_is_told_so(login):
    assert login("read_only").get("/accounts/new").status_code == 403


def heads(page):
    """The folded sections of a form: heading -> whether it is open."""
    return {title: bool(is_open) for is_open, title in re.findall(r'<details class="card" data-group="[^"]+"( open)?><summary class="card-head"><h2>([^<]+)', page.text)}


def test_sections_that_few_need_show_their_heading_only_and_what_is_in_them(login):
    page = login("sales_consultant").get("/leads/new")

    assert heads(page) == {"Person and company": False, "Current car": False, "Referral": False, "Research": False}
    assert "Current car · Verdict on it · " in page.text
    assert 'name="current_car"' in page.text  # closed, yet part of what is sent


def test_what_a_new_record_does_not_have_yet_is_folded(login, make, user):
    client, sale = login("sales_consultant"), make("opportunity", channel="import", by=user("sales_consultant"))

    assert heads(client.get("/opportunities/new")) == {"Result": False}
    assert heads(client.get("/accounts/new")) == {}
    assert heads(client.get(f"{sale.url}/edit")) == {}


def test_a_folded_section_is_open_where_something_is_in_it_wrong_with_it_or_was_opened_before(login, make, user):
    lead = make("lead", channel="import", by=user("sales_consultant"), current_car="BYD Qin")
    client = login("sales_consultant")
    client.set_cookie("folds", "form-lead-6%3A1")

    assert heads(client.get(f"{lead.url}/edit")) == {"Person and company": False, "Current car": True, "Referral": False, "Research": True}
    assert heads(client.post("/leads/new", data={"name": "Anna Berg", "birthday": "31/02/1990"}))["Person and company"] is True
