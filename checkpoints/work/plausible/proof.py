"""How well an arrival is proven: a screen's code, a scan, letters, somebody's word, nothing."""

from __future__ import annotations

from typing import Literal

from checkpoints.work.rounds.facts import Method
from checkpoints.work.rounds.state import Visit

__all__ = ["STRENGTH", "Proof", "proof_of", "weak"]

Proof = Literal["screen", "scan", "typed", "word", "none"]

STRENGTH: dict[Proof, int] = {"screen": 4, "scan": 3, "typed": 2, "word": 1, "none": 0}
"""From 4 down to 0. A label can be photographed and its photo scanned; a screen's code dies within a minute; letters
can be told over the phone, and a picture file sent by it; of a witness or a sheet of paper there is only the word."""
_GRADES: dict[Method, Proof] = {
    "screen": "screen",
    "scan": "scan",
    "camera": "scan",
    "picture": "typed",
    "pasted": "typed",
    "typed": "typed",
    "witnessed": "word",
    "paper": "word",
}


def proof_of(visit: Visit) -> Proof:
    """The best proof that there is of a visit."""
    best: Proof = "none"
    for arrival in visit.arrivals:
        proof = _GRADES.get(arrival.fact.method, "word")
        best = proof if STRENGTH[proof] > STRENGTH[best] else best
    return best


def weak(visit: Visit) -> bool:
    """Whether somebody arrived, and no code of the place was scanned."""
    return bool(visit.arrivals) and STRENGTH[proof_of(visit)] < STRENGTH["scan"]
