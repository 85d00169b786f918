"""Trees of records: what refers to what decides the order."""

from __future__ import annotations

import json

import pytest

from core import Refusal
from plugins.imports import trees


def record(kind: str, reference: str, **values):
    return {"attributes": {"type": kind, "referenceId": reference}, **values}


def tree(*records) -> bytes:
    return json.dumps({"records": list(records)}).encode()


def test_without_a_plan_whatever_is_referred_to_comes_first():
    found = trees.branches({"c.json": tree(record("Contact", "C1", AccountId="@A1", LastName="Gao")), "a.json": tree(record("Account", "A1", Name="Kestrel"))})

    assert [one.sobject for one in found] == ["Account", "Contact"]
    assert found[1].as_csv().decode() == "referenceId,AccountId,LastName\r\nC1,A1,Gao\r\n"


def test_the_plan_says_the_order_and_its_files_must_be_there():
    plan = json.dumps([{"sobject": "Account", "files": ["a.json"]}, {"sobject": "Contact", "files": ["c.json"]}]).encode()

    with pytest.raises(Refusal, match=r"c\.json, which is missing"):
        trees.branches({"plan.json": plan, "a.json": tree(record("Account", "A1"))})


@pytest.mark.parametrize("files", [5, "a.json", None, [7], [{}], [["a.json"]]])
def test_a_plan_that_names_no_files_is_refused_in_a_sentence(files):
    plan = json.dumps([{"sobject": "Account", "files": files}, 3]).encode()

    with pytest.raises(Refusal, match=r"is missing|no records"):
        trees.branches({"plan.json": plan, "a.json": tree(record("Account", "A1"))})


@pytest.mark.parametrize("broken", [record("Account", "A1", Name="Kestrel \ud800"), record("Acc\udc80ount", "A1"), record("Account", "A1", **{"Na\ud800me": "Kestrel"})])
def test_half_of_a_character_is_none_wherever_it_stands(broken):
    with pytest.raises(Refusal, match=r"a\.json is no JSON file"):
        trees.branches({"a.json": tree(broken)})


def test_children_within_a_record_refer_to_it():
    parent = record("Account", "A1", Name="Kestrel", Contacts={"records": [record("Contact", "C1", LastName="Gao")]})

    account, contact = trees.branches({"a.json": tree(parent)})
    assert account.rows == [{"referenceId": "A1", "Name": "Kestrel"}]
    assert contact.rows == [{"referenceId": "C1", "AccountId": "@A1", "LastName": "Gao"}]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"{", "no JSON"), (b'{"a": 1}', "needs “records”"), (b'{"records": [1]}', "needs “attributes”"), (b'{"records": []}', "no records"),
     (b"[" * 100_000, "no JSON"), (b'{"records": [{"attributes": {"type": 7}}]}', "needs “attributes”")],
)  # fmt: skip
def test_what_is_no_tree_is_refused_by_name(content, sentence):
    with pytest.raises(Refusal, match=sentence):
        trees.branches({"rows.json": content})
