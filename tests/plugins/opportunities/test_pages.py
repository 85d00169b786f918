"""Pages: each answers, says what matters, and hides what a reader may not see."""

from __future__ import annotations

from plugins.opportunities import close_lost, move


def test_the_record_page_shows_path_and_history(sale, stages, rep, login):
    record = move.run(sale(amount=100), rep, stage=stages["needs_analysis"])

    page = login("sales_consultant").get(record.url)

    assert page.status_code == 200
    assert 'class="path"' in page.text and "Needs Analysis" in page.text and "Stage history" in page.text


def test_the_path_moves_by_a_plain_form(sale, stages, rep, login):
    record = sale()

    answer = login("sales_consultant").post(f"{record.url}/actions/move", data={"stage": stages["qualification"]})

    assert answer.status_code in (302, 303)


def test_a_lost_records_page_answers(sale, rep, login, lists):
    record = close_lost.run(sale(), rep, loss_reason=lists("loss_reason", "price").id)

    assert login("sales_consultant").get(record.url).status_code == 200


def test_funnel_plan_and_printed_plan_answer(sale, login):
    sale(amount=1)
    browser = login("sales_consultant")

    for address in ("/opportunities/funnel", "/opportunities/prospect-plan", "/opportunities/prospect-plan?print=1", "/opportunities/board"):
        assert browser.get(address).status_code == 200, address


def test_a_wrong_day_is_a_bad_request_and_no_error(stages, login):
    assert login("sales_consultant").get("/opportunities/funnel?from=nonsense").status_code == 400


def test_another_dealers_consultant_finds_no_record(sale, login):
    assert login("sales_consultant", dealer="South").get(sale().url).status_code == 404


def test_the_funnel_states_how_each_figure_is_computed(sale, login):
    sale()

    page = login("sales_consultant").get("/opportunities/funnel").text

    for part in ("A stage that was skipped counts as reached", "the conversion between the two", "Time after closing does not count"):
        assert part in page, part
