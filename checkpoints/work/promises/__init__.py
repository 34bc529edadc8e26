"""Promises: a reply owed to an owner within a time limit, and who was asked first (brief D3.13, D3.14, D3.16).

The clock runs from discovery and stops only at a reply to the owner; telling a department is not a reply.
"""

from checkpoints.work.promises.facts import PromiseFact
from checkpoints.work.promises.state import Offer, Promise, Promises, apply, index

__all__ = ["Offer", "Promise", "PromiseFact", "Promises", "apply", "index"]
