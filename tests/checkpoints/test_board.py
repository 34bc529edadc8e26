"""What the board shows: its views, counts, search and order, and what heads and contractors see of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoints.ledger import board
from checkpoints.ledger.board import Filter, Sieve
from checkpoints.work import findings
from checkpoints.work.deputies import DeputyNamed
from checkpoints.work.findings import Draft
from checkpoints.work.findings.facts import (
    FindingAccepted,
    FindingAcknowledged,
    FindingAssigned,
    FindingBlocked,
    FindingClosed,
    FindingExtensionAsked,
    FindingFlagged,
    FindingRectified,
    FindingRefused,
    FindingVerified,
    FindingVoided,
)
from checkpoints.work.people import PersonAdded
from checkpoints.work.promises.facts import PromiseMade
from tests.support.ground import Desk, at


@pytest.fixture
def desk() -> Desk:
    made = Desk(now=at(9)).open()
    for person, role, department, zh in (
        ("b-head", "dept_head", "engineering", "孙主管"),
        ("b-firm", "contractor", "cleaning", "吴师傅"),
        ("b-eng", "engineer", "engineering", "钱工"),
    ):
        made.record("zhao", [PersonAdded(person=person, zh=zh, en=person, role=role, department=department)])
    return made


def found(desk, words="地面积水", department="cleaning", **more) -> str:
    draft = Draft(
        **{"checkpoint": "CP-01", "severity": "S3", "category": "cleaning", "due_h": 8, **more},
        words=words,
        department=department,
    )
    made = findings.raise_finding(desk.ledger, draft, "wang", desk.now())
    desk.record("wang", made)
    return made[0].finding


def assigned(desk, department="engineering", person="b-eng", **more) -> str:
    finding = found(desk, department=department, **more)
    order = FindingAssigned(
        finding=finding,
        notice="N/1",
        department=department,
        head="b-head",
        plan="换密封件",
        person=person,
        due=desk.wall + timedelta(hours=4),
    )
    desk.record("zhao", [order])
    return finding


def rectified(desk, **more) -> str:
    finding = assigned(desk)
    desk.record("b-eng", [FindingAccepted(finding=finding)])
    desk.record("b-eng", [FindingRectified(finding=finding, result="done", fixer="b-eng", **more)])
    return finding


def closed(desk, **more) -> str:
    finding = rectified(desk, **more)
    desk.record("wang", [FindingVerified(finding=finding, passed=True)])
    desk.record("zhao", [FindingClosed(finding=finding)])
    return finding


def shown(desk, view="open", by="zhao", sort="due", *, reverse=False, **more) -> list[str]:
    return board.select(desk.ledger, Filter(view=view, **more), sort, reverse, desk.wall, by)


def test_each_view_shows_its_own_and_the_counts_say_how_many(desk):
    new = found(desk)
    waits = assigned(desk)
    done = rectified(desk)
    over = closed(desk)
    refused = assigned(desk)
    desk.record("b-head", [FindingRefused(finding=refused, reason="not ours")])
    asks = assigned(desk)
    desk.record("b-head", [FindingExtensionAsked(finding=asks, reason="parts", due=at(9, day=9))])
    stuck = assigned(desk)
    desk.record("b-head", [FindingAccepted(finding=stuck)])
    desk.record(
        "b-head", [FindingBlocked(finding=stuck, reason="parts", measure="fenced", review_on=at(9, day=1).date())]
    )
    desk.record("zhao", [FindingFlagged(finding=new, key=True, hard=False, reason="owner")])
    assert set(shown(desk)) == {new, waits, done, refused, asks, stuck}
    assert shown(desk, "to_verify") == [done]
    assert shown(desk, "closed") == [over]
    assert set(shown(desk, "to_assign")) == {new, refused}
    assert set(shown(desk, "unaccepted")) == {waits, asks}
    assert shown(desk, "extension") == [asks]
    assert shown(desk, "key") == [new]
    assert shown(desk, "blocked") == []
    assert len(shown(desk, "all")) == 7
    told = board.counts(desk.ledger, "zhao", desk.wall)
    assert (told.live, told.new, told.to_verify, told.to_assign, told.unaccepted) == (6, 6, 1, 2, 2)
    assert (told.overdue, told.extension, told.blocked, told.conflict) == (0, 1, 0, 0)
    desk.until(at(0, day=1))
    later = board.counts(desk.ledger, "zhao", desk.wall)
    assert (later.new, later.blocked, later.overdue) == (0, 1, 5)
    assert shown(desk, "blocked") == [stuck]
    assert len(shown(desk, "overdue")) == 5
    assert shown(desk, "new") == []


def test_an_unknown_view_shows_what_is_live(desk):
    finding = found(desk)
    assert shown(desk, "of another version") == [finding]


@pytest.mark.parametrize(
    "text",
    ["0001", "t1-0001", "Ｔ１－０００１", "点1", "p1", "cp-01", "积水", "工程", "孙主管", "钱", "3-1", "积水 钱工"],
)
def test_a_finding_is_found_by_number_place_words_person_department_and_unit(desk, text):
    finding = assigned(desk, unit="3-1-1502")
    found(desk, "墙面破损", checkpoint="CP-02")
    site_names = {"工程": "engineering"}
    assert shown(desk, text=site_names.get(text, text)) == [finding]


def test_all_words_of_a_search_have_to_fit(desk):
    assigned(desk)
    assert shown(desk, text="积水 没有的") == []


def test_a_name_in_words_of_a_contractors_man_is_found_too(desk):
    finding = assigned(desk, person="电梯公司老周")
    assert shown(desk, text="老周") == [finding]


def test_typing_on_and_taking_back_shows_what_a_new_search_would(desk):
    first, second = found(desk, "地面积水 lobby"), found(desk, "墙面 loose tile")
    sieve = Sieve()

    def typed(text):
        return sieve.select(desk.ledger, Filter(text=text), "number", desk.wall, "zhao")

    assert [typed(t) for t in ("", "l", "lo", "lob", "lo", "loo", "")] == [
        [first, second],
        [first, second],
        [first, second],
        [first],
        [first, second],
        [second],
        [first, second],
    ]
    third = found(desk, "lower step broken")
    assert typed("lo") == [first, second, third]


def test_the_most_overdue_stands_first_and_the_newest_closed_last_of_all_on_top(desk):
    late, soon, done = found(desk, due_h=1), found(desk, due_h=30), rectified(desk)
    old = closed(desk)
    desk.wait(120)
    new = closed(desk)
    assert shown(desk, "all")[:2] == [late, soon]
    assert shown(desk, "all")[2:] == [done, new, old]
    assert shown(desk, "all", reverse=True)[0] == old


@pytest.mark.parametrize("sort", board.SORTS)
def test_every_order_shows_the_same_findings_and_turns_round(desk, sort):
    found(desk), assigned(desk, severity="S2"), closed(desk), found(desk, checkpoint="CP-06")
    forth, back = shown(desk, "all", sort=sort), shown(desk, "all", sort=sort, reverse=True)
    assert forth == back[::-1]
    assert len(forth) == 4
    if sort == "severity":
        assert desk.ledger.findings.brief(forth[0]).severity == "S2"
    if sort == "place":
        assert desk.ledger.findings.brief(forth[-1]).checkpoint == "CP-06"
    if sort == "person":
        assert desk.ledger.findings.brief(forth[0]).person == "b-eng"


def test_department_place_category_person_group_and_ids_narrow_what_is_shown(desk):
    first = assigned(desk)
    second = found(desk, checkpoint="CP-02", category="other", check="LOB-1")
    assert shown(desk, department="engineering") == [first]
    assert shown(desk, place="CP-02") == [second]
    assert shown(desk, category="other") == [second]
    assert shown(desk, person="b-eng") == [first]
    assert shown(desk, group="a") == [second]
    assert shown(desk, ids=(second, "gone"), view="closed") == [second]


def test_D3_11_heads_and_contractors_see_their_own_departments_findings_only(desk):
    ours, theirs, named = assigned(desk), found(desk), assigned(desk, "service", "b-firm")
    assert set(shown(desk, by="b-head")) == {ours, named}  # the head of both notices
    assert set(shown(desk, by="b-firm")) == {theirs, named}
    assert board.counts(desk.ledger, "b-firm", desk.wall).live == 2
    assert len(shown(desk, by="b-eng")) == 3
    assert shown(desk, "mine", by="b-eng") == [ours]
    assert set(shown(desk, "mine", by="b-head")) == {ours, named}
    assert shown(desk, by="b-head", ids=(theirs,)) == []
    assert shown(desk, by="nobody") == []


def test_rules_11_11_a_head_who_stands_in_for_the_supervisor_sees_everything_meanwhile(desk):
    other = found(desk)
    stand = DeputyNamed(person="zhao", deputy="b-head", start=desk.wall.date(), end=desk.wall.date())
    desk.record("zhao", [stand])
    assert shown(desk, by="b-head") == [other]
    assert shown(desk, "mine", by="b-head") == []


def test_rules_11_16_closings_on_the_last_day_of_a_month_without_a_photo_are_listed(desk):
    early = closed(desk)
    desk.until(at(9, day=7))  # Monday 30 November
    late = closed(desk)
    shot = closed(desk, photos=("e" * 64,))
    assert shown(desk, "month_end") == [late]
    assert {early, shot} <= set(shown(desk, "closed"))


def test_two_versions_are_listed_even_where_one_of_them_is_closed(desk):
    finding = rectified(desk)
    desk.record("wang", [FindingVerified(finding=finding, passed=True)])
    other = Desk("t2", desk.wall)
    other.hear(desk.events)
    desk.record("zhao", [FindingClosed(finding=finding)])
    other.wait(1)
    other.record("chen", [FindingVoided(finding=finding, why="no_fault", reason="dry")])
    desk.hear(other.events)
    assert finding not in desk.ledger.findings.live
    assert shown(desk, "conflict") == [finding]
    assert board.counts(desk.ledger, "zhao", desk.wall).conflict == 1


def test_rules_3_what_nobody_has_taken_note_of_is_on_the_list_of_the_escalated(desk):
    quiet, late = found(desk, due_h=30), found(desk, due_h=1, checkpoint="CP-02")
    desk.wait(120)
    assert shown(desk, "escalated") == [late]
    desk.record("zhao", [FindingAcknowledged(finding=late, step="overdue")])
    assert shown(desk, "escalated") == []
    assert shown(desk) == [late, quiet]


def test_rules_6_the_third_of_a_kind_in_a_month_is_key(desk):
    for _ in range(2):
        closed(desk)
        desk.wait(1)
    third = found(desk)
    assert shown(desk, "key") == [third]


def test_D3_14_promises_due_within_two_hours_and_overdue_are_counted(desk):
    made = {"matter": "leak", "unit": "3-1-1502", "contact": "Ms Hu", "kind_of": "complaint", "first_asked": "wang"}
    for n, hours in enumerate((1, 5, 30)):
        due = desk.wall + timedelta(hours=hours)
        fact = PromiseMade(
            promise=f"p{n}", number=f"T1-P{n}", follower="wang", first_reply_by=due, final_by=due, **made
        )
        desk.record("wang", [fact])
    told = board.counts(desk.ledger, "zhao", desk.wall)
    assert (told.promises_soon, told.promises_late) == (1, 0)
    desk.wait(4 * 60)
    told = board.counts(desk.ledger, "zhao", desk.wall)
    assert (told.promises_soon, told.promises_late) == (1, 1)
    assert board.counts(desk.ledger, "b-head", desk.wall).promises_late == 0


def test_a_row_says_how_people_call_the_finding(desk):
    finding = found(desk)
    known = board.row(desk.ledger, finding)
    assert (known.called, known.line.words) == ("T1-0001", "地面积水")
