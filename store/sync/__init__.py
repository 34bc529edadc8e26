"""Sync: every event of the site on every device, through one ordinary file on a share.

`exchange` is the protocol, `courier` keeps it going in a thread, `share` remembers which file it is and `standing`
is what everybody else may know of it. Nothing here runs on the thread of the screen.
"""

from store.sync.report import Progress, Report
from store.sync.share import Share
from store.sync.standing import Standing, Trouble

__all__ = ["Progress", "Report", "Share", "Standing", "Trouble"]
