"""Reference pages written from the code: rules, data files, command line."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from loaders.layout import LAYOUTS
from ontology import vocabulary
from ontology.findings import Rule
from ontology.plan_rules import PLAN_RULES
from ontology.rules import RULES


def rules_page() -> str:
    """The rules about data with their reasons."""
    return _rules(
        "# Rules about data",
        "`coherence check [DIR]` asks every rule. An error refuses the whole folder: nothing is "
        "half-loaded. A message names the file and the row and says how to mend it.",
        RULES,
    )


def plan_rules_page() -> str:
    """The rules about schemes of work with their reasons."""
    return _rules(
        "# Rules about schemes of work",
        "`coherence lint FILE...` asks every rule. The severity is that of the gravest breach: "
        "what is only helpful is told more mildly, and what hangs on a match that nobody has "
        "confirmed is provisional, at most a warning. A message names the cell and says how to "
        "mend it. A rule can be suppressed, with a reason, in the sheet `Settings` of a workbook "
        "or in `settings.suppressions` of a plan in JSON.",
        PLAN_RULES,
    )


def _rules(title: str, intro: str, rules: Mapping[str, Rule]) -> str:
    lines = [title, "", intro, "", "| rule | severity | asks |", "|---|---|---|"]
    lines += [
        f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity} | {rule.asks} |"
        for rule in rules.values()
    ]
    for rule in rules.values():
        lines += ["", f"## {rule.id}", "", f"{rule.asks} *{rule.severity.capitalize()}.*", ""]
        lines += [rule.why]
    return "\n".join(lines) + "\n"


def data_page() -> str:
    """The data files: columns, cells and closed lists."""
    lines = [
        "# The data files",
        "",
        "In `data/`, one row a record, CSV that opens in Excel by a double click and diffs in git. "
        "The canonical form: UTF-8 with a byte order mark, commas, LF, rows in the order of their "
        "ids (statements in the order of their documents). `coherence tidy` makes what a "
        "spreadsheet saved canonical. A list in a cell is separated by `; `; an empty cell is "
        "nothing.",
        "",
        "| file | columns | a row is |",
        "|---|---|---|",
    ]
    for layout in LAYOUTS:
        file = f"{layout.kind}/SUBJECT.csv" if layout.by_subject else f"{layout.kind}.csv"
        says = (layout.record.__doc__ or "").split("\n")[0]
        lines.append(f"| `{file}` | {', '.join(f'`{c}`' for c in layout.columns)} | {says} |")
    lines += ["", "## Closed lists", ""]
    lists = [
        kind
        for kind in vars(vocabulary).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and len(kind)
    ]
    for kind in lists:
        says = (kind.__doc__ or "").split("\n")[0]
        words = " · ".join(f"`{word.value}`" for word in kind)
        lines.append(f"- **{kind.__name__}**: {says} {words}")
    return "\n".join(lines) + "\n"


def cli_page() -> str:
    """The command line reference, from the commands themselves."""
    import typer
    from typer.core import TyperGroup

    from api.cli import app

    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    lines = [
        "# The command line",
        "",
        "Exit codes: 0 answered (an empty answer too), 1 a finding of severity error, 2 wrong use.",
        "Every command takes `--help`; lists are given by repeating an option.",
    ]
    commands = [
        (f"{name} {inner}" if inner else name, part)
        for name, verb in command.commands.items()
        for inner, part in (
            verb.commands.items() if isinstance(verb, TyperGroup) else ((None, verb),)
        )
    ]
    for name, verb in commands:
        lines += ["", f"## `coherence {name}`", "", (verb.help or "").strip(), ""]
        lines += ["| argument or option | means | usual |", "|---|---|---|"]
        for parameter in verb.params:
            spelt = " ".join(parameter.opts + parameter.secondary_opts)
            says = getattr(parameter, "help", None) or ""
            usual = parameter.default
            shown = "" if usual in (None, (), [], "") else str(usual)
            metavar = parameter.name if not spelt.startswith("-") else spelt
            lines.append(f"| `{metavar}` | {says} | {shown} |")
    return "\n".join(lines) + "\n"
