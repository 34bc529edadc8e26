"""Records: forms that were filled in, step by step, sealed, and corrected only by a new fact (domain/forms.md).

`facts`, `state`: what can happen, what is known. `values`: what a field holds. `life`: how far a record has come.
`asking`: what a form's own rule is given. `deciding`: the decisions. `making`: records that follow from others.
"""

from checkpoints.work.records.facts import RecordFact
from checkpoints.work.records.state import Entry, Line, Record, Records, apply, index, line_of

__all__ = ["Entry", "Line", "Record", "RecordFact", "Records", "apply", "index", "line_of"]
