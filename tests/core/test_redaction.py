"""A record as its reader may know it: what is hidden from a role is not there, nor what lies out of sight behind a look-up."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core import records, redaction


@pytest.fixture
def alma(boats):
    bertha = records.create("boat", boats.boss, name="Bertha", colour="red")
    return records.create("boat", boats.boss, name="Alma", colour="green", price=Decimal(50), tug=bertha)


@pytest.fixture
def reader(boats):
    """Somebody with every boat in sight, and a limit on some of their fields."""
    return lambda *hidden, scope="all": replace(boats.rep, grants={("boat", "read"): scope} if scope else {}, field_rights={("boat", name): "hidden" for name in hidden}, is_admin=False)


def test_a_hidden_field_is_none_with_all_that_is_stored_for_it(alma, reader):
    known = redaction.known(alma, reader("price"))

    assert (known.price, known.price_currency) == (None, None)
    assert (known.name, known.colour, known.id, known.version, str(known)) == ("Alma", "green", alma.id, alma.version, "Alma")
    assert alma.price == 50


def test_a_hidden_look_up_leads_nowhere(alma, reader):
    known = redaction.known(alma, reader("tug"))

    assert (known.tug, known.tug_id) == (None, None)


def test_what_a_look_up_leads_to_is_known_likewise(alma, reader):
    assert redaction.known(alma, reader()).tug.colour == "red"
    assert redaction.known(alma, reader("colour")).tug.colour is None


def test_of_what_lies_out_of_sight_behind_a_look_up_only_the_name_is_known(alma, reader):
    tug = redaction.known(alma, reader(scope="own")).tug

    assert (tug.name, tug.colour, tug.owner, tug.url) == ("Bertha", None, None, alma.tug.url)


def test_who_may_read_no_such_record_at_all_finds_none_behind_a_look_up(alma, reader):
    assert redaction.known(alma, reader(scope=None)).tug is None


def test_whom_nothing_is_hidden_from_gets_the_record_itself(alma, boats, reader):
    assert redaction.known(alma, replace(boats.rep, is_admin=True)) is alma
    assert redaction.known(None, boats.rep) is None
