"""D3.2, D3.3: presence at a point is scanned, typed or witnessed; or the point is skipped with a reason."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import get_args, get_type_hints

import pytest

from checkpoints.site import codes
from checkpoints.site.people import Confirmed
from checkpoints.work import labels, sites
from checkpoints.work.rounds import presence
from checkpoints.work.rounds.facts import PointReached, ScanRefused
from tests.support.ground import KEY, Desk, Walk, at, refusal
from tests.support.small_site import SIX, place, small_site


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


@pytest.fixture
def walk(desk) -> Walk:
    return Walk(desk)


def show(walk: Walk, text: str, **more):
    """Show any text to the scanner."""
    desk = walk.desk
    reading = labels.read(desk.ledger, text)
    return desk.record("wang", presence.arrive(desk.ledger, walk.id, reading, "wang", desk.now(), **more))


def type_in(walk: Walk, text: str, reason: str = "label torn"):
    desk = walk.desk
    reading = labels.read_typed(desk.ledger, text)
    return desk.record("wang", presence.arrive_typed(desk.ledger, walk.id, reading, reason, "wang", desk.now()))


def witness(walk: Walk, checkpoint: str, who: str, reason: str = "label gone"):
    desk = walk.desk
    return desk.record(
        "wang",
        presence.arrive_witnessed(desk.ledger, walk.id, checkpoint, reason, Confirmed(who), "wang", desk.now()),
    )


def test_D3_2_a_scan_confirms_presence_with_its_label_and_rhythm(walk):
    (event,) = show(walk, walk.desk.code("CP-02"), gaps_ms=(1, 5))
    assert event.body == PointReached(round=walk.id, checkpoint="CP-02", method="scan", issue=1, gaps_ms=(1, 5))
    assert walk.round.visit("CP-02").state == "here"
    assert walk.round.current == "CP-02"


def test_D3_2_a_code_read_by_a_camera_says_so(walk):
    (event,) = show(walk, walk.desk.code("CP-02"), method="camera")
    assert event.body.method == "camera"


def by_picture(walk: Walk, text: str, *, photo: str = "a" * 64, age_s: int = 30):
    desk = walk.desk
    reading, taken = labels.read(desk.ledger, text), desk.wall - timedelta(seconds=age_s)
    return desk.record(
        "wang", presence.arrive_by_picture(desk.ledger, walk.id, reading, photo, taken, "wang", desk.now())
    )


def test_D3_2_a_picture_file_of_the_label_says_so_and_is_kept_with_the_arrival(walk):
    (event,) = by_picture(walk, walk.desk.code("CP-02"))
    assert event.body == PointReached(round=walk.id, checkpoint="CP-02", method="picture", issue=1, photo="a" * 64)


@pytest.mark.parametrize("age_s", [600, 86_400, -600])
def test_D3_2_a_picture_that_is_not_of_now_proves_nothing(walk, age_s):
    assert refusal(by_picture, walk, walk.desk.code("CP-02"), age_s=age_s) == "presence.old_picture"
    by_picture(walk, walk.desk.code("CP-02"), age_s=age_s // abs(age_s) * 599)


def test_D3_2_a_picture_that_could_not_be_kept_proves_nothing(walk):
    assert refusal(by_picture, walk, walk.desk.code("CP-02"), photo="") == "presence.no_picture"


def test_D3_2_one_picture_counts_once_on_a_round(walk):
    by_picture(walk, walk.desk.code("CP-02"))
    assert refusal(by_picture, walk, walk.desk.code("CP-02")) == "presence.used_picture"
    by_picture(walk, walk.desk.code("CP-02"), photo="b" * 64)


def test_D3_2_a_picture_of_a_worthless_code_is_recorded_like_a_scan_of_it(walk):
    (event,) = by_picture(walk, codes.make("elsewhere", 1, 1, KEY), age_s=86_400)
    assert isinstance(event.body, ScanRefused)


@pytest.mark.parametrize("keeps", [False, True])
def test_a_round_remembers_whether_the_frames_of_its_camera_are_kept(keeps):
    site = small_site()
    site = dataclasses.replace(site, presence_policy=dataclasses.replace(site.presence_policy, keep_frames=keeps))
    walk = Walk(Desk(now=at(9)).open(site))
    assert walk.round.started.rules.keep_frames is keeps
    (event,) = show(walk, walk.desk.code("CP-02"), method="camera", photo="c" * 64)
    assert event.body.photo == "c" * 64


def test_D3_2_any_other_text_is_no_code(walk):
    for text in ("", "hello", "6901234567892", "7" * 41):
        assert refusal(show, walk, text) == "presence.not_a_code"
    assert walk.round.refused == []


@pytest.mark.parametrize(
    "act",
    [
        lambda walk: show(walk, walk.desk.code("CP-01")),
        lambda walk: show(walk, codes.make("elsewhere", 1, 1, KEY)),
        lambda walk: type_in(walk, walk.desk.letters("CP-01")),
        lambda walk: witness(walk, "CP-01", "li"),
    ],
)
def test_D3_2_presence_is_never_confirmed_over_ssh(walk, act):
    walk.desk.remote = True
    assert refusal(act, walk) == "presence.remote"
    assert walk.round.visits == {}
    assert walk.round.refused == []


def test_D3_3_a_point_that_is_not_planned_is_not_taken(walk):
    assert refusal(show, walk, walk.desk.code("CP-07")) == "presence.not_planned"
    assert refusal(witness, walk, "CP-99", "li") == "presence.not_planned"
    assert refusal(walk.skip, "CP-07") == "presence.not_planned"


def test_D3_2_a_retired_label_is_refused_and_recorded(walk):
    desk = walk.desk
    desk.record("zhao", labels.issue(desk.ledger, "CP-01", KEY))
    (event,) = show(walk, desk.code("CP-01", issue=1))
    assert isinstance(event.body, ScanRefused)
    assert (event.body.why, event.body.checkpoint, event.body.issue) == ("retired", "CP-01", 1)
    assert walk.round.visits == {}
    show(walk, desk.code("CP-01", issue=2))
    assert walk.round.visit("CP-01").state == "here"
    assert "refused_scans" in walk.warned


def test_D3_2_a_code_of_another_site_is_refused_and_recorded(walk):
    (event,) = show(walk, codes.make("elsewhere", 1, 1, KEY))
    assert event.body.why == "foreign"


def test_D3_2_a_code_that_is_not_registered_yet_is_refused_and_recorded(walk):
    (event,) = show(walk, codes.make("small", 1, 9, KEY))
    assert (event.body.why, event.body.checkpoint) == ("unknown", "CP-01")


def test_D3_2_a_forged_code_is_refused_and_recorded(walk):
    forged = codes.make("small", 1, 1, codes.Key(KEY.id, b"guessed"))
    (event,) = show(walk, forged)
    assert (event.body.why, event.body.code_hash) == ("bad_tag", codes.code_hash(forged))


def test_D3_2_every_refusal_has_words_for_the_person():
    why = get_type_hints(ScanRefused)["why"]
    assert set(presence.REFUSED_SCANS) == set(get_args(why))


def test_D3_2_a_label_of_a_point_that_is_not_in_use_sends_nobody_to_a_new_label(walk):
    desk = walk.desk
    points = tuple(dataclasses.replace(c, retired=c.id == "CP-03") for c in desk.ledger.site.checkpoints)
    desk.record("zhao", labels.issue(desk.ledger, "CP-01", KEY))
    desk.record("zhao", sites.load(desk.ledger, dataclasses.replace(desk.ledger.site, checkpoints=points)))
    (exchanged,), (gone,) = show(walk, desk.code("CP-01", issue=1)), show(walk, desk.code("CP-03"))
    said = [presence.refused_words(desk.ledger, event.body) for event in (exchanged, gone)]
    assert said[0] == presence.REFUSED_SCANS["retired"]
    assert "not in use" in said[1]


def test_D3_2_typed_letters_are_lower_proof_and_order_a_reprint(walk):
    desk = walk.desk
    desk.wait(1)
    reached, ordered = type_in(walk, desk.letters("CP-03").lower())
    assert (reached.body.method, reached.body.reason) == ("typed", "label torn")
    assert desk.ledger.labels.registers["CP-03"].reprint == ordered.body
    assert "weak_proof" in walk.warned


def test_D3_2_typed_letters_want_a_reason(walk):
    assert refusal(type_in, walk, walk.desk.letters("CP-03"), " ") == "reason.short"


def test_D3_2_wrong_letters_confirm_nothing(walk):
    for text in ("ABCDEFGH", "ABC", ""):
        assert refusal(type_in, walk, text) == "presence.wrong_letters"


def test_D3_2_letters_of_a_retired_label_are_refused_and_recorded(walk):
    desk = walk.desk
    old = desk.letters("CP-03")
    desk.record("zhao", labels.issue(desk.ledger, "CP-03", KEY))
    (event,) = type_in(walk, old)
    assert isinstance(event.body, ScanRefused)
    assert event.body.why == "retired"


def test_D3_2_a_second_person_witnesses_at_an_unreadable_code(walk):
    reached, ordered = witness(walk, "CP-04", "li")
    assert (reached.body.method, reached.body.witness, reached.body.reason) == ("witnessed", "li", "label gone")
    assert ordered.body.checkpoint == "CP-04"
    assert "weak_proof" in walk.warned


def test_D3_2_nobody_witnesses_for_himself(walk):
    assert refusal(witness, walk, "CP-04", "wang") == "presence.own_witness"
    assert refusal(witness, walk, "CP-04", "li", "") == "reason.short"


def test_D3_2_a_new_label_settles_the_reprint(walk):
    desk = walk.desk
    witness(walk, "CP-04", "li")
    desk.record("zhao", labels.issue(desk.ledger, "CP-04", KEY))
    assert desk.ledger.labels.registers["CP-04"].reprint is None


def test_D3_2_a_scan_after_typed_letters_is_full_proof(walk):
    type_in(walk, walk.desk.letters("CP-03"))
    show(walk, walk.desk.code("CP-03"))
    assert "weak_proof" not in walk.warned


def test_D3_2_the_code_of_a_place_retired_during_the_round_is_refused(walk):
    desk = walk.desk
    places = tuple(place(n, retired=n in (1, 8)) for n in range(1, 6)) + small_site().checkpoints[5:]
    desk.record("zhao", sites.load(desk.ledger, small_site(places=places)))
    (event,) = show(walk, desk.code("CP-01"))
    assert event.body.why == "retired"
    (event,) = type_in(walk, desk.letters("CP-01"))
    assert event.body.why == "retired"


def test_D3_3_a_point_is_skipped_with_a_reason(walk):
    assert refusal(walk.skip, "CP-02", " ") == "reason.short"
    walk.skip("CP-02", "locked,  no key")
    visit = walk.round.visit("CP-02")
    assert visit.state == "skipped"
    assert visit.skipped is not None
    assert visit.skipped.reason == "locked, no key"
    assert walk.verdict.skipped == 1


def test_D3_3_an_arrival_takes_a_skip_back(walk):
    walk.skip("CP-01")
    walk.scan("CP-01")
    assert walk.round.visit("CP-01").state == "here"
    assert walk.verdict.skipped == 0


def test_D3_3_a_point_is_skipped_also_after_arriving(walk):
    walk.scan("CP-01")
    walk.skip("CP-01", "smoke, sent away")
    assert walk.round.visit("CP-01").state == "skipped"
    assert walk.round.next_point("CP-01") == "CP-02"


def test_D3_3_a_finished_point_is_not_skipped(walk):
    walk.scan("CP-01")
    walk.answer_all("CP-01")
    walk.leave("CP-01")
    assert refusal(walk.skip, "CP-01") == "skip.done"


def test_D3_3_every_point_is_visited_or_skipped_or_the_round_does_not_count(desk):
    walk = Walk(desk).scan(SIX[0])
    for checkpoint in SIX[1:4]:
        desk.wait(10)
        walk.answer(walk.here, "LOB-1", "pass")
        walk.scan(checkpoint, after=10)
    walk.skip("CP-05")
    assert "points_missing" in walk.codes
    assert walk.verdict.reasons[-1].params["points"] == ("CP-06",)
    walk.skip("CP-06")
    walk.finish()
    assert walk.verdict.counts
    assert (walk.verdict.visited, walk.verdict.skipped, walk.verdict.planned) == (4, 2, 6)


def test_D3_3_the_next_point_goes_on_from_here_and_round_again(walk):
    assert walk.round.next_point() == "CP-01"
    walk.scan("CP-04")
    walk.skip("CP-05")
    assert walk.round.next_point("CP-04") == "CP-06"
    walk.answer_all("CP-04")
    walk.leave("CP-04")
    assert walk.round.current == "CP-01"
    assert walk.round.next_point("CP-06") == "CP-01"


def test_D3_2_points_without_a_code_only_on_a_paper_round(desk, walk):
    assert refusal(presence.arrive_on_paper, desk.ledger, walk.id, "CP-01", "wang") == "presence.not_paper"
    walk.finish()
    paper = Walk(desk, paper=True)
    assert refusal(presence.arrive_on_paper, desk.ledger, paper.id, "CP-07", "wang") == "presence.not_planned"
    (event,) = desk.record("wang", presence.arrive_on_paper(desk.ledger, paper.id, "CP-01", "wang"))
    assert event.body.method == "paper"


def test_D3_2_a_wait_of_more_than_a_quarter_at_one_point_is_flagged_and_counts(desk):
    walk = Walk(desk).scan(SIX[0])
    desk.wait(10)
    walk.answer(SIX[0], "LOB-1", "pass")
    desk.wait(8)
    for checkpoint in SIX[1:]:
        walk.scan(checkpoint)
        desk.wait(10.5 / 1.05)
    walk.scan(SIX[5])
    walk.finish()
    dwell = [r for r in walk.verdict.warnings if r.code == "dwell"]
    assert [r.params["checkpoint"] for r in dwell] == [SIX[0]]
    assert walk.verdict.counts


def test_D3_2_exactly_a_quarter_at_one_point_is_not_flagged(desk):
    walk = Walk(desk, "R-ANY").scan(SIX[0]).points(*SIX[1:5], every=8)
    assert "dwell" not in walk.warned


@pytest.mark.parametrize(("seconds", "flagged"), [(59, True), (60, False)])
def test_D3_2_less_than_60_seconds_between_two_points_is_flagged(desk, seconds, flagged):
    walk = Walk(desk).scan(SIX[0])
    walk.scan(SIX[1], after=seconds / 60)
    assert ("hurried" in walk.warned) is flagged


@pytest.mark.parametrize(("minutes", "flagged"), [(4.9, True), (5, False)])
def test_D3_2_a_code_scanned_again_within_five_minutes_is_flagged(desk, minutes, flagged):
    walk = Walk(desk).scan(SIX[0]).scan(SIX[0], after=minutes)
    assert ("scanned_twice" in walk.warned) is flagged
    assert "hurried" not in walk.warned
