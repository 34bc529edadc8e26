"""Accountability 责任追究: who answers for a finding, or why nobody does (brief D3.15; rules.md 7).

Never shown by name in the lobby. Whoever finds and mends their own fault in time is credited, or people would stop
reporting.
"""

from checkpoints.work.accounts.facts import AccountFact
from checkpoints.work.accounts.state import Account, Accounts, apply, index

__all__ = ["Account", "AccountFact", "Accounts", "apply", "index"]
