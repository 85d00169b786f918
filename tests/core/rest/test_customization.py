"""An administrator's fields by the API: made, changed, removed, brought back; refused for everybody else."""

import pytest

URL = "/api/v1/admin/objects/account/fields"
COLOUR = {"type": "picklist", "label": {"en": "Colour", "zh_CN": "颜色"}, "values": [{"label": {"en": "Red"}}, {"label": {"en": "Blue"}}], "default": "red"}


def test_a_field_is_made_and_at_once_in_the_objects_own_addresses(admin):
    made = admin.post(URL, json=COLOUR)

    assert (made.status_code, made.json["name"]) == (201, "x_colour")
    assert [one["code"] for one in made.json["values"]] == ["red", "blue"]
    account = admin.post("/api/v1/accounts", json={"name": "Northwind Mills"}).json
    assert account["x_colour"] == "red"
    assert [one["name"] for one in admin.get(URL).json["data"]] == ["x_colour"]


def test_it_is_changed_removed_and_brought_back(admin):
    version = admin.post(URL, json=COLOUR).json["version"]
    values = [{"code": "blue", "label": {"en": "Blue"}}, {"code": "red", "label": {"en": "Red"}, "retired": True}]

    changed = admin.patch(f"{URL}/x_colour", json={"version": version, "values": values, "default": None})
    assert (changed.json["values"][1]["retired"], changed.json["default"]) == (True, None)
    assert admin.patch(f"{URL}/x_colour", json={"version": version, "listed": False}).status_code == 409
    assert admin.delete(f"{URL}/x_colour").status_code == 204
    assert "x_colour" not in admin.get("/api/v1/accounts").get_data(as_text=True)
    assert admin.post(f"{URL}/x_colour/bring-back").status_code == 204
    assert admin.get(URL).json["data"][0]["removed"] is False


def test_what_is_wrong_is_named_with_its_place(admin):
    answer = admin.post(URL, json={"type": "integer", "label": {"en": "Owner"}, "name": "reason", "options": {"minimum": "x"}, "required_in": ["form"]})

    assert answer.status_code == 422
    assert {one["field"] for one in answer.json["errors"]} == {"name", "label.en", "minimum"}
    assert admin.post(URL, json={"type": "nonsense", "label": {"en": "A"}}).status_code == 422
    assert admin.post(URL, json={"type": "text", "label": ["A"]}).status_code == 422
    assert admin.patch(f"{URL}/x_%00", json={"listed": True}).status_code == 404
    assert admin.get("/api/v1/admin/objects/no%00thing/fields").status_code == 404


@pytest.mark.parametrize(("method", "path", "body", "place"), [
    ("PUT", "layout", {"sections": [5]}, "sections.0"),
    ("PUT", "layout", {"sections": [{"key": [], "fields": "name"}]}, "sections.0.key"),
    ("PUT", "layout", {"sections": [{"colour": "red"}]}, "sections.0.colour"),
    ("PUT", "labels", {"labels": {"name": {"en": 5}}}, "labels.name.en"),
    ("PUT", "labels", {"labels": None}, "labels"),
    ("POST", "fields", {**COLOUR, "values": [{"code": []}]}, "values.0.label"),
    ("POST", "fields", {**COLOUR, "label": {"fr": "Couleur"}}, "label.fr"),
    ("POST", "fields", {**COLOUR, "rights": {"sales_manager": "often"}}, "rights.sales_manager"),
    ("POST", "fields", {**COLOUR, "rights": {"nobody": "hidden"}}, "rights"),
    ("POST", "fields", {**COLOUR, "type": "text"}, "values"),
    ("PATCH", "fields/x_colour", {"mappings": {"opportunity": {"a": 1}}}, "mappings.opportunity"),
    ("PATCH", "fields/x_colour", {"mappings": {"nothing": "x_colour"}}, "nothing"),
])  # fmt: skip
def test_what_lies_deep_in_a_body_is_refused_by_its_place(admin, method, path, body, place):
    if method == "PATCH":
        admin.post(URL, json=COLOUR)

    answer = admin.open(f"/api/v1/admin/objects/account/{path}", method=method, json=body)

    assert answer.status_code == 422, answer.json
    assert place in [one["field"] for one in answer.json["errors"]]


def test_labels_and_layout_are_set(admin):
    assert admin.put("/api/v1/admin/objects/account/labels", json={"labels": {"*": {"en": "Customers"}}}).status_code == 204
    assert "Customers" in admin.get("/accounts").get_data(as_text=True)
    assert admin.put("/api/v1/admin/objects/account/layout", json={"sections": [], "version": 0}).status_code == 422


def test_nobody_else_may(api):
    manager = api("dealer_manager")

    assert manager.get(URL).status_code == 403
    assert manager.post(URL, json=COLOUR).status_code == 403
    assert not [path for path in manager.get("/api/v1/openapi.json").json["paths"] if "/admin/" in path]
