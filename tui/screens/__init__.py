"""The screens, a module each; the sheets that they open stand beside them."""

from __future__ import annotations

__all__ = ["SCREENS"]

SCREENS: dict[str, str] = {
    "welcome": "tui.screens.welcome:WelcomeScreen",
    "kiosk": "tui.screens.kiosk:KioskScreen",
    "clock": "tui.screens.clock:ClockScreen",
    "public_report": "tui.screens.public_report:PublicReportScreen",
    "sign_in": "tui.screens.sign_in:SignInScreen",
    "home": "tui.screens.home:HomeScreen",
    "start_round": "tui.screens.start_round:StartRoundScreen",
    "checkpoint": "tui.screens.checkpoint:CheckpointScreen",
    "history": "tui.screens.history:HistoryScreen",
    "round_detail": "tui.screens.round_detail:RoundDetailScreen",
    "presence": "tui.screens.presence:PresenceScreen",
    "records": "tui.screens.records:RecordsScreen",
    "form": "tui.screens.form:FormScreen",
    "record": "tui.screens.record:RecordScreen",
    "register": "tui.screens.register:RegisterScreen",
    "forms": "tui.screens.forms:FormsScreen",
    "board": "tui.screens.board:BoardScreen",
    "finding": "tui.screens.finding:FindingScreen",
    "promises": "tui.screens.promises:PromisesScreen",
    "promise": "tui.screens.promise:PromiseScreen",
    "accounts": "tui.screens.accounts:AccountsScreen",
    "charts": "tui.screens.charts:ChartsScreen",
    "trend": "tui.screens.trend:TrendScreen",
    "duties": "tui.screens.duties:DutiesScreen",
    "incident": "tui.screens.incident:IncidentScreen",
    "people": "tui.screens.people:PeopleScreen",
    "labels": "tui.screens.labels:LabelsScreen",
}
"""Every screen, imported when it is first gone to."""
