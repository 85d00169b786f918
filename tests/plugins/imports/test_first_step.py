"""A new installation tells its administrator what to do first, and no longer than that. The last step is to bring in what there is."""

import re

import pytest


@pytest.fixture
def steps(login):
    """``steps(client)``: what Today lists as first steps, each with whether it is done."""

    def read(client=None):
        part = (client or login("administrator")).get("/").text.partition('class="card first-steps"')[2].partition("</section>")[0]
        return {url: "Done:" in line for line in part.split('<div class="line">')[1:] for url in re.findall(r'<a class="plain strong" href="([^"]+)"', line)}

    return read


def test_who_administers_a_house_without_records_sees_what_is_done_and_what_is_not(steps):
    assert steps() == {"/admin/units": True, "/admin/users": True, "/imports": False}


def test_nobody_else_sees_the_first_steps(steps, login):
    assert steps(login("sales_consultant")) == {}


def test_once_there_are_records_nothing_is_left_to_do(steps, make):
    make("activity")

    assert steps() == {}


def test_they_stay_away_once_they_are_put_away(steps, login):
    client = login("administrator")
    client.post("/first-steps/hide")

    assert steps(client) == {}


def test_only_who_administers_puts_them_away(login):
    assert login("sales_consultant").post("/first-steps/hide").status_code == 403
