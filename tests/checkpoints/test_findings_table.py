"""rules.md 1: the state machine of a finding as a table of what may be done where, written down here a second time.

Nothing here asks the program's own table: each state lists what its people may do, and where that leads.
"""

from __future__ import annotations

from typing import get_args

import pytest

from checkpoints.work import findings
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.acts import ACTS
from checkpoints.work.findings.table import STATES
from tests.support.cases import Case
from tests.support.ground import TEAM, Desk, at

LIVE = frozenset({"correct", "merge", "void", "flag", "refer", "chase", "cause", "note"})
ALLOWED: dict[str, frozenset[str]] = {
    "found": LIVE | {"assign", "propose", "fix"},
    "reopened": LIVE | {"assign", "propose", "fix"},
    "assigned": LIVE | {"assign", "accept", "refuse", "ask_extension", "rectify", "fix"},
    "accepted": LIVE | {"assign", "refuse", "begin", "block", "ask_extension", "rectify", "fix"},
    "in_work": LIVE | {"assign", "block", "ask_extension", "rectify", "fix"},
    "blocked": LIVE | {"assign", "block", "unblock", "ask_extension"},
    "asked": LIVE | {"assign", "refuse", "begin", "block", "rectify", "fix", "grant_extension", "refuse_extension"},
    "fixed_on_spot": LIVE | {"pass", "fail"},
    "gone": LIVE | {"pass", "fail"},
    "rectified": LIVE | {"pass", "fail"},
    "verified": LIVE | {"close"},
    "closed": frozenset({"note", "reopen"}),
    "void": frozenset({"note"}),
    "merged": frozenset({"note"}),
}
"""`blocked` and `asked` (for more time) are states of the notice, not of the table."""
OPEN = {"found", "reopened", "assigned", "accepted", "in_work", "blocked", "asked"}
CODES: dict[tuple[str, str], str] = {
    ("in_work", "unblock"): "finding.not_blocked",
    ("blocked", "rectify"): "finding.blocked",
    ("blocked", "fix"): "finding.blocked",
    ("asked", "ask_extension"): "extension.waits",
    **{
        (s, a): "extension.none"
        for s in ("assigned", "accepted", "in_work", "blocked")
        for a in ("grant_extension", "refuse_extension")
    },
    **{(s, "make_safe"): "safe.severity" for s in OPEN},
    **{(s, "settle"): "settle.none" for s in ALLOWED},
}
"""Refusals with another code than `finding.state`."""
WHO: dict[str, str] = {
    **dict.fromkeys(("assign", "correct", "merge", "chase", "flag", "reopen", "settle"), "zhao"),
    **dict.fromkeys(("accept", "refuse", "begin", "rectify", "block", "unblock", "ask_extension"), "qian"),
    **dict.fromkeys(("pass", "fail", "propose", "refer", "cause", "note", "make_safe", "fix"), "li"),
    **dict.fromkeys(("close", "void", "grant_extension", "refuse_extension"), "chen"),
}
LEADS_TO: dict[str, str] = {
    "assign": "assigned",
    "accept": "accepted",
    "refuse": "found",
    "begin": "in_work",
    "block": "in_work",
    "unblock": "in_work",
    "rectify": "rectified",
    "fix": "fixed_on_spot",
    "pass": "verified",
    "close": "closed",
    "reopen": "reopened",
    "void": "void",
    "merge": "merged",
}
"""Where an act leads from every state in which it is allowed; the others leave the state as it is."""
FAILED_TO = {"rectified": "in_work", "fixed_on_spot": "found", "gone": "found"}
OF_THE_LADDER = {"report", "acknowledge"}
"""Depend on the steps that were reached, not on the state."""


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(now=at(9)).open()


def bring(desk: Desk, state: str, **changes) -> Case:
    """A finding in a state, by the shortest way."""
    if state == "gone":
        case = Case(desk, **changes)
        desk.record("wang", findings.see_again(desk.ledger, case.id, still=False, round_id="r1", by="wang"))
    elif state == "merged":
        first = Case(desk, **changes)
        case = Case(desk, **changes).act("merge", "zhao", other=first.id)
    elif state == "blocked":
        case = Case(desk, **changes).to("in_work").act("block", "qian")
    elif state == "asked":
        case = Case(desk, **changes).to("accepted").act("ask_extension", "qian")
    else:
        case = Case(desk, **changes).to(state)
    assert case.state == {"blocked": "in_work", "asked": "accepted"}.get(state, state)
    return case


def test_rules_1_every_state_and_every_act_is_in_this_table():
    assert ALLOWED.keys() == {*STATES, "blocked", "asked"}
    assert set(ACTS) == set(get_args(ActId)) == WHO.keys() | OF_THE_LADDER
    assert frozenset().union(*ALLOWED.values()) == set(ACTS) - OF_THE_LADDER - {"settle", "make_safe"}


@pytest.mark.parametrize("state", ALLOWED)
def test_rules_1_in_this_state_these_acts_are_offered_and_all_others_say_why_not(desk, state):
    case = bring(desk, state)
    said = {act: case.why_not(act, who) for act, who in WHO.items()}
    expected = {a: "" if a in ALLOWED[state] else CODES.get((state, a), "finding.state") for a in WHO}
    assert said == expected


@pytest.mark.parametrize(("state", "act"), [(s, a) for s, acts in ALLOWED.items() for a in sorted(acts)])
def test_rules_1_an_allowed_act_leads_where_the_table_says(desk, state, act):
    older = Case(desk)
    case = bring(desk, state)
    before = case.state
    case.act(act, WHO[act], **({"other": older.id} if act == "merge" else {}))
    assert case.state == (FAILED_TO[state] if act == "fail" else LEADS_TO.get(act, before))


@pytest.mark.parametrize("state", ALLOWED)
def test_rules_2_only_what_is_open_and_an_emergency_is_made_safe(desk, state):
    case = bring(desk, state, severity="S1")
    before = case.state
    if state in OPEN:
        case.act("make_safe", "wang")
        assert (case.state, case.line.safe_at) == (before, desk.wall)
    else:
        assert case.refused("make_safe", "wang") == "finding.state"


EVERYBODY = frozenset(TEAM)
LEADERS = frozenset({"zhao", "chen"})
OURS = EVERYBODY - {"wu"}
THEIRS = frozenset({"qian", "sun"})
HEADS = OURS - {"qian"}
RIGHTS: dict[tuple[str, str], frozenset[str]] = {
    ("found", "assign"): LEADERS,
    ("found", "propose"): HEADS,
    ("found", "fix"): OURS,
    ("found", "correct"): LEADERS,
    ("found", "void"): LEADERS,
    ("found", "merge"): LEADERS,
    ("found", "flag"): LEADERS | {"wang", "li"},
    ("found", "refer"): HEADS,
    ("found", "chase"): LEADERS,
    ("found", "cause"): HEADS,
    ("found", "note"): OURS,
    ("assigned", "accept"): LEADERS | THEIRS,
    ("assigned", "refuse"): LEADERS | THEIRS,
    ("assigned", "rectify"): THEIRS,
    ("accepted", "begin"): LEADERS | THEIRS,
    ("accepted", "rectify"): LEADERS | THEIRS,
    ("accepted", "block"): LEADERS | THEIRS,
    ("accepted", "cause"): OURS,
    ("blocked", "unblock"): LEADERS | THEIRS,
    ("accepted", "ask_extension"): LEADERS | THEIRS,
    ("asked", "grant_extension"): LEADERS,
    ("asked", "refuse_extension"): LEADERS,
    ("fixed_on_spot", "pass"): OURS - {"wang", "sun"},
    ("gone", "pass"): OURS - {"wang", "sun"},
    ("rectified", "pass"): OURS - THEIRS,
    ("rectified", "fail"): OURS - THEIRS,
    ("verified", "close"): LEADERS,
    ("closed", "reopen"): LEADERS,
}
"""Who may, of a finding of engineering that names qian, whose head is sun; wang found and mended what was mended."""


@pytest.mark.parametrize(("state", "act"), RIGHTS)
def test_rules_1_who_may(desk, state, act):
    case = bring(desk, state)
    assert {p for p in TEAM if not case.why_not(act, p)} == RIGHTS[state, act]


def test_rules_1_an_emergency_and_a_key_or_hard_finding_are_closed_by_the_manager_alone(desk):
    marked = [bring(desk, "verified", severity="S1").account()]
    marked.append(bring(desk, "verified").act("flag", "wang", key=True))
    marked.append(bring(desk, "verified").act("flag", "wang", key=False, hard=True))
    for case in marked:
        assert {p for p in TEAM if not case.why_not("close", p)} == {"chen"}
        assert case.refused("close", "zhao") == "close.key"
        assert case.act("close", "chen").state == "closed"


def test_rules_2_more_time_for_a_serious_finding_is_granted_by_the_manager_alone(desk):
    case = bring(desk, "asked", severity="S2")
    assert {p for p in TEAM if not case.why_not("grant_extension", p)} == {"chen"}


def test_rules_1_nobody_acts_on_what_is_not_there_or_without_working_here(desk):
    case = Case(desk)
    assert case.refused("assign", "nobody") == "finding.not_allowed"
    assert Case(desk, finding="none").refused("note", "li", words="hm hm") == "finding.unknown"


def test_rules_11_04_what_was_blocked_and_then_gone_waits_for_nothing_when_it_is_opened_again():
    desk = Desk().open()
    case = Case(desk).to("accepted").act("block", "qian")
    desk.record("wang", findings.see_again(desk.ledger, case.id, still=False, round_id="r-1", by="wang"))
    case.act("pass", "li").act("close", "chen")
    assert case.line.blocked_until is None
    assert case.act("reopen", "zhao").act("fix", "wang").state == "fixed_on_spot"
