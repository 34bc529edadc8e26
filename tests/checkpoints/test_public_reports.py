"""Reports from the lobby: word of a problem, no clock and no blame until somebody of ours has looked."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from checkpoints.fact import Refused
from checkpoints.work import public_reports
from checkpoints.work.public_reports import MOST, Told, report, takes_photos, to_confirm
from checkpoints.work.records import deciding, life
from checkpoints.work.records.deciding import Target
from checkpoints.work.records.facts import StepFilled
from store.sync.wanted import photos_in
from tests.support.desk_work import fill, office
from tests.support.ground import refusal

WATER = Told(place="CP-09", category="water", words="地面有积水", phone="13812345678")


@pytest.fixture
def desk():
    return office()


def told(desk, what=WATER):
    return desk.record("-", report(desk.ledger, what, desk.now()))[0].subject.removeprefix("record:")


def test_a_report_is_a_record_from_nobody_and_no_finding_no_clock_runs(desk):
    record = told(desk)
    line = desk.ledger.records.line(record)
    assert (line.opened_by, line.title, line.number) == ("-", "地面有积水", "T1-R0001")
    assert to_confirm(desk.ledger) == [record]
    assert not desk.ledger.findings.all
    assert not desk.ledger.records.all[record].of("confirmed")


def test_confirmed_it_becomes_a_finding_from_that_moment_on_by_whoever_confirmed_it(desk):
    record = told(desk)
    desk.wait(60)
    ask = deciding.ask_for(desk.ledger, Target("public_report", record), "confirmed", "zhao", desk.now())
    drafted = deciding.draft(ask)
    assert (drafted["words"], drafted["place"], drafted["severity"]) == ("地面有积水", "CP-09", "S3")
    fill(desk, "public_report", "confirmed", drafted, record=record)
    (finding,) = desk.ledger.findings.all.values()
    raised = finding.raised
    assert (raised.words, raised.checkpoint, raised.origin, raised.department) == (
        "地面有积水",
        "CP-09",
        "complaint",
        "engineering",
    )
    assert desk.ledger.findings.brief(finding.id).found_at == desk.wall
    assert desk.ledger.findings.brief(finding.id).found_by == "zhao"
    assert desk.ledger.records.all[record].value("raised", "finding") == finding.id
    assert to_confirm(desk.ledger) == []
    assert refusal(fill, desk, "public_report", "declined", {"reason": "又看了一遍"}, record=record) == "public.settled"


def test_declined_it_keeps_the_reason_and_raises_nothing(desk):
    record = told(desk)
    assert refusal(fill, desk, "public_report", "declined", {}, record=record) == "record.missing"
    fill(desk, "public_report", "declined", {"reason": "现场查看正常"}, by="zheng", record=record)
    assert to_confirm(desk.ledger) == []
    assert not desk.ledger.findings.all
    assert refusal(fill, desk, "public_report", "confirmed", _draft(desk, record), record=record) in (
        "record.ended",
        "public.settled",
    )


PHOTO = "ab" * 32


def test_a_photo_goes_with_the_report_to_whoever_confirms_it_and_on_to_the_finding_and_the_other_devices(desk):
    assert takes_photos(desk.ledger)
    record = told(desk, replace(WATER, photos=(PHOTO,)))
    (named,) = [e.body for e in desk.ledger.events() if isinstance(e.body, StepFilled)]
    assert photos_in(msgspec.json.encode(named)) == [PHOTO]  # what an exchange carries is what facts name
    drafted = _draft(desk, record)
    assert drafted["photos"] == [PHOTO]
    fill(desk, "public_report", "confirmed", drafted, record=record)
    (finding,) = desk.ledger.findings.all.values()
    assert finding.photos == (PHOTO,)
    assert not finding.photo_owed


def test_a_report_that_is_declined_keeps_its_photo_to_itself(desk):
    record = told(desk, replace(WATER, photos=(PHOTO,)))
    fill(desk, "public_report", "declined", {"reason": "现场查看正常"}, record=record)
    assert desk.ledger.records.all[record].value("reported", "photos") == [PHOTO]
    assert not desk.ledger.findings.all


def test_a_site_whose_form_has_no_room_for_a_photo_takes_none(desk):
    form = desk.ledger.site.form_of["public_report"]
    steps = tuple(replace(s, fields=tuple(f for f in s.fields if f.id != "photos")) for s in form.steps)
    desk.ledger.site.form_of["public_report"] = replace(form, steps=steps)
    try:
        assert not takes_photos(desk.ledger)
        record = told(desk, replace(WATER, photos=(PHOTO,)))
        assert desk.ledger.records.all[record].value("reported", "photos") is None
    finally:
        desk.ledger.site.form_of["public_report"] = form


def _draft(desk, record):
    return deciding.draft(
        deciding.ask_for(desk.ledger, Target("public_report", record), "confirmed", "zhao", desk.now())
    )


def test_nobody_may_fill_in_any_other_form_or_step(desk):
    record = told(desk)
    for form, step, values in (
        ("public_report", "confirmed", _draft(desk, record)),
        ("public_report", "declined", {"reason": "no reason"}),
        ("task", "given", {}),
    ):
        target = record if form == "public_report" else ""
        assert refusal(fill, desk, form, step, values, by="-", record=target) == "record.not_yours"
    for by in ("wu", "qian"):  # a contractor, and an engineer: not for them to confirm
        assert (
            refusal(fill, desk, "public_report", "declined", {"reason": "nothing there"}, by=by, record=record)
            == "record.not_yours"
        )


def test_a_child_at_play_is_stopped_after_a_few_and_others_are_heard_again_later(desk):
    for _n in range(MOST):
        told(desk)
    assert refusal(report, desk.ledger, WATER, desk.now()) == "public.many"
    first = to_confirm(desk.ledger)[0]
    fill(desk, "public_report", "declined", {"reason": "误报或儿童玩耍"}, record=first)
    told(desk)  # one was seen to
    assert refusal(report, desk.ledger, WATER, desk.now()) == "public.many"
    desk.wait(public_reports.WITHIN.total_seconds() / 60)
    told(desk)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (Told("CP-99", "water", "水"), "answer.place"),
        (Told("CP-09", "nonsense", "水"), "answer.choice"),
        (Told("CP-09", "water", ""), "record.missing"),
        (Told("CP-09", "water", "水" * 201), "words.long"),
        (Told("CP-09", "water", "水", phone="123"), "public.phone"),
        (Told("CP-09", "water", "水", photos=("../../etc/passwd",)), "answer.photo"),
    ],
)
def test_what_cannot_be_kept_is_refused(desk, what, code):
    with pytest.raises(Refused) as no:
        report(desk.ledger, what, desk.now())
    assert no.value.code == code


def test_rules_11_19_the_number_is_for_those_who_answer_and_never_for_the_lobby(desk):
    record = told(desk)
    form, state = desk.ledger.site.form_of["public_report"], desk.ledger.records.all[record]
    (entry,) = state.entries
    day = desk.wall.date()
    sees = {by: life.sees_private(desk.ledger, form, entry, by, "office", day) for by in ("zheng", "zhao", "qian")}
    assert sees == {"zheng": True, "zhao": True, "qian": False}
    assert not life.sees_private(desk.ledger, form, entry, "zhao", "kiosk", day)
    assert not life.visible(desk.ledger, form, state, "-", "kiosk", day)  # whoever told it is nobody we know
