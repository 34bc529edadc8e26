"""Rounds (brief D3.1 to D3.9): facts, state and fold, and the decisions, by what a person does.

`course` is the round as a whole, `presence` is being at a point, `checking` is what is done there, `draw` picks a
sample. `verdict` says whether it counts, by the times of `elapsed` and with the warnings of `rhythm`; `day` says how
the two rounds of a day stand; `trail` is the way from point to point, and `challenge` what is asked there.
"""

from checkpoints.work.rounds.facts import RoundFact
from checkpoints.work.rounds.known import Reading, Rounds, index
from checkpoints.work.rounds.state import Round, apply

__all__ = ["Reading", "Round", "RoundFact", "Rounds", "apply", "index"]
