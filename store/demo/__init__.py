"""The demo: a believable history to try things on, written through the ordinary door.

`story` says what is told, `calendar` which half-days, `walk` and `point` how a round goes, `character` and
`readings` what goes wrong where; `pen` is the only one that writes.
"""

from store.demo.people import PEOPLE, DemoPerson
from store.demo.story import Demo, write

__all__ = ["PEOPLE", "Demo", "DemoPerson", "write"]
