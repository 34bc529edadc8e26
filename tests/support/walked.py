"""Rounds in a logbook, walked on a clock that the test moves (`store.clock.SetClock`)."""

from __future__ import annotations

from checkpoints.site.people import Confirmed
from checkpoints.work.labels import Reading
from checkpoints.work.rounds import course, presence


def start(book, route="R-AM-EAST", by="p02", second="p01", **more):
    """The id of a round that was just started, joint unless `second` is empty."""
    request = course.StartRequest(route=route, **more)
    round_id = book.record(by, lambda now: course.start(book.ledger, request, by, now))[0].body.round
    if second:
        book.record(second, lambda _now: course.join(book.ledger, round_id, Confirmed(second), by))
    return round_id


def arrive(book, round_id, checkpoint, by="p02"):
    reading = Reading("active", checkpoint, 1, "f" * 64)
    book.record(by, lambda now: presence.arrive(book.ledger, round_id, reading, by, now))


def walk(book, round_id, minutes=68, by="p02", leave_out=()):
    """Scan every point, spread over so many minutes from the first to the last."""
    points = [c for c in book.ledger.rounds.all[round_id].points if c not in leave_out]
    for number, checkpoint in enumerate(points):
        if number:
            book.clock.advance(minutes=minutes / (len(points) - 1))
        arrive(book, round_id, checkpoint, by)


def finish(book, round_id, by="p02"):
    book.record(by, lambda _now: course.finish(book.ledger, round_id, by))
