"""Contractors: several score, reasons and evidence, up to the manager, and after the review nothing moves (M2)."""

from __future__ import annotations

import pytest

from checkpoints.fact import Refused
from checkpoints.work import assessments
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from tests.support.cases import Case
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import at, refusal

MONTH = "2026-11"


@pytest.fixture
def desk():
    return office(at(17))


def line(**more):
    return {
        "item": "cleaning-2",
        "points": 2,
        "fact": "11月3日西门",
        "reason": "每处不合格",
        "photos": ["a" * 64],
    } | more


def score(desk, by="zhao", lines=(), **more):
    values = {"due": 10, "present": 9, "lines": list(lines)} | more
    return fill(desk, "assessment", "score", values, by, about="clean-co", signed={"signature": by})


def test_several_score_and_the_average_counts_M2_1(desk):
    record = sealed(score(desk, lines=[line(points=10)]))
    score(desk, "li", lines=[line(points=5)])
    known = assessments.outcome(desk.ledger, desk.ledger.records.all[record])
    assert [s.left for s in known.scores] == [90, 95]
    assert (known.proposed, known.left) == (7.5, 92.5)
    assert assessments.grade_of(desk.ledger, known.left).zh == "良"
    with pytest.raises(Refused) as no:
        score(desk)
    assert no.value.code == "assessment.scored"


def test_no_item_costs_more_than_it_weighs_M2_2(desk):
    record = sealed(score(desk, lines=[line(points=20), line(points=20)]))
    assert assessments.outcome(desk.ledger, desk.ledger.records.all[record]).left == 70


def test_every_deduction_has_reason_fact_and_evidence_M2_2(desk):
    for field in ("reason", "fact", "item", "points"):
        with pytest.raises(Refused) as no:
            score(desk, lines=[line(**{field: ""})])
        assert no.value.code == "record.missing"
    with pytest.raises(Refused) as no:
        score(desk, lines=[line(photos=[])])
    assert no.value.code == "assessment.evidence"
    with pytest.raises(Refused) as no:
        score(desk, lines=[line(item="order-1")])
    assert no.value.code == "assessment.item"


def cleaning(desk, place, **more):
    """A finding that the cleaners answer for."""
    draft = Case(desk, checkpoint=place, department="cleaning", category="cleaning", words="地面有积水污渍", **more)
    return draft.id


def test_the_month_s_findings_are_offered_as_evidence_M2_2(desk):
    places = [c.id for c in desk.ledger.site.active[:2]]
    one, two = (cleaning(desk, place) for place in places)
    other = Case(desk, checkpoint=places[0], department="engineering", category="equipment").id
    ask = deciding.ask_for(desk.ledger, Target("assessment", about="clean-co"), "score", "zhao", desk.now())
    offered = {row["evidence"]: row for row in assessments.lines_from_findings(ask)}
    assert set(offered) == {one, two}
    assert other not in offered
    assert [row["points"] for row in offered.values()] == ["1", "1"]
    score(desk, lines=list(offered.values()))


def test_what_was_not_put_right_in_time_and_what_comes_again_costs_more_M2_2(desk):
    place = desk.ledger.site.active[0].id
    late = cleaning(desk, place, due_h=1)
    desk.wait(minutes=120)
    ask = deciding.ask_for(desk.ledger, Target("assessment", about="clean-co"), "score", "zhao", desk.now())
    (row,) = assessments.lines_from_findings(ask)
    assert row["evidence"] == late
    assert float(row["points"]) == 3


def test_only_items_of_the_contractor_s_own_scheme_are_offered(desk):
    ask = deciding.ask_for(desk.ledger, Target("assessment", about="clean-co"), "score", "zhao", desk.now())
    assert [value.split("-")[0] for value in deciding.offer(ask)["lines.item"]] == ["cleaning"] * 6


def test_deductions_go_to_the_manager_who_agrees_or_changes_with_a_reason_M2_3(desk):
    record = sealed(score(desk, lines=[line(points=10)]))
    fill(desk, "assessment", "statement", {"answer": "confirmed", "person": "马师傅"}, about="clean-co")
    ask = deciding.ask_for(desk.ledger, Target("assessment", about="clean-co"), "submitted", "zhao", desk.now())
    draft = deciding.draft(ask)
    assert "平均扣 10 分" in draft["words"]
    fill(desk, "assessment", "submitted", draft, about="clean-co")
    changed = {"outcome": "changed", "points": 6}
    with pytest.raises(Refused) as no:
        fill(desk, "assessment", "review", changed, "chen", about="clean-co", signed={"signature": "chen"})
    assert no.value.code == "record.missing"
    review = changed | {"reason": "暴雨当天"}
    assert refusal(fill, desk, "assessment", "review", review, about="clean-co") == "record.not_yours"
    fill(desk, "assessment", "review", review, "chen", about="clean-co", signed={"signature": "chen"})
    assert assessments.deductions_of(desk.ledger, "clean-co", MONTH) == 6
    assert record not in desk.ledger.records.live


def test_after_the_review_nothing_moves_M2_3(desk):
    record = sealed(score(desk, lines=[line(points=10)]))
    fill(desk, "assessment", "statement", {"answer": "silent", "person": "马师傅"}, about="clean-co")
    fill(desk, "assessment", "submitted", {"words": "如上"}, about="clean-co")
    fill(desk, "assessment", "review", {"outcome": "agreed"}, "chen", about="clean-co", signed={"signature": "chen"})
    with pytest.raises(Refused) as no:
        score(desk, "li")
    assert no.value.code == "assessment.frozen"
    entry = desk.ledger.records.all[record].entries[0].id
    with pytest.raises(Refused) as no:
        deciding.correct(desk.ledger, record, entry, {"present": 8}, "数错了人", "zhao", desk.now())
    assert no.value.code == "assessment.frozen"


def test_the_default_schemes_make_a_hundred_points_each(desk):
    for scheme in desk.ledger.site.schemes:
        assert sum(i.weight for i in scheme.items) == 100
