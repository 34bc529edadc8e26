"""What is wrong with a site file, said so that the person who wrote it can put it right.

Each problem names the file, the line, the field, what was expected and what stands there, in Chinese and in
English. Both texts stand here in one table and not in gettext, because they are shown together and because a
file can be wrong before any language is chosen.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from checkpoints.site.words import Lang

__all__ = ["EXPECTED", "Mark", "Problem", "SiteProblems"]

EXPECTED: dict[str, tuple[str, str]] = {
    # The file as such
    "readable": ("是能读取的文件（{why}）", "a file that can be read ({why})"),
    "not_empty": ("文件里有内容", "a file with something in it"),
    "yaml_files": ("文件夹里至少有一个 .yaml 文件", "at least one .yaml file in the folder"),
    "smaller": ("站点文件不超过 {most}", "a site file of at most {most}"),
    "utf8": (
        "用 UTF-8 编码（在编辑器中另存为 UTF-8）",
        "text in UTF-8 (save it again with the encoding UTF-8)",
    ),
    "printable": ("只用普通文字，不含控制字符", "plain text without control characters"),
    "yaml": (
        "YAML 写法正确：请看这一行和上一行的缩进、冒号后的空格、引号和括号",
        "correct YAML: look at the indentation, the space after colons, quotes and brackets, here and one line up",
    ),
    "no_tab": ("用空格缩进，不用制表符（Tab）", "spaces for indentation, no tab"),
    "plain_colon": ("用半角冒号加空格“: ”，不用全角“：”", "a plain colon and a space ': ', not the full-width '：'"),
    "one_document": ("一个文件只写一份内容（去掉“---”）", "one document in a file (remove '---')"),
    "no_alias": ("把内容写出来，不用 * & 引用", "the content written out, no * or & references"),
    "no_tag": ("只写普通的值，不用 ! 标记", "a plain value, no ! tag"),
    "shallower": ("不超过 {most} 层", "at most {most} levels"),
    "once": ("每个字段只写一次（第 {first} 行已有）", "each field once (it stands on line {first} already)"),
    "one_file": ("只在一个文件里写（{file} 第 {line} 行已有）", "in one file only ({file} line {line} has it already)"),
    "extends": ("写 default（只能以内置站点为底）", "default (only the packaged site can be the base)"),
    # Shapes
    "required": ("写上 {name}", "the field {name} here"),
    "known": ("用已知的字段：{names}", "a known field: {names}"),
    "fields": ("是一组“名称: 值”", "a group of 'name: value'"),
    "list": ("是一个列表", "a list"),
    "text": ("是文字（像数字的要加引号）", "words (in quotes when they look like a number)"),
    "whole": ("是整数", "a whole number"),
    "number": ("是数字", "a number"),
    "yes_no": ("写 true 或 false", "true or false"),
    "one_of": ("只能是 {names}", "one of {names}"),
    "at_least": ("不小于 {least}", "{least} or more"),
    "more_than": ("大于 {least}", "more than {least}"),
    "at_most": ("不大于 {most}", "{most} or less"),
    "longer": ("至少 {least} 个字", "at least {least} characters"),
    "shorter": ("不超过 {most} 个字", "at most {most} characters"),
    "more_items": ("至少 {least} 项", "at least {least} of them"),
    "fewer_items": ("最多 {most} 项", "at most {most} of them"),
    "other": ("填合适的值（{why}）", "a value that fits ({why})"),
    # What must agree with what
    "not_blank": ("不能只有空格", "more than blanks"),
    "id": ("编号只用文字、数字、. _ -，不含空格", "an id of letters, digits, . _ - and no blanks"),
    "unique": ("不与别处重复（{file} 第 {line} 行已用）", "a value of its own (used on {file} line {line})"),
    "known_id": ("填已有的{what_zh}编号：{names}", "the id of a {what_en} that exists: {names}"),
    "check_of_kind": ("填 {kind} 类巡检点的检查项：{names}", "a check of the kind {kind}: {names}"),
    "bounds": ("{low} 不大于 {high}", "{low} not above {high}"),
    "unit": (
        '给数值写单位 unit（纯数字写 unit: ""）',
        'a unit for the number (unit: "" for a pure number)',
    ),
    "number_only": ("只有 number 类型才有此字段", "this only on answers of type number"),
    "choice_only": ("只有 choice 类型才有选项", "options only on answers of type choice"),
    "one_ok": ("至少一个选项 ok: true", "at least one option with ok: true"),
    "on_fail": (
        "写 on_fail：不合格时的级别、部门和时限",
        "on_fail: severity, department and deadline for a failed answer",
    ),
    "timezone": ("写时区名，例如 Asia/Shanghai", "the name of a time zone such as Asia/Shanghai"),
    "month_day": ("写月-日，例如 05-01", "month-day such as 05-01"),
    "time": ("写时:分，例如 12:00", "hour:minute such as 12:00"),
    "date": ("写年-月-日，例如 2026-02-15", "year-month-day such as 2026-02-15"),
    "later": ("晚于 {than}", "later than {than}"),
    "not_before": ("不早于 {than}", "not before {than}"),
    "within": ("在 {start} 到 {end} 之间", "between {start} and {end}"),
    "rising": ("一个比一个大", "numbers of which each is greater than the one before"),
    "fits_half": (
        "不超过这半天的 {most} 分钟",
        "at most the {most} minutes of this half-day",
    ),
    "alone": ("on_demand 不与星期同用", "on_demand by itself, without weekdays"),
    "in_use": ("填在用的巡检点（{id} 已停用）", "a checkpoint in use ({id} is retired)"),
    "choices_only": ("只有 choice 和 several 类型才有选项", "options only on fields of type choice or several"),
    "columns_only": ("只有 lines 和 table 类型才有列", "columns only on fields of type lines or table"),
    "columns": ("写上列 columns", "the columns of the lines or table"),
    "plain_column": ("列里不再套 lines 或 table", "a column that holds one value, no lines or table"),
    "photos_id": (
        "名为 photos 或以 photos_ 开头：照片靠这个名字传到别的设备",
        "photos, or photos_ and more: by this name pictures find their way to other devices",
    ),
    "field_here": ("填本步骤里的字段：{names}", "a field of this step: {names}"),
    "step_field": ("填前面步骤的 步骤.字段：{names}", "step.field of an earlier step: {names}"),
    "step_before": ("填前面的步骤：{names}", "an earlier step: {names}"),
    "step_of_form": ("填该表单的步骤：{names}", "a step of that form: {names}"),
    "duty_form": ("写上表单 form：这种凭据看它的记录", "the form whose records are that evidence"),
    "value_of": ("填该字段的选项：{names}", "an option of that field: {names}"),
    "fixed": ("保留 {name}：程序的规则要用它", "the {name} that the rules stand on"),
    "number_field": ("只有 number 和 money 类型才有上下限", "limits only on fields of type number or money"),
    "hundred": ("各项权重合计 100", "weights that make 100 together"),
    "falling": ("小于上一级的 {than}", "less than {than}, the grade before it"),
    "all_severities": ("写全四级：S1、S2、S3、S4", "all four: S1, S2, S3, S4"),
}
"""Code -> what was expected, in Chinese and in English, with {fields}."""

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file: its line, from 1, and the field as it is reached from the top of that file."""

    file: str
    line: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. `found` is what stands there now; empty where something is missing."""

    file: str
    line: int
    field: str
    code: str
    found: str = ""
    params: dict[str, str] = dataclasses.field(default_factory=dict[str, str])

    def expected(self, lang: Lang) -> str:
        """What should stand there."""
        return EXPECTED[self.code][0 if lang == "zh" else 1].format(**self.params)

    def say(self, lang: Lang) -> str:
        """The whole problem in one line: file, line, field, expected, found."""
        found = self.found if len(self.found) <= _SHOWN else self.found[: _SHOWN - 1] + "…"
        if lang == "zh":
            where = f"{self.file} 第 {self.line} 行" + (f" {self.field}" if self.field else "")
            said = f"{where}：要求{self.expected('zh')}" + (f"；现在是“{found}”" if found else "")
        else:
            where = f"{self.file} line {self.line}" + (f", {self.field}" if self.field else "")
            said = f"{where}: expected {self.expected('en')}" + (f'; found "{found}"' if found else "")
        # What a file holds goes to a terminal here: nothing of it may steer the terminal.
        return "".join(c if c.isprintable() else "?" for c in said)


class SiteProblems(Exception):  # noqa: N818  (it is a list of problems, and the one way to say that nothing was loaded)
    """A site was not loaded. `problems` holds every one that could be seen, in order of file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=lambda p: (p.file, p.line)))
        super().__init__(f"{len(self.problems)} problems")

    def __str__(self) -> str:
        return "\n".join(f"{p.say('zh')}\n{p.say('en')}" for p in self.problems)
