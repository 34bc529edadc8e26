"""A half-filled step follows what is known, and loses no answer over it."""

from __future__ import annotations

from checkpoints.site.catalogue import default_site
from tui.filling.half import Half


def half(step="given", **drafted):
    fields = default_site().form_of["handover"].step(step).fields
    return Half(fields, drafted)


def counted(half):
    return [(row["row"], row.get("count")) for row in half.values["counted"]]


def test_another_post_brings_its_own_things_to_count():
    gate = [{"row": "stock:main_gate.radio", "due": 2}]
    lobby = [{"row": "stock:lobby.radio", "due": 4}, {"row": "stock:lobby.seal", "due": 1}]
    form = half(counted=gate, cash_post="no")
    form.put(("counted", 0, "count"), "2")
    form.follow({"counted": lobby, "cash_post": "yes"})
    assert counted(form) == [("stock:lobby.radio", None), ("stock:lobby.seal", None)]
    assert form.values["cash_post"] == "yes"
    form.put(("counted", 1, "count"), "1")
    form.follow({"counted": [*lobby, {"row": "stock:lobby.torch", "due": 2}]})
    assert counted(form) == [("stock:lobby.radio", None), ("stock:lobby.seal", "1"), ("stock:lobby.torch", None)]


def test_what_somebody_chose_stays_when_the_draft_becomes_another():
    form = half(cash_post="no", orders="无")
    form.put(("orders",), "明日停水")
    form.follow({"cash_post": "yes", "orders": "无"})
    assert (form.values["cash_post"], form.values["orders"]) == ("yes", "明日停水")


def test_lines_about_something_come_and_go_with_it_and_lines_of_ones_own_stay():
    lift, pipe = ({"row": f"finding:{n}", "what": n, "person": ""} for n in ("lift", "pipe"))
    form = half(items=[lift])
    form.put(("items", 0, "person"), "p-wang")
    form.add(form.field(("items",)))
    form.put(("items", 1, "what"), "快递柜")
    assert (form.about(("items", 0)), form.about(("items", 1))) == ("finding:lift", "")
    form.follow({"items": [pipe, lift]})
    assert [(row["what"], row.get("person")) for row in form.values["items"]] == [
        ("pipe", ""),
        ("lift", "p-wang"),
        ("快递柜", None),
    ]
    form.follow({"items": []})
    assert [row["what"] for row in form.values["items"]] == ["快递柜"]


def test_items_that_were_corrected_are_taken_as_they_are_now():
    old, new = ({"row": f"text:{n}"} for n in ("1. 门禁卡", "2. 快递柜"))
    form = half("taken", items=[old])
    form.put(("items", 0, "state"), "taken")
    form.follow({"items": [old, new]})
    assert [row.get("state") for row in form.values["items"]] == ["taken", None]


def test_answers_to_rows_that_are_words_survive_another_language():
    form = half("taken", items=[{"row": "text:1. 门禁卡"}])
    form.put(("items", 0, "state"), "taken")
    form.follow({"items": [{"row": "text:1. Access card"}]})
    assert form.values["items"] == [{"row": "text:1. 门禁卡", "state": "taken"}]


def test_what_is_gone_through_row_by_row_is_still_to_come_as_long_as_a_row_is_empty():
    form = half("taken", items=[{"row": "text:1. 门禁卡"}], arrived="2026-11-23T17:00:00+08:00")
    todo = [column.id for column in form.missing(form.level(()), form.values)]
    assert todo == ["clean", "items", "agreed", "to"]  # no objection before anybody objects
    form.put(("items", 0, "state"), "taken")
    assert [column.id for column in form.missing(form.level(()), form.values)] == [t for t in todo if t != "items"]
    nothing = half("taken")
    assert "items" not in [column.id for column in nothing.missing(nothing.level(()), nothing.values)]
