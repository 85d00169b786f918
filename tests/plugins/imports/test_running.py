"""Rows become records one by one; a row that fails never stops the rest, and nothing is made twice."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from core import Forbidden, Invalid, Refusal, db, records, speaking
from plugins.activities import activity
from plugins.imports import background, contents, mapping, perform, prepare, repetition, results, running, taking_back
from plugins.imports.bad_rows import as_csv
from plugins.imports.models import ImportRow

THREE = "Subject,Kind,Due\nCall Gao,call,2026-12-01\nNo kind,flight,2026-12-02\nVisit Wu,visit,2026-12-03\n"


def test_a_failed_row_never_stops_the_rest(run, manager):
    _one, counts = run(THREE)

    assert (counts["created"], counts["failed"]) == (2, 1)
    assert {found.name for found in records.find(activity, manager)} == {"Call Gao", "Visit Wu"}


def test_bad_rows_come_back_as_they_were_with_their_reason(run):
    one, _counts = run(THREE)

    lines = "".join(as_csv(one)).splitlines()
    assert lines[0] == "\ufeffSubject,Kind,Due,Why it failed"
    assert lines[1].startswith("No kind,flight,2026-12-02,")
    assert "flight" in lines[1].split(",", 3)[3]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_rows_that_failed_go_in_again_once_they_are_mended(run, manager, language):
    one, _counts = run(THREE)
    with speaking(language):
        mended = "".join(as_csv(one)).replace("flight", "visit")

    again, counts = run(mended)
    assert counts == {"created": 1}
    assert [column["field"] for column in again.plan["columns"]] == ["name", "kind", "due_on", ""]


def test_a_row_that_fails_says_all_that_is_wrong_with_it(run):
    one, counts = run("Subject,Kind,Due\n,flight,some day\n")

    assert counts == {"failed": 1}
    reason = "".join(as_csv(one)).splitlines()[1]
    assert "flight" in reason and "some day" in reason
    assert "Please fill in Subject." in reason


@pytest.mark.parametrize(("cell", "words"), [("1.38E+10", "has cut"), ("4.40301E+17", "has cut"), ("#REF!", "mistake of a formula"), ("####", "mistake of a formula")])
def test_a_cell_whose_content_the_spreadsheet_has_lost_is_taken_in_by_no_field(run, manager, cell, words):
    one, counts = run(f"Subject,Kind,Old number\n{cell},call,1\nGood,call,{cell}\n", fields={"Subject": "name", "Kind": "kind", "Old number": "external:old"})

    assert counts == {"failed": 2} and records.find(activity, manager) == []
    assert "".join(as_csv(one)).count(words) == 2


def test_a_day_as_a_spreadsheet_counts_it_is_refused_with_the_day_it_may_be(run):
    one, counts = run("Subject,Kind,Due\nCall Gao,call,45992\n")

    assert counts == {"failed": 1} and "perhaps 2025-12-01" in "".join(as_csv(one))


def test_ragged_and_broken_lines_come_back_too(run):
    one, counts = run("Subject,Kind\nGood,call\nToo,many,cells\n\0,call\n")

    assert (counts["created"], counts["failed"]) == (1, 2)
    assert "3 cells" in "".join(as_csv(one))


def test_a_dry_run_changes_nothing_and_says_what_would_happen(run, manager):
    one, counts = run(THREE, trial=True)

    assert (counts["created"], counts["failed"]) == (2, 1)
    assert records.find(activity, manager) == []
    assert perform(one, manager)["created"] == 2


def test_a_killed_run_that_goes_on_doubles_nothing(run, manager, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    rows = "Subject,Kind\n" + "".join(f"Call {number},call\n" for number in range(7))
    real, seen = running._Work._save, []

    def dies(self, row):
        seen.append(row.number)
        if row.number == 4:
            raise KeyboardInterrupt
        return real(self, row)

    monkeypatch.setattr(running._Work, "_save", dies)
    with pytest.raises(KeyboardInterrupt):
        run(rows)
    db.session.rollback()
    monkeypatch.setattr(running._Work, "_save", real)
    one = db.session.execute(sa.select(running.Import)).scalar_one()

    assert perform(one, manager)["created"] == 7
    assert len(records.find(activity, manager)) == 7


def test_an_update_by_key_changes_what_is_there_and_makes_the_rest(run, manager, make):
    make("activity", by=manager, name="Call Gao", kind="task")

    _one, counts = run("Subject,Kind\nCall Gao,call\nCall Wu,call\n", key="name")

    assert (counts["updated"], counts["created"]) == (1, 1)
    assert {found.name: found.kind.code for found in records.find(activity, manager)} == {"Call Gao": "call", "Call Wu": "call"}


def test_a_key_that_several_records_share_changes_none(run, manager, make):
    for _number in range(2):
        make("activity", by=manager, name="Call Gao", kind="task")

    one, counts = run("Subject,Kind\nCall Gao,call\n", key="name")

    assert counts["failed"] == 1
    assert "Several records" in results.failures(one)[0].reason


def test_the_same_file_again_by_key_leaves_everything_as_it_was(run):
    run("Subject,Kind\nCall Gao,call\n")

    assert run("Subject,Kind\nCall Gao,call\n", key="name")[1]["unchanged"] == 1


def test_people_are_found_by_name_or_address(run, user, manager):
    text = "Subject,Owner\nBy name,Sales Consultant North\nBy address,sales_consultant.north.2@example.com\n"

    run(text, {"Subject": "name", "Owner": "owner"})

    owners = {found.name: found.owner_id for found in records.find(activity, manager)}
    assert owners == {"By name": user("sales_consultant").id, "By address": user("sales_consultant", number=2).id}


def test_what_an_activity_is_about_is_found_by_the_name_of_any_record(run, manager, make):
    harbor, _other = (make("activity", by=manager, name=name, kind="note") for name in ("Blue Harbor", "Twice"))
    make("activity", by=manager, name="Twice", kind="note")

    one, counts = run("Subject,About\nCall,Blue Harbor\nVisit,Twice\nNote,Nobody\n", {"Subject": "name", "About": "about"})
    assert counts == {"created": 1, "failed": 2}
    assert records.first(activity, manager, where={"name": "Call"}).about_id == harbor.id
    assert [row.reason for row in results.failures(one)] == ["About: several are called “Twice”.", "About: nothing is called “Nobody”."]


def test_a_person_who_is_not_known_fails_the_row_with_a_sentence(run):
    one, counts = run("Subject,Owner\nCall,Nobody\n", {"Subject": "name", "Owner": "owner"})

    assert counts["failed"] == 1 and "Nobody" in results.failures(one)[0].reason


def test_keys_of_another_system_find_their_record_again(run, manager):
    fields = {"Id": "external:legacy", "Subject": "name"}
    run("Id,Subject\nX1,First name\n", fields)

    _one, counts = run("Id,Subject\nX1,Second name\n", fields, key="external:legacy")

    assert counts["updated"] == 1
    assert [found.name for found in records.find(activity, manager)] == ["Second name"]


def test_a_key_that_is_too_long_is_no_other_ones_key(run, manager):
    fields = {"Id": "external:legacy", "Subject": "name"}
    one, counts = run(f"Id,Subject\n{'7' * 121},First\n{'7' * 122},Second\n{'7' * 120},Third\n", fields, key="external:legacy")

    assert counts == {"created": 1, "failed": 2}
    assert "at most 120 characters" in results.failures(one)[0].reason


@pytest.mark.parametrize("text", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_a_moment_at_the_edge_of_the_calendar_fails_its_row_only_and_names_its_field(run, text):
    one, counts = run(f"Subject,Start\nEdge,{text}\nOld,1899-12-31 10:00\n")

    assert counts == {"created": 1, "failed": 1}
    assert results.failures(one)[0].reason.startswith("Start")


def test_whoever_may_not_import_is_refused(run, user):
    with pytest.raises(Forbidden):
        run(THREE, by=user("read_only"))


def test_an_import_gives_nobody_rights_they_lack(run, user):
    with pytest.raises(Invalid, match="there is no field"):
        run("Subject,Times\nCall,5\n", {"Subject": "name", "Times": "moved_count"})


def test_a_file_with_too_many_rows_is_refused(run, user):
    from core import settings

    settings.put("imports.most_rows", 2, user("administrator"))
    with pytest.raises(Refusal, match="at most 2"):
        run(THREE)


def test_an_over_long_value_fails_its_row_only(run):
    one, counts = run(f"Subject,Kind\n{'x' * 300},call\nShort,call\n")

    assert (counts["created"], counts["failed"]) == (1, 1)
    assert "at most 200 characters" in results.failures(one)[0].reason


def gone_back(one, user, progress=None):
    """Taken back: how many records are deleted, how many changed back, how many rows stay."""
    taking_back.begin(one)
    done = taking_back.perform(one, user, progress)
    return done.deleted, done.changed_back, done.left


def test_taking_an_import_back_leaves_what_was_changed_since(run, manager):
    one, _counts = run("Subject,Kind\nOne,call\nTwo,call\n")
    kept = records.first(activity, manager, where={"name": "Two"})
    records.update(kept, manager, body="Worked on")

    assert gone_back(one, manager) == (1, 0, 1)
    assert [found.name for found in records.find(activity, manager)] == ["Two"]


def test_taking_an_import_back_gives_what_it_changed_its_former_values(run, manager):
    """Also where two rows changed one record, and where a row made it that another changed; what somebody has changed since stays."""
    run("Subject,Kind,Due,body\nOne,call,2026-12-01,a\nTwo,call,2026-12-01,b\n")
    one, counts = run("Subject,Due,body\nOne,2026-12-05,\nOne,2026-12-06,c\nTwo,2026-12-07,\nNew,2026-12-08,d\nNew,2026-12-09,\n", key="name", lenient=True)
    records.update(records.first(activity, manager, where={"name": "Two"}), manager, body="Worked on")

    assert counts == {"updated": 4, "created": 1}
    assert gone_back(one, manager) == (1, 3, 1)
    assert {found.name: (found.due_on.day, found.body) for found in records.find(activity, manager)} == {"One": (1, "a"), "Two": (7, "Worked on")}


def test_taking_back_goes_on_where_it_was_stopped_also_in_the_middle_of_a_record(run, manager, monkeypatch):
    """Each row of the second file changes the same record; a batch is one row, and each begins anew."""
    monkeypatch.setattr(taking_back, "BATCH", 1)
    run("Subject,Kind,body\nOne,call,a\n")
    one, _counts = run("Subject,body\nOne,b\nOne,c\nOne,d\nTwo,e\n", key="name", lenient=True)

    assert gone_back(one, manager, lambda done, of: background.stop(one) if (done, of) == (2, 4) else None) == (1, 1, 0)
    assert one.status == "partly"
    assert [found.body for found in records.find(activity, manager)] == ["c"]
    with pytest.raises(Refusal, match="is finished"):
        perform(one, manager)

    assert gone_back(one, manager) == (1, 3, 0)
    assert one.status == "undone"
    assert [found.body for found in records.find(activity, manager)] == ["a"]
    with pytest.raises(Refusal, match="finished or stopped"):
        taking_back.begin(one)


def test_an_import_that_is_stopped_ends_after_its_batch_and_can_be_gone_on_with_or_taken_back(run, manager, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    text = "Subject,Kind\n" + "".join(f"Call {number},call\n" for number in range(7))
    one = prepare(activity, "rows.csv", text.encode(), manager)

    done = perform(one, manager, progress=lambda number, _total: background.stop(one) if number == 4 else None)
    assert (done["created"], one.status) == (4, "stopped")
    with pytest.raises(Refusal, match="not under way"):
        background.stop(one)
    assert repetition.taken_before(prepare(activity, "again.csv", text.encode(), manager)).id == one.id

    assert perform(one, manager)["created"] == 7
    assert gone_back(one, manager) == (7, 0, 0)


def test_a_dry_run_that_is_stopped_can_be_begun_anew(run, manager, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    one = prepare(activity, "rows.csv", THREE.encode(), manager)

    perform(one, manager, trial=True, progress=lambda number, _total: background.stop(one) if number == 2 else None)
    assert one.status == "draft"
    assert perform(one, manager, trial=True) == {"created": 2, "failed": 1}


def test_a_mapping_is_kept_by_name(run, manager):
    one, _counts = run("Title,Kind\nCall,call\n", {"Title": "name", "Kind": "kind"})
    mapping.keep(activity, "Old system", mapping.load(one.plan), manager)

    assert mapping.kept(activity) == ["Old system"]
    assert {column.column: column.field for column in mapping.recall(activity, "Old system").columns} == {"Title": "name", "Kind": "kind"}


def test_other_names_of_values_are_translated(run, manager):
    plan = {"columns": [{"column": "Subject", "field": "name"}, {"column": "Kind", "field": "kind", "values": {"Ring": "call"}}]}

    _one, counts = run("Subject,Kind\nCall,Ring\n", **plan)

    assert counts["created"] == 1


def test_every_row_is_noted_with_its_record(run):
    one, _counts = run(THREE)

    noted = db.session.execute(sa.select(ImportRow).where(ImportRow.import_id == one.id).order_by(ImportRow.number)).scalars().all()
    assert [(row.number, row.line) for row in noted] == [(1, 2), (2, 3), (3, 4)]
    assert noted[0].record_id is not None


def test_words_that_mean_nothing_are_empty_cells(run, manager):
    run("Subject,Kind,Body\nCall,call,Select\n", {"Subject": "name", "Kind": "kind", "Body": "body"}, empty=["select", "?"])

    assert records.first(activity, manager).body is None


def test_a_field_that_no_column_holds_is_put_together(run, manager):
    run("Number,Kind\n17,call\n", {"Kind": "kind"}, fills={"name": "Call {Number}", "body": "from the old system"})

    made = records.first(activity, manager)
    assert (made.name, made.body) == ("Call 17", "from the old system")


def test_what_fills_a_field_must_be_there(run):
    with pytest.raises(Invalid, match="names the column “Price”"):
        run("Number,Kind\n17,call\n", {"Kind": "kind"}, fills={"name": "Call {Price}"})


def test_a_key_whose_record_was_deleted_passes_to_the_new_one(run, manager):
    fields = {"Id": "external:old", "Subject": "name", "Kind": "kind"}
    first, _counts = run("Id,Subject,Kind\n7,Call,call\n", fields, key="external:old")
    gone_back(first, manager)

    _second, counts = run("Id,Subject,Kind\n7,Call,call\n", fields, key="external:old")
    assert counts["created"] == 1


def test_the_file_of_an_old_import_is_dropped_and_the_page_says_so(run, manager, login, at):
    with at("2026-01-01 10:00"):
        one, _counts = run("Subject,Kind\nCall,call\nNone,flight\n")
    contents.forget_old(manager)

    assert results.counts(one)["created"] == 1
    page = login("dealer_manager").get(f"/imports/{one.id}/bad-rows.csv")
    assert page.status_code == 422 and "no longer kept" in page.text
