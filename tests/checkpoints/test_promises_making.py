"""D2.1, D3.13, D3.14: what a promise needs to be made, the limits it gets, and its number."""

from __future__ import annotations

import pytest

from checkpoints.fact import Refused
from checkpoints.site.catalogue import default_site
from checkpoints.site.words import Named
from checkpoints.work.people import PersonAdded
from checkpoints.work.promises import replying
from checkpoints.work.promises.making import kinds
from tests.support.ground import Desk, at, refusal
from tests.support.promised import Owner, found, site_with_limits


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open(site_with_limits())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"matter": "tap"}, "words.short"),
        ({"unit": "  "}, "promise.no_unit"),
        ({"contact": "", "phone": ""}, "promise.no_contact"),
        ({"phone": "call me"}, "promise.phone"),
        ({"follower": ""}, "promise.no_follower"),
        ({"follower": "nobody"}, "promise.nobody"),
        ({"follower": "wu"}, "promise.contractor"),
        ({"first_asked": "nobody"}, "promise.nobody"),
        ({"kind_of": "revisit"}, "promise.kind"),
        ({"finding": "no such finding"}, "promise.finding"),
        ({"final_by": at(9)}, "promise.past"),
        ({"by": "wu"}, "promise.not_allowed"),
        ({"by": "nobody"}, "promise.not_allowed"),
        ({"answered_now": "told the plumber", "channel": "radio"}, "promise.channel"),
    ],
)
def test_D3_13_a_promise_names_the_household_whom_to_answer_and_who_does(desk, changes, code):
    assert refusal(Owner, desk, **changes) == code
    assert desk.ledger.promises.all == {}


def test_D3_13_four_characters_say_what_is_the_matter(desk):
    assert Owner(desk, matter="水管漏水").promise.made.matter == "水管漏水"


def test_D3_13_a_promise_whose_first_fact_is_still_on_its_way_is_not_known_here(desk):
    owner = Owner(desk).does("wang", replying.reply, "phone", "somebody comes at three", final=False)
    other = Desk("t2", at(9)).open(site_with_limits())
    other.hear([e for e in desk.events if e.body.kind() == "promise.replied"])
    late = Owner(other, promise=owner.id)
    assert refusal(late.case, "wang") == "promise.unknown"
    assert not late.promise.open
    other.hear([e for e in desk.events if e.body.kind() == "promise.made"])
    assert late.promise == owner.promise


def test_D3_14_a_refusal_names_the_follower_in_both_languages(desk):
    desk.record("-", [PersonAdded(person="wang", zh="王敏", en="Wang Min", role="assistant", department="service")])
    with pytest.raises(Refused) as refused:
        Owner(desk).does("li", replying.reply, "phone", "somebody comes", final=False)
    assert refused.value.params == {"person": Named(zh="王敏", en="Wang Min")}


def test_D3_14_the_kind_and_the_urgency_give_the_two_limits(desk):
    complaint, urgent = Owner(desk, kind_of="complaint"), Owner(desk, kind_of="complaint", urgent=True)
    assert complaint.clock.first.due == at(9, day=1)
    assert complaint.clock.final.due == at(9, day=7)
    assert urgent.clock.first.due == at(11)
    assert Owner(desk, kind_of="complaint_urgent").clock.final.due == at(9, day=1)


def test_D3_14_the_clock_of_a_finding_runs_from_its_discovery_to_its_deadline(desk):
    finding = found(desk)
    desk.wait(60)
    owner = Owner(desk, finding=finding)
    assert owner.clock.final.due == at(17)
    assert owner.clock.first.due == at(17)  # 24 h would be after the final answer
    assert Owner(desk, finding=finding, unit="3-1-1402", urgent=True).clock.first.due == at(11)
    assert refusal(Owner, desk, finding=finding) == "promise.again"


def test_D3_13_numbers_run_up_on_one_device(desk):
    assert [Owner(desk).promise.made.number for _ in range(3)] == ["T1-P0001", "T1-P0002", "T1-P0003"]


def test_D3_14_what_can_be_promised_is_what_the_site_lists_for_a_reply(desk):
    assert [k.id for k in kinds(desk.ledger.site)] == ["owner_finding", "complaint", "complaint_urgent"]
    assert next(k.id for k in kinds(default_site())) == "owner_finding"


def test_D3_13_two_devices_with_one_mark_never_name_two_promises_alike(desk):
    other = Desk("t2", at(9), tag="T1")
    other.hear(desk.events)
    other.new_id()  # ids of two devices are never alike in their last four letters here
    mine, theirs = Owner(desk), Owner(other)
    desk.hear(other.events)
    called = desk.ledger.promises.called
    assert called(mine.id) != called(theirs.id)
    after = Owner(desk)
    assert called(after.id) == "T1T-P0001"


def test_D3_13_what_was_answered_at_once_only_owes_the_return_visit(desk):
    owner = Owner(desk, follower="", contact="", phone="", answered_now="the pool opens at eight")
    assert owner.clock.status == "answered"
    assert owner.clock.next is not None
    assert owner.clock.next[0] == "visit"
