"""Mistakes people make in site files, one each in a small site, and what the reader must say about them."""

from dataclasses import dataclass

from tests.support.site_text import SITE_TEXT

__all__ = ["MISTAKES", "Mistake"]


@dataclass(frozen=True)
class Mistake:
    """`old` becomes `new`; the problem stands on the line that holds `at` (by default the first line of `new`)."""

    old: str
    new: str
    field: str
    code: str
    at: str = ""

    def text(self) -> str:
        """The small site with this mistake in it."""
        assert self.old in SITE_TEXT, self.old
        return SITE_TEXT.replace(self.old, self.new, 1)

    def line(self) -> int:
        """Where it has to be found."""
        text = self.text()
        return text.count("\n", 0, text.index(self.at or self.new.strip().split("\n")[0])) + 1


_ASKED = "id: q, zh: 问, en: Q, rule: match"
_RED, _BLUE = "{value: red, zh: 红, en: Red}", "{value: blue, zh: 蓝, en: Blue}"

MISTAKES = {
    "a field is missing": Mistake(
        "{id: CP-1, number: 1, zone: Z1, kind: pump_room, zh: 东泵房, en: East pump room}",
        "{id: CP-1, number: 1, kind: pump_room, zh: 东泵房, en: East pump room}",
        "checkpoints[0].zone",
        "required",
    ),
    "a whole section is missing": Mistake(
        "departments:\n  - {id: engineering, zh: 工程, en: Engineering}\n",
        "",
        "departments",
        "required",
        at="schema_version",
    ),
    "a field is misspelt": Mistake(
        "{id: CP-1, number: 1, zone: Z1, kind: pump_room, zh: 东泵房, en: East pump room}",
        "{id: CP-1, number: 1, zoen: Z1, kind: pump_room, zh: 东泵房, en: East pump room}",
        "checkpoints[0].zoen",
        "known",
    ),
    "a section is misspelt": Mistake("\nroutes:", "\nrouts:", "routs", "known", at="routs:"),
    "a nested field is misspelt": Mistake(
        "on_the_spot: false", "on_spot: false", "kinds[0].checks[0].on_fail.on_spot", "known"
    ),
    "words where a number goes": Mistake("number: 1,", "number: one,", "checkpoints[0].number", "whole"),
    "a fraction where a whole number goes": Mistake("number: 1,", "number: 1.5,", "checkpoints[0].number", "whole"),
    "a number in quotes": Mistake("ok_min: 0.4,", 'ok_min: "0.4",', "kinds[0].checks[0].answer.ok_min", "number"),
    "not a finite number": Mistake("ok_min: 0.4,", "ok_min: .nan,", "kinds[0].checks[0].answer.ok_min", "number"),
    "yes instead of true": Mistake("ok: true}", "ok: yes}", "kinds[0].checks[1].answer.options[0].ok", "yes_no"),
    "a number where a name goes": Mistake("zh: 小花园", "zh: 123", "site.name_zh", "text"),
    "a list where one id goes": Mistake("zone: Z1, kind", "zone: [Z1], kind", "checkpoints[0].zone", "text"),
    "one id where a list goes": Mistake("days: [mon, tue]", "days: mon", "routes[0].days", "list"),
    "a text where a group goes": Mistake(
        "answer: {type: photo}", "answer: photo", "kinds[0].checks[4].answer", "fields"
    ),
    "an unknown answer type": Mistake("type: photo", "type: picture", "kinds[0].checks[4].answer.type", "one_of"),
    "an unknown weekday": Mistake("[mon, tue]", "[mon, die]", "routes[0].days[1]", "one_of"),
    "a severity that is none": Mistake(
        "{severity: S2", "{severity: S9", "kinds[0].checks[1].on_fail.severity", "one_of"
    ),
    "a role that is none": Mistake("{id: assistant", "{id: janitor", "roles[0].id", "one_of"),
    "a content group that is none": Mistake("  c: {zh", "  q: {zh", "content_groups.q", "one_of"),
    "a code number out of range": Mistake("number: 1,", "number: 70000,", "checkpoints[0].number", "at_most"),
    "a code number of zero": Mistake("number: 1,", "number: 0,", "checkpoints[0].number", "at_least"),
    "no minutes": Mistake("est_minutes: 60", "est_minutes: 0", "routes[0].est_minutes", "more_than"),
    "an empty name": Mistake("zh: 东泵房", 'zh: ""', "checkpoints[0].zh", "longer"),
    "a blank name": Mistake("zh: 东泵房", 'zh: "  "', "checkpoints[0].zh", "not_blank"),
    "a name without end": Mistake(
        "zh: 东泵房",
        "zh: " + "长" * 201,
        "checkpoints[0].zh",
        "shorter",
    ),
    "a check without source": Mistake(
        "source: [GK]\n      - id: P-5", "source: []\n      - id: P-5", "kinds[0].checks[3].source", "more_items"
    ),
    "a question with an unknown rule": Mistake(
        "zh: 东泵房, en: East pump room}",
        "zh: 东泵房, en: East pump room, challenges: [{id: q, zh: 问, en: Q, rule: guess}]}",
        "checkpoints[0].challenges[0].rule",
        "one_of",
    ),
    "a question with one answer": Mistake(
        "zh: 东泵房, en: East pump room}",
        f"zh: 东泵房, en: East pump room, challenges: [{{{_ASKED}, options: [{_RED}]}}]}}",
        "checkpoints[0].challenges[0].options",
        "more_items",
    ),
    "an expected answer that cannot be chosen": Mistake(
        "zh: 东泵房, en: East pump room}",
        f"zh: 东泵房, en: East pump room, challenges: [{{{_ASKED}, expected: green, options: [{_RED}, {_BLUE}]}}]}}",
        "checkpoints[0].challenges[0].expected",
        "one_of",
    ),
    "words where a question wants a number": Mistake(
        "zh: 东泵房, en: East pump room}",
        "zh: 东泵房, en: East pump room, challenges: [{id: q, zh: 问, en: Q, rule: match, expected: green}]}",
        "checkpoints[0].challenges[0].expected",
        "number",
    ),
    "a range without ends": Mistake(
        "zh: 东泵房, en: East pump room}",
        "zh: 东泵房, en: East pump room, challenges: [{id: q, zh: 问, en: Q, rule: range}]}",
        "checkpoints[0].challenges[0].rule",
        "required",
    ),
    "a share above one": Mistake(
        "patrol_policy:\n",
        "presence_policy: {fast_share: 1.4}\npatrol_policy:\n",
        "presence_policy.fast_share",
        "at_most",
    ),
    "a sign that is none": Mistake(
        "patrol_policy:\n",
        "presence_policy: {costs: {walking: 5}}\npatrol_policy:\n",
        "presence_policy.costs.walking",
        "known",
    ),
    "a newer layout": Mistake("schema_version: 1", "schema_version: 2", "schema_version", "one_of"),
    "a zone that does not exist": Mistake(
        "number: 1, zone: Z1", "number: 1, zone: Z99", "checkpoints[0].zone", "known_id"
    ),
    "a kind that does not exist": Mistake(
        "zone: Z1, kind: pump_room", "zone: Z1, kind: pool", "checkpoints[0].kind", "known_id"
    ),
    "a department that does not exist": Mistake(
        "{severity: S1, department: engineering",
        "{severity: S1, department: gardeners",
        "kinds[0].checks[0].on_fail.department",
        "known_id",
    ),
    "a category that does not exist": Mistake(
        "on_the_spot: false, category: equipment",
        "on_the_spot: false, category: fire",
        "kinds[0].checks[0].on_fail.category",
        "known_id",
    ),
    "a season that does not exist": Mistake(
        "season: flood", "season: monsoon", "kinds[0].checks[2].season", "known_id"
    ),
    "a source that does not exist": Mistake(
        "source: [GK]", "source: [GK, P99]", "kinds[0].checks[0].source[1]", "known_id"
    ),
    "a content group that is not described": Mistake("group: a", "group: b", "kinds[0].checks[2].group", "known_id"),
    "a route over a place that does not exist": Mistake(
        "[CP-1, CP-2]", "[CP-1, CP-3]", "routes[0].checkpoints[1]", "known_id"
    ),
    "a route over a retired place": Mistake(
        "{id: CP-1, number: 1, zone: Z1, kind: pump_room, zh: 东泵房, en: East pump room}",
        "{id: CP-1, number: 1, zone: Z1, kind: pump_room, zh: 东泵房, en: East pump room, retired: true}",
        "routes[0].checkpoints[0]",
        "in_use",
        at="[CP-1, CP-2]",
    ),
    "a route that names a place twice": Mistake("[CP-1, CP-2]", "[CP-1, CP-1]", "routes[0].checkpoints[1]", "unique"),
    "an override of a check of another kind": Mistake(
        "overrides: {P-1:", "overrides: {Q-1:", "checkpoints[1].overrides.Q-1", "check_of_kind"
    ),
    "a phrase for a kind that does not exist": Mistake(
        "kinds: [pump_room]", "kinds: [pool]", "phrases[0].kinds[0]", "known_id"
    ),
    "a severity that is not described": Mistake(
        "  - {id: S4, zh: 轻微, en: Minor, respond_h: 8, default_deadline_h: 168}\n",
        "",
        "severities",
        "all_severities",
        at="severities:",
    ),
    "an id used twice": Mistake("{id: CP-2,", "{id: CP-1,", "checkpoints[1].id", "unique", at="number: 2"),
    "a code number used twice": Mistake("number: 2,", "number: 1,", "checkpoints[1].number", "unique", at="{id: CP-2"),
    "a check id used twice": Mistake(
        "id: P-5", "id: P-4", "kinds[0].checks[4].id", "unique", at="id: P-4\n        group: c\n        zh: 全景"
    ),
    "an option used twice": Mistake(
        "value: manual", "value: auto", "kinds[0].checks[1].answer.options[1].value", "unique", at="zh: 手动"
    ),
    "an id with a blank": Mistake("{id: Z1,", "{id: Z 1,", "zones[0].id", "id"),
    "bounds the wrong way round": Mistake("ok_max: 0.6", "ok_max: 0.35", "kinds[0].checks[0].answer.ok_max", "bounds"),
    "a critical bound inside the normal range": Mistake(
        "crit_max: 0.75", "crit_max: 0.5", "kinds[0].checks[0].answer.crit_max", "bounds"
    ),
    "an override that turns the bounds round": Mistake(
        "{ok_min: 0.45}", "{ok_min: 0.9}", "checkpoints[1].overrides.P-1.ok_min", "bounds"
    ),
    "a number without unit": Mistake(
        "unit: MPa, ", "", "kinds[0].checks[0].answer.unit", "unit", at="answer: {type: number"
    ),
    "a range on something that is no number": Mistake(
        "{type: pass_fail_na}", "{type: pass_fail_na, ok_max: 3}", "kinds[0].checks[2].answer.ok_max", "number_only"
    ),
    "options on something that is no choice": Mistake(
        "{type: text}",
        "{type: text, options: [{value: a, zh: 甲, en: a, ok: true}]}",
        "kinds[0].checks[3].answer.options",
        "choice_only",
    ),
    "a choice of one": Mistake(
        "            - {value: manual, zh: 手动, en: manual, ok: false}\n",
        "",
        "kinds[0].checks[1].answer.options",
        "more_items",
        at="options:",
    ),
    "a choice with nothing right": Mistake(
        "ok: true}", "ok: false}", "kinds[0].checks[1].answer.options", "one_ok", at="options:"
    ),
    "nothing said about a failed answer": Mistake(
        "        on_fail: {severity: S3, department: engineering, deadline_h: 72, on_the_spot: true, "
        "category: equipment}\n",
        "",
        "kinds[0].checks[2].on_fail",
        "on_fail",
        at="id: P-3",
    ),
    "a time zone that does not exist": Mistake("Asia/Shanghai", "Asia/Shenzhen", "site.timezone", "timezone"),
    "a time zone that is a path": Mistake("Asia/Shanghai", "../../etc/passwd", "site.timezone", "timezone"),
    "a day that does not exist": Mistake("start: 04-15", "start: 04-31", "seasons[0].start", "month_day"),
    "a day written another way": Mistake("end: 10-15", "end: 10月15日", "seasons[0].end", "month_day"),
    "an hour that does not exist": Mistake("am_ends: 12:00", "am_ends: 25:00", "patrol_policy.am_ends", "time"),
    "an afternoon that ends before it begins": Mistake(
        "pm_ends: 18:00", "pm_ends: 11:00", "patrol_policy.pm_ends", "later"
    ),
    "a route longer than its half-day": Mistake(
        "half: am\n    est_minutes: 60",
        "half: pm\n    est_minutes: 400",
        "routes[0].est_minutes",
        "fits_half",
        at="est_minutes: 400",
    ),
    "weekdays and on demand together": Mistake("[mon, tue]", "[mon, on_demand]", "routes[0].days", "alone"),
    "a field written twice": Mistake(
        "  name_en: Small Garden\n",
        "  name_en: Small Garden\n  name_en: Big\n",
        "site.name_en",
        "once",
        at="name_en: Big",
    ),
    "a tab": Mistake("  name_en: Small", "\tname_en: Small", "", "no_tab"),
    "a full-width colon": Mistake("  name_en: Small", "  name_en：Small", "", "plain_colon"),
    "a quote that is not closed": Mistake("en: East pump room}", 'en: "East pump room}', "", "yaml", at='"East'),
    "a bracket that is not closed": Mistake("[CP-1, CP-2]", "[CP-1, CP-2", "", "yaml"),
    "an alias": Mistake("zone: Z1, kind", "zone: *z, kind", "checkpoints[0].zone", "no_alias"),
    "a tag that would run something": Mistake(
        "zone: Z1, kind", "zone: !!python/name:os.system x, kind", "checkpoints[0].zone", "no_tag"
    ),
    "two documents": Mistake("\nroutes:", "\n---\nroutes:", "", "one_document", at="---"),
    "a control character": Mistake("zh: 东泵房", 'zh: "东\\e[2J泵房"', "checkpoints[0].zh", "printable"),
    "text that turns the writing direction": Mistake("en: East pump room", "en: East \u202e pump", "", "printable"),
}
