"""The public form: anybody reports a case, nobody learns anything by it, and programs are kept out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from core import changes, customization, modules, notices, now, records, registry, settings, system_actor, units, users
from plugins.cases import close
from plugins.cases.web_form import find_problems, guard

SAID = {
    "name": "Wu Lan", "phone": "13812345678", "type": "fault", "subject": "Charging stops", "message": "It stops at 80 % since Friday.", "consent": "1",
}  # fmt: skip


@pytest.fixture
def desk(agent: Any) -> int:
    """A queue that gets what comes in at North, whose form is open; its id."""
    queue = users.add_queue(system_actor(), name="Web desk", unit_id=agent.dealer_id, members=(agent.id,)).id
    settings.put("cases.web_form", True, system_actor(), agent.dealer_id)
    settings.put("cases.web_form_receiver", queue, system_actor(), agent.dealer_id)
    return int(queue)


@pytest.fixture
def form(app: Any, agent: Any) -> str:
    return f"/report/{agent.dealer_id}"


@pytest.fixture
def send(app: Any, agent: Any, desk: int, form: str) -> Callable[..., Any]:
    """``send(after=10, **values)``: open the form and send it so many seconds later; the answer."""

    def fill_in(after: int = 10, client: Any = None, token: str | None = None, **values: Any) -> Any:
        if token is None:
            with app.test_request_context(), seconds_from_now(-after):
                token = guard.issue(agent.dealer_id)
        return (client or app.test_client()).post(form, data={**SAID, guard.TOKEN: token, **values})

    return fill_in


@pytest.fixture
def known(agent: Any) -> Callable[..., Any]:
    """``known(phone=…)``: a customer of the agent's."""
    return lambda by=None, **values: records.create("account", system_actor(), name="Wu Lan", owner=(by or agent).id, **values)


@pytest.fixture
def owning(app: Any) -> None:
    if "installed_product" not in registry.customized():
        pytest.skip("no module keeps what customers own")


def seconds_from_now(seconds: int) -> Any:
    return time_machine.travel(now() + timedelta(seconds=seconds), tick=False)


def the_case() -> Any:
    return records.first("case", system_actor(), sort="-number")


def comments_of(case: Any) -> list[Any]:
    return records.find("case_comment", system_actor(), where={"case": case.id}, sort="id")


def test_the_form_is_closed_until_it_is_switched_on(app, form):
    for address in ("/report", form, f"{form}/thanks", "/report/999999"):
        assert app.test_client().get(address).status_code == 404
    assert app.test_client().post(form, data=SAID).status_code == 404


def test_an_administrator_is_led_to_where_it_is_switched_on(login):
    assert login("administrator").get("/report").headers["Location"] == "/admin/settings"
    assert login("service_agent").get("/report").status_code == 404


def test_it_opens_for_one_dealer_and_is_found_where_it_is_open(app, desk, form, user):
    assert app.test_client().get("/report").headers["Location"].endswith(form)
    assert app.test_client().get(f"/report/{user('service_agent', dealer='South').dealer_id}").status_code == 404

    settings.put("cases.web_form", True, system_actor())
    assert [name in app.test_client().get("/report").text for name in ("North", "South")] == [True, True]


def test_a_stranger_reports_a_case_and_is_told_its_number(app, send, desk, form):
    client = app.test_client()
    answer = send(client=client)
    case = the_case()

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{form}/thanks")
    assert case.number in client.get(f"{form}/thanks").text
    assert (case.name, case.type.code, case.origin.code, case.owner_id, case.language.code) == ("Charging stops", "fault", "web", desk, "en")
    assert (case.supplied_name, case.supplied_phone, case.account_id) == ("Wu Lan", "+8613812345678", None)
    assert app.test_client().get(f"{form}/thanks").headers["Location"].endswith(form)


def test_what_was_written_is_the_customers_word_and_starts_the_next_response(send):
    send()
    case, (said,) = the_case(), comments_of(the_case())

    assert (said.direction.code, said.origin.code, said.body) == ("in", "web", SAID["message"])
    assert case.next_response_due_at is not None
    assert case.first_response_due_at is not None


def test_what_was_agreed_to_is_kept_with_the_case(send, login):
    send()

    send(number=the_case().number, message="And it smells.")

    agreed = "I agree that North keeps and uses what I write here to deal with my request."
    assert agreed in login("service_agent").get(the_case().url).text
    assert [changes.of(one.id)[0].reason for one in comments_of(the_case())] == [agreed, agreed]


def test_assignment_rules_decide_before_the_queue(send, agent, colleague):
    rule = records.create("case_assignment_rule", system_actor(), name="Web", active=True, where="origin = web")
    records.create("case_assignment_target", system_actor(), rule=rule, target=colleague.id)
    send()

    assert the_case().owner_id == colleague.id


def test_a_customer_is_recognised_where_it_can_be_only_one(send, known):
    only = known(phone="13812345678")
    send()
    assert the_case().account_id == only.id

    known(email="wu@example.com")
    send(email="wu@example.com")
    assert the_case().account_id is None, "telephone and mail address are of two customers"


def test_a_person_without_an_account_is_recognised_alone_and_not_beside_an_account(send, known, agent):
    person = records.create("contact", system_actor(), name="Wu Lan", email="wu@example.com", owner=agent.id)
    send(phone="", email="wu@example.com")
    assert (the_case().account_id, the_case().contact_id) == (None, person.id)

    known(phone="13812345678")
    send(email="wu@example.com")
    assert (the_case().account_id, the_case().contact_id) == (None, None)


def test_a_customer_of_another_dealer_is_nobody_here(send, known, user):
    known(by=user("sales_consultant", dealer="South"), phone="13812345678")
    send()

    assert the_case().account_id is None


def test_known_and_unknown_are_answered_alike(app, send, known):
    def told(**values: Any) -> tuple[int, str]:
        client = app.test_client()
        answer = send(client=client, **values)
        page = client.get(answer.headers["Location"]).text
        return answer.status_code, re.sub(r'C-\d+|(value|content)="[^"]*"', "", page)

    known(phone="13812345678")
    assert told() == told(phone="13900000000")


@pytest.mark.usefixtures("owning")
def test_the_car_is_found_by_its_plate_only_with_its_owner(send, known):
    owner = known(phone="13812345678")
    car = records.create("installed_product", system_actor(), name="Song L", account=owner, plate="苏E12345")

    send(thing="苏e·12345")
    assert (the_case().installed_id, the_case().product) == (car.id, "Song L")
    send(phone="13900000000", thing="苏E12345")
    assert (the_case().account_id, the_case().installed_id, the_case().product) == (None, None, "苏E12345")


@pytest.mark.parametrize("missing", ["name", "subject", "message"])
def test_what_is_missing_is_named_beside_its_own_input(send, missing):
    page = send(**{missing: ""}).text

    assert set(re.findall(r'id="report-(\w+)-error"', page)) == {missing}


def test_everything_that_is_wrong_is_named_at_once_and_everything_typed_is_kept(send):
    answer = send(phone="12", subject="", consent="", message="<script>alert(1)</script>")

    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 3
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "Wu Lan" in answer.text
    assert the_case() is None


def test_a_telephone_number_or_a_mail_address_is_enough(send):
    assert "so that we can answer" in send(phone="").text

    assert send(phone="", email="Wu@Example.com").status_code == 303
    assert the_case().supplied_email == "wu@example.com"


def test_a_form_sent_at_once_or_too_late_or_made_up_is_taken_the_second_time(app, send, form):
    for answer in (send(after=1), send(after=13 * 3600), send(token="made up")):
        assert answer.status_code == 422
        assert "send it again" in answer.text
        assert SAID["message"] in answer.text
    assert the_case() is None

    token = re.search(rf'name="{guard.TOKEN}" value="([^"]+)"', answer.text)[1]
    with seconds_from_now(5):
        assert app.test_client().post(form, data={**SAID, guard.TOKEN: token}).status_code == 303


def test_what_fills_in_the_field_nobody_sees_makes_no_case(send):
    answer = send(**{guard.TRAP: "https://example.com"})

    assert (answer.status_code, the_case()) == (422, None)
    assert "https://example.com" not in answer.text


def test_a_form_that_arrives_twice_makes_one_case_and_both_are_told_its_number(app, agent, send):
    with app.test_request_context(), seconds_from_now(-10):
        token = guard.issue(agent.dealer_id)
    first, second = app.test_client(), app.test_client()
    answers = [send(client=client, token=token) for client in (first, second)]

    assert [one.status_code for one in answers] == [303, 303]
    assert len(records.find("case", system_actor())) == 1
    assert all(the_case().number in client.get(answers[0].headers["Location"]).text for client in (first, second))


def test_a_form_that_arrives_twice_at_the_same_moment_makes_one_case(app, agent, send, at_once):
    with app.test_request_context(), seconds_from_now(-10):
        token = guard.issue(agent.dealer_id)

    answers = at_once([lambda: send(token=token).status_code] * 2)

    assert answers == [303, 303]
    assert len(records.find("case", system_actor())) == 1


def test_too_many_from_one_telephone_are_asked_to_wait(send):
    most = guard.LIMITS["account"].attempts
    answers = [send(message=f"Message {turn}") for turn in range(most + 1)]

    assert [one.status_code for one in answers] == [303] * most + [429]
    assert int(answers[-1].headers["Retry-After"]) <= 3600
    assert f"Message {most}" in answers[-1].text


def test_too_many_from_one_address_are_asked_to_wait_whatever_they_say_of_where_they_come_from(app, send):
    for turn in range(guard.LIMITS["address"].attempts):
        with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}, headers={"X-Forwarded-For": f"10.0.0.{turn}"}):
            assert guard.wait(f"{turn}@example.com") == 0

    assert send(phone="13900000000").status_code == 429


def test_a_body_that_is_too_large_is_refused_before_it_is_read(send):
    answer = send(message="x" * guard.LARGEST)

    assert answer.status_code == 413
    assert "at most 1 MB" in answer.text
    assert "may have at most 8000 characters" in send(message="x" * 9000).text


def test_with_the_number_and_the_same_telephone_a_word_is_added_and_wakes_the_case(app, send, agent):
    send()
    number = close.run(the_case(), agent).number
    client = app.test_client()

    answer = send(client=client, number=number.lower(), message="It stops again.", subject="Again")

    assert (the_case().number, the_case().is_closed, the_case().reopened) == (number, False, 1)
    assert [one.body for one in comments_of(the_case())] == [SAID["message"], "It stops again."]
    assert number in client.get(answer.headers["Location"]).text.upper()


def test_somebody_elses_number_makes_a_case_of_its_own_and_is_answered_alike(app, send):
    send()
    first = the_case()
    client = app.test_client()

    answer = send(client=client, number=first.number, phone="13900000000", message="What about it?")

    second = the_case()
    assert second.id != first.id
    assert [one.direction.code for one in comments_of(second)] == ["in", "internal"]
    assert first.number in comments_of(second)[1].body
    page = client.get(answer.headers["Location"]).text
    assert first.number in page
    assert second.number not in page


def test_a_complaint_is_told_to_the_consultant_of_the_customer(send, user):
    consultant = user("sales_consultant")
    records.create("account", consultant, name="Wu Lan", phone="13812345678")
    send(type="complaint")

    assert "Your customer Wu Lan complains" in notices.latest(consultant)[0].text


def test_the_form_speaks_the_visitors_language_and_the_case_is_answered_in_it(app, send, form):
    client = app.test_client()
    page = client.get(form, headers={"Accept-Language": "zh-CN,zh;q=0.9"})

    assert 'lang="zh-CN"' in page.text
    assert "我同意" in page.text
    client.post("/preferences/language", data={"language": "en", "next": form})
    assert 'lang="en"' in client.get(form, headers={"Accept-Language": "zh-CN"}).text
    client.post("/preferences/language", data={"language": "zh_CN", "next": form})
    send(client=client)
    assert the_case().language.code == "zh"


def test_the_form_keeps_the_content_policy_and_asks_no_other_site(app, desk, form):
    page = app.test_client().get(form)

    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert not re.search(r'(src|href|action)="(https?:)?//', page.text)
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", page.text)


def test_without_somebody_who_gets_the_cases_the_form_is_closed_and_the_check_says_so(app, desk, form, agent):
    users.change_queue(system_actor(), desk, active=False)
    for unit in units.above(agent.dealer_id):
        units.change(system_actor(), unit.id, manager_id=None)

    assert app.test_client().get(form).status_code == 404
    assert "nobody gets what comes in" in next(iter(find_problems()))[0]


def test_with_the_module_off_at_this_dealer_the_form_is_closed(app, desk, form, agent):
    modules.set_dealer("cases", agent.dealer_id, False, system_actor())

    assert [app.test_client().get(one).status_code for one in (form, "/report")] == [404, 404]


def test_a_queue_is_named_in_the_settings_by_typing_its_name(app, desk, login, agent):
    admin = login("administrator")
    address = f"/admin/settings?dealer={agent.dealer_id}"
    assert 'value="Web desk"' in admin.get(address).text

    typed = {"dealer": agent.dealer_id, "cases.web_form_receiver": "", "cases.web_form_receiver__text": "Nobody such"}
    assert "nothing is called “Nobody such”" in admin.post("/admin/settings", data=typed).text
    admin.post("/admin/settings", data={**typed, "cases.web_form_receiver__text": agent.name})
    assert settings.get("cases.web_form_receiver", agent.dealer_id) == agent.id


def test_the_styles_of_a_public_page_need_no_sign_in_and_other_pages_do(app, desk):
    assert app.test_client().get("/static/cases/cases.css", follow_redirects=True).status_code == 200
    assert app.test_client().get("/cases/console").status_code == 302


def test_without_its_cookie_nothing_is_taken_and_a_sentence_says_what_to_do(app, send, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert "Allow cookies, go back, reload the page" in send().text
    assert the_case() is None


def test_the_form_offers_the_types_that_cases_have_and_is_taken_whatever_was_retired(app, desk, form, send):
    values = {"type": {"added": [{"code": "praise", "label": {"en": "Praise"}}], "retired": ["question"]}, "origin": {"retired": ["web"]}}
    for name, changed in values.items():
        customization.set_shipped_values(system_actor(), "case", name, **changed)

    page = app.test_client().get(form).text

    assert (page.count('value="praise"'), page.count('value="question"')) == (1, 0)
    assert send(type="praise").status_code == 303
    assert (the_case().type.code, the_case().origin.code) == ("praise", "web")
