"""Which walls are owed a label, and what closes the debt."""

from __future__ import annotations

import dataclasses

import pytest

from checkpoints.ledger.ledger import Ledger
from checkpoints.work import labels, printing, sites
from checkpoints.work.labels import LabelRetired, ReprintOrdered
from tests.support.ground import KEY, Desk, refusal


@pytest.fixture
def desk() -> Desk:
    return Desk().open()


def standing(desk: Desk, place: str) -> str:
    return printing.standing(desk.ledger.labels.registers.get(place))


def put_on_a_sheet(desk: Desk, place: str, issue: int = 1, *, outdoor: bool = False, by: str = "zhao") -> None:
    facts = printing.made(desk.ledger, [(place, issue)], by, desk.now(), outdoor=outdoor)
    desk.record(by, facts)


def order(desk: Desk, place: str) -> None:
    desk.record("wang", [ReprintOrdered(checkpoint=place, round="r", reason="torn")])


def test_a_label_is_owed_until_it_was_on_a_sheet(desk: Desk):
    assert standing(desk, "CP-01") == "unprinted"
    put_on_a_sheet(desk, "CP-01", outdoor=True)
    assert standing(desk, "CP-01") == "printed"
    printed = desk.ledger.labels.registers["CP-01"].printed[1]
    assert (printed.at, printed.outdoor) == (desk.wall, True)


def test_a_sheet_closes_a_reprint_order_and_the_next_order_opens_it_again(desk: Desk):
    put_on_a_sheet(desk, "CP-01")
    order(desk, "CP-01")
    assert standing(desk, "CP-01") == "reprint"
    put_on_a_sheet(desk, "CP-01")
    assert standing(desk, "CP-01") == "printed"
    order(desk, "CP-01")
    assert standing(desk, "CP-01") == "reprint"


def test_a_new_issue_is_owed_although_the_old_one_was_printed(desk: Desk):
    put_on_a_sheet(desk, "CP-01")
    desk.record("zhao", printing.reissue(desk.ledger, ["CP-01"], KEY, "", "zhao", desk.now()))
    assert standing(desk, "CP-01") == "unprinted"


def test_with_no_label_in_force_none_is_owed_but_one_must_be_issued(desk: Desk):
    desk.record("zhao", [LabelRetired(checkpoint="CP-01", issue=1, why="lost")])
    assert standing(desk, "CP-01") == "none"
    assert printing.is_owed(desk.ledger, "CP-01")
    missing = printing.issue_missing(desk.ledger, ["CP-01", "CP-02"], KEY, "zhao", desk.now())
    assert [(f.checkpoint, f.issue) for f in missing] == [("CP-01", 2)]


def test_what_was_printed_is_known_in_whatever_order_the_facts_come(desk: Desk):
    put_on_a_sheet(desk, "CP-01")
    order(desk, "CP-01")
    backwards = Ledger()
    for event in reversed(desk.events):
        backwards.apply([event])
    assert backwards.labels.registers["CP-01"] == desk.ledger.labels.registers["CP-01"]


def test_the_old_label_is_retired_with_the_reason_given(desk: Desk):
    desk.record(
        "zhao", printing.reissue(desk.ledger, ["CP-01", "CP-02"], KEY, " photo went round ", "zhao", desk.now())
    )
    register = desk.ledger.labels.registers["CP-01"]
    assert (register.labels[1].retired, register.current.issue) == ("photo went round", 2)
    assert labels.read(desk.ledger, desk.code("CP-02", 1)).status == "retired"
    assert labels.read(desk.ledger, desk.code("CP-02", 2)).status == "active"


def test_one_that_cannot_be_issued_issues_none(desk: Desk):
    assert refusal(printing.reissue, desk.ledger, ["CP-01", "CP-99"], KEY, "", "zhao", desk.now()) == "label.no_place"


def test_only_those_with_the_right_issue_and_the_command_line_of_the_office(desk: Desk):
    for act in (
        lambda by: printing.reissue(desk.ledger, ["CP-01"], KEY, "", by, desk.now()),
        lambda by: printing.issue_missing(desk.ledger, ["CP-01"], KEY, by, desk.now()),
        lambda by: printing.made(desk.ledger, [("CP-01", 1)], by, desk.now(), outdoor=False),
    ):
        assert refusal(act, "wang") == "label.not_allowed"
        act("zhao")
        act("-")


def test_a_sheet_that_was_overtaken_by_a_new_issue_is_not_recorded(desk: Desk):
    desk.record("zhao", printing.reissue(desk.ledger, ["CP-01"], KEY, "", "zhao", desk.now()))
    sheet = [("CP-02", 1), ("CP-01", 1)]
    assert refusal(lambda: printing.made(desk.ledger, sheet, "zhao", desk.now(), outdoor=False)) == "label.overtaken"


def test_the_choice_is_by_zone_by_place_and_by_what_is_owed(desk: Desk):
    site = desk.ledger.site
    everything = [c.id for c in site.active]
    assert [c.id for c in printing.chosen(desk.ledger)] == everything
    zone = site.active[0].zone
    assert [c.id for c in printing.chosen(desk.ledger, zone)] == [c.id for c in site.active if c.zone == zone]
    assert [c.id for c in printing.chosen(desk.ledger, "", ["CP-02"])] == ["CP-02"]
    for place in everything:
        put_on_a_sheet(desk, place)
    order(desk, "CP-03")
    assert [c.id for c in printing.chosen(desk.ledger, owed=True)] == ["CP-03"]


def test_a_choice_of_nothing_says_why(desk: Desk):
    assert refusal(printing.chosen, desk.ledger, "Z99") == "label.no_zone"
    assert refusal(printing.chosen, desk.ledger, "", ["CP-99"]) == "label.no_place"
    put_on_a_sheet(desk, "CP-01")
    assert refusal(lambda: printing.chosen(desk.ledger, "", ["CP-01"], owed=True)) == "label.none_owed"


def test_a_place_out_of_use_is_not_printed(desk: Desk):
    site = desk.ledger.site
    gone = tuple(dataclasses.replace(c, retired=c.id == "CP-01") for c in site.checkpoints)
    desk.record("zhao", sites.load(desk.ledger, dataclasses.replace(site, checkpoints=gone)))
    assert "CP-01" not in [c.id for c in printing.chosen(desk.ledger)]
    assert refusal(printing.chosen, desk.ledger, "", ["CP-01"]) == "label.no_place"
