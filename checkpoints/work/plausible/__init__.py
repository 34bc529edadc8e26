"""How plausible a round is (rules.md 8): a score of 0 to 100 with its reasons, computed from facts and never recorded.

`rounds.trail` reads the way of a round, `habits` learns what is usual on the site, `times`, `signs` and `company` look
for what is not, `weighing` adds up, `proof` grades single arrivals. It flags for review, it decides nothing and names
no guilt: the same signs come from a torn label, a wrong clock, or somebody in a hurry.
"""

from checkpoints.work.plausible.habits import Habits, learn
from checkpoints.work.plausible.proof import Proof, proof_of
from checkpoints.work.plausible.sign import Example, Sign
from checkpoints.work.plausible.weighing import Plausibility, weigh

__all__ = ["Example", "Habits", "Plausibility", "Proof", "Sign", "learn", "proof_of", "weigh"]
