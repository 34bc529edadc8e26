"""One finding told as a story: who does what to it, by which minute, on which desk.

`Case(desk).act("assign", "zhao", **ORDER)` does what a screen does: asks the table of acts, performs, records. What a
form asks for and a test has no wish about, is filled in from `ORDER` and `FILLED`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from checkpoints.ledger.events import Event
from checkpoints.site.people import Confirmed
from checkpoints.work import findings
from checkpoints.work.accounts.facts import AccountWaived
from checkpoints.work.deputies import DeputyNamed
from checkpoints.work.findings import Draft, Finding
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.acts import perform, why_not
from checkpoints.work.findings.form import Form
from tests.support.ground import Desk, refusal

__all__ = ["AFTER", "DRAFT", "FILLED", "Case", "stand_in"]

DRAFT = Draft(
    checkpoint="CP-06",
    words="water under the pump",
    severity="S3",
    department="engineering",
    category="other",
    due_h=72,
)
AFTER = ("a" * 64,)
"""A photo after the repair."""
FILLED: dict[ActId, dict[str, Any]] = {
    "assign": {"department": "engineering", "person": "qian", "plan": "seal the joint"},
    "propose": {"department": "engineering", "person": "qian", "plan": "seal the joint"},
    "refuse": {"reason": "not our pipe"},
    "block": {"reason": "waits for a part", "measure": "bucket below, checked daily"},
    "ask_extension": {"reason": "the part comes late"},
    "refuse_extension": {"reason": "no reason to wait"},
    "make_safe": {"measure": "valve shut, fenced off"},
    "fix": {"result": "tightened", "witness": Confirmed("li")},
    "rectify": {"result": "joint sealed", "photos": AFTER},
    "pass": {"photos": AFTER},
    "fail": {"reason": "still dripping"},
    "reopen": {"reason": "wet again today"},
    "void": {"void_kind": "no_fault", "reason": "only rain water"},
    "correct": {"reason": "written wrongly", "words": "water under both pumps"},
    "flag": {"reason": "comes back often", "key": True},
    "refer": {"referral": "warranty", "to": "the developer", "paper": "letter 12"},
    "report": {"step": "S2", "to": "chen", "channel": "phone"},
    "acknowledge": {"step": "S2"},
    "chase": {"to": "qian", "words": "tomorrow morning"},
    "cause": {"words": "the seal is of the wrong rubber"},
    "note": {"words": "behind the tank"},
}
"""What each act is given where a test says nothing else; dates are counted from the desk's clock, see `Case.form`."""
_WAYS: dict[str, tuple[tuple[ActId, str], ...]] = {
    "found": (),
    "assigned": (("assign", "zhao"),),
    "accepted": (("assign", "zhao"), ("accept", "qian")),
    "in_work": (("assign", "zhao"), ("accept", "qian"), ("begin", "qian")),
    "rectified": (("assign", "zhao"), ("accept", "qian"), ("rectify", "qian")),
    "fixed_on_spot": (("fix", "wang"),),
    "verified": (("assign", "zhao"), ("accept", "qian"), ("rectify", "qian"), ("pass", "li")),
    "closed": (("assign", "zhao"), ("accept", "qian"), ("rectify", "qian"), ("pass", "li"), ("close", "chen")),
    "reopened": (("fix", "wang"), ("pass", "li"), ("close", "chen"), ("reopen", "zhao")),
    "void": (("void", "chen"),),
}
"""The shortest way to a state, by people who may."""


class Case:
    """A finding on a desk. `on` gives the same finding on another desk that has heard of it."""

    def __init__(self, desk: Desk, by: str = "wang", *, finding: str = "", **changes: Any) -> None:
        self.desk = desk
        self.id = finding
        if not finding:
            raised = findings.raise_finding(desk.ledger, replace(DRAFT, **changes), by, desk.now())
            self.id = raised[0].finding
            desk.record(by, raised)

    @property
    def finding(self) -> Finding:
        return self.desk.ledger.findings.all[self.id]

    @property
    def state(self) -> str:
        return self.finding.state

    @property
    def line(self) -> findings.Brief:
        return self.desk.ledger.findings.brief(self.id)

    @property
    def timeline(self) -> list[str]:
        """Kinds of its facts in fold order, without `finding.`."""
        history = self.desk.ledger.history("finding:" + self.id)
        return [event.body.kind().removeprefix("finding.") for event in history]  # pyright: ignore

    def form(self, act: ActId, **more: Any) -> Form:
        """The form as somebody with no special wish fills it in."""
        known = self.desk.ledger.findings.all.get(self.id)
        at, due = self.desk.wall, known.due if known else None
        later = max(at, due or at) + timedelta(hours=24)
        dates: dict[ActId, dict[str, Any]] = {
            "assign": {"due": due if due and due > at else later},
            "propose": {"due": due if due and due > at else later},
            "ask_extension": {"due": later},
            "block": {"review_on": (at + timedelta(days=3)).date()},
            "refer": {"on": at.date()},
        }
        return Form(**{**FILLED.get(act, {}), **dates.get(act, {}), **more})

    def act(self, act: ActId, by: str, **more: Any) -> Case:
        """Do it and go on with the story."""
        self.events(act, by, **more)
        return self

    def events(self, act: ActId, by: str, **more: Any) -> list[Event]:
        """Do it, and give what was written."""
        form = self.form(act, **more)
        return self.desk.record(by, perform(self.desk.ledger, self.id, act, form, by, self.desk.now()))

    def refused(self, act: ActId, by: str, **more: Any) -> str:
        """The code with which it is refused; fails when it is not."""
        return refusal(perform, self.desk.ledger, self.id, act, self.form(act, **more), by, self.desk.now())

    def why_not(self, act: ActId, by: str) -> str:
        """The code that a screen shows beside an act; '' where it is offered."""
        why = why_not(self.desk.ledger, self.id, act, by, self.desk.now())
        return why.code if why else ""

    def to(self, state: str) -> Case:
        """The shortest way to a state."""
        for act, by in _WAYS[state]:
            if act == "close":
                self.account()
            self.act(act, by)
        return self

    def account(self) -> Case:
        """Nobody answers for it, because; without this nothing serious is closed."""
        waived = AccountWaived(account=self.desk.new_id(), finding=self.id, reason="worn out by age")
        self.desk.record("zhao", [waived])
        return self

    def wait(self, hours: float = 0, *, minutes: float = 0) -> Case:
        """Time goes by."""
        self.desk.wait(hours * 60 + minutes)
        return self

    def on(self, other: Desk) -> Case:
        """The same finding on another desk."""
        return Case(other, finding=self.id)


def stand_in(desk: Desk, away: str, deputy: str, days: int = 1) -> None:
    """Somebody is away from today on."""
    today = desk.wall.date()
    named = DeputyNamed(person=away, deputy=deputy, start=today, end=today + timedelta(days=days - 1))
    desk.record("chen", [named])
