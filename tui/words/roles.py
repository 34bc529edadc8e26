"""What the roles of the team are called on every screen."""

from __future__ import annotations

from tui.i18n import N_, _

__all__ = ["ROLES", "role_name"]

ROLES: dict[str, str] = {
    "assistant": N_("Assistant"),
    "supervisor": N_("Supervisor"),
    "manager": N_("Project manager"),
    "dept_head": N_("Department head"),
    "desk": N_("Front desk"),
    "staff": N_("Staff"),
    "engineer": N_("Engineer"),
    "contractor": N_("Contractor"),
}
"""As msgids, by role."""


def role_name(role: str) -> str:
    """A role in the language of the moment; its id where it is not known here."""
    return _(ROLES.get(role, role))
