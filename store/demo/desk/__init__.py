"""What the office does: meetings, checks, sums, reports, talks, an incident, all through the ordinary decisions.

`filling` fills a step in; `day`, `week`, `month` and `trouble` say what is done when; `sayings` has the words.
"""

from store.demo.desk.day import evening, morning, noon

__all__ = ["evening", "morning", "noon"]
