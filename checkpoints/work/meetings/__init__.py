"""Morning and evening meeting 晨会、晚会 (brief D1, D5; forms.md 6): roll, plan, tasks, the five figures.

`chain`: the plan of an evening until each line is assigned or dropped. `roll`: who was there. `summary`: what the
evening is told of the day. `morning`, `evening`: the rules. The figures stand in `checkpoints.work.evening_figures`.
"""

from checkpoints.work.meetings import evening, morning

__all__ = ["RULES"]

RULES = {"morning_meeting": morning.RULE, "evening_meeting": evening.RULE}
