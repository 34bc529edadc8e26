"""The packaged default site, and the way in for any other: see `checkpoints.site.reading.reader`."""

from checkpoints.site.reading.problems import Problem, SiteProblems
from checkpoints.site.reading.reader import default_site, read_site, read_texts

__all__ = ["Problem", "SiteProblems", "default_site", "read_site", "read_texts"]
