"""Leaving: nobody goes while findings, promises or rounds wait with them; all that can be handed on moves at once."""

from __future__ import annotations

from datetime import date

import pytest

from checkpoints.work import leaving, people
from checkpoints.work.findings import raising
from checkpoints.work.findings.facts import FindingAccepted, FindingAssigned, FindingBegun
from checkpoints.work.findings.raising import Draft
from checkpoints.work.leaving import Owed
from checkpoints.work.promises.facts import PromiseMade
from checkpoints.work.tasks import task_of
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import Desk, Walk, at, refusal


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def leave(desk: Desk, person: str) -> None:
    known = desk.ledger.people[person]
    gone = people.PersonAdded(
        person=person, zh=known.zh, en=known.en, role=known.role, department=known.department, active=False
    )
    desk.record("zhao", people.add(desk.ledger, gone, "zhao"))


def assigned(desk: Desk, person="qian", head="sun") -> str:
    draft = Draft(
        checkpoint="CP-06", words="pump leaks", severity="S2", department="engineering", category="other", due_h=24
    )
    finding = desk.record("wang", raising.raise_finding(desk.ledger, draft, "wang", desk.now()))[0].body.finding
    due = desk.ledger.findings.all[finding].due
    assert due is not None
    number = desk.ledger.findings.called(finding)
    notice = FindingAssigned(
        finding=finding,
        notice=f"{number}/1",
        department="engineering",
        head=head,
        plan="new seal",
        person=person,
        due=due,
        assists=("cleaning",),
    )
    desk.record("zhao", [notice])
    return finding


def promised(desk: Desk, first="wang", follower="wang") -> str:
    promise = desk.new_id()
    made = PromiseMade(
        promise=promise,
        number=f"T1-P{len(desk.ledger.promises.all) + 1}",
        matter="tap drips",
        unit="3-1-1502",
        contact="Ms Wang",
        kind_of="complaint",
        first_asked=first,
        follower=follower,
        first_reply_by=at(11),
        final_by=at(9, day=1),
    )
    desk.record(first, [made])
    return promise


def move(desk: Desk, person: str, to: str, by: str = "zhao"):
    return desk.record(by, leaving.move_all(desk.ledger, person, to, by, desk.now(), "leaves"))


def test_rules_11_12_what_somebody_owes_is_counted_and_keeps_them(desk):
    finding, promise, offer = assigned(desk, "wang"), promised(desk), promised(desk, "li", "wang")
    walk = Walk(desk)
    assert leaving.owed(desk.ledger, "wang") == Owed((finding,), (promise,), (offer,), (walk.id,))
    with pytest.raises(people.Refused) as refused:
        leave(desk, "wang")
    assert (refused.value.code, refused.value.params) == (
        "person.owes",
        {"findings": 1, "promises": 2, "tasks": 0, "rounds": 1, "keys": 0},
    )
    assert not leaving.owed(desk.ledger, "qian")
    leave(desk, "qian")


def test_rules_11_12_everything_moves_in_one_decision_and_then_the_person_may_go(desk):
    finding, promise, offer = assigned(desk), promised(desk, "qian", "qian"), promised(desk, "li", "qian")
    desk.record("sun", [FindingAccepted(finding=finding)])
    desk.record("qian", [FindingBegun(finding=finding)])
    before = desk.ledger.findings.all[finding].due
    move(desk, "qian", "li")
    known = desk.ledger.findings.all[finding]
    order = known.progress.order
    assert order is not None
    assert (order.fact.person, order.fact.head, order.fact.plan, order.fact.assists) == (
        "li",
        "sun",
        "new seal",
        ("cleaning",),
    )
    assert (order.fact.notice, known.due, known.state) == ("T1-0001/2", before, "assigned")
    assert not known.conflict
    assert [desk.ledger.promises.all[p].follower for p in (promise, offer)] == ["li", "li"]
    assert [desk.ledger.promises.all[p].made.first_asked for p in (promise, offer)] == ["qian", "li"]
    assert not leaving.owed(desk.ledger, "qian")
    leave(desk, "qian")
    assert desk.ledger.people.name("qian", "en") == "qian"


def test_rules_11_12_a_head_who_leaves_is_no_head_of_the_new_notice(desk):
    finding = assigned(desk, person="sun", head="sun")
    move(desk, "sun", "qian")
    order = desk.ledger.findings.all[finding].progress.order
    assert order is not None
    assert (order.fact.person, order.fact.head) == ("qian", "")


def test_rules_11_12_a_round_under_way_is_finished_and_never_handed_on(desk):
    walk = Walk(desk)
    assert refusal(move, desk, "wang", "li") == "leaving.nothing"
    assert refusal(leave, desk, "wang") == "person.owes"
    walk.scan("CP-01", after=1).finish()
    leave(desk, "wang")


@pytest.mark.parametrize(
    ("to", "by", "code"),
    [
        ("li", "wang", "leaving.not_allowed"),
        ("qian", "zhao", "leaving.to"),
        ("nobody", "zhao", "leaving.to"),
        ("wu", "zhao", ""),
    ],
)
def test_rules_11_12_a_lead_gives_it_to_somebody_who_stays(desk, to, by, code):
    assigned(desk)
    if code:
        assert refusal(move, desk, "qian", to, by) == code
    else:
        assert move(desk, "qian", to, by)


def test_rules_11_12_somebody_who_left_can_still_be_corrected(desk):
    leave(desk, "qian")
    assigned(desk)  # another device had not heard yet
    name = people.PersonAdded(
        person="qian", zh="钱", en="Qian", role="engineer", department="engineering", active=False
    )
    desk.record("zhao", people.add(desk.ledger, name, "zhao"))
    assert desk.ledger.people.name("qian", "en") == "Qian"


def test_rules_11_12_tasks_go_over_with_the_rest_and_keep_their_day():
    desk = office()
    task = {"what": "更换西门岗亭灯管", "person": "qian", "due": "2026-11-24", "source": "own"}
    given = sealed(fill(desk, "task", "given", task))
    assert leaving.owed(desk.ledger, "qian") == Owed(tasks=(given,))
    assert refusal(leave, desk, "qian") == "person.owes"
    move(desk, "qian", "sun")
    known = task_of(desk.ledger, desk.ledger.records.all[given])
    assert (known.person, known.due, known.moves) == ("sun", date(2026, 11, 24), 1)
    leave(desk, "qian")
