"""Incidents 突发事件: stamped by one key before anything is asked, then told, handled, written up and learnt from (D7).

`opening`: the stamp. `known`: what stands in an incident. `chain`: whom to tell while the manager is not reached.
`clocks`: what is owed by when. `rules`: what the program knows about the form's steps.
"""

from checkpoints.work.incidents.chain import Link, chain, next_link
from checkpoints.work.incidents.clocks import Owed, clock, most_urgent, next_owed
from checkpoints.work.incidents.known import FORM, category, place, running
from checkpoints.work.incidents.opening import begun_just_now, stamp
from checkpoints.work.incidents.rules import RULES

__all__ = [
    "FORM",
    "RULES",
    "Link",
    "Owed",
    "begun_just_now",
    "category",
    "chain",
    "clock",
    "most_urgent",
    "next_link",
    "next_owed",
    "place",
    "running",
    "stamp",
]
