"""The register as one sheet to print for a joint department meeting: markdown, and HTML."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.index import Index, label_of
from graph.questions import Register
from graph.register import register
from ontology.crossings import Sheet, TermRow
from ontology.vocabulary import SubjectAsked

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


def sheet_of(index: Index, question: Register) -> Sheet:
    """The sheet of a question. Raises as `graph.register.register`."""
    found = register(index, question)
    between = [name(SubjectAsked(subject)) for subject in found.query.get("between", ())]
    touched = [label_of(index, id_) for id_ in found.query.get("of", ())]
    title = "Words for " + (" and ".join(between) or "mathematics and science")
    if touched:
        title += ": " + ", ".join(touched)
    return Sheet(title=title, rows=found.data)


def name(subject: SubjectAsked) -> str:
    """A department in words."""
    return "mathematics" if subject is SubjectAsked.MATHS else subject.value.replace("-", " ")


def sheet_markdown(sheet: Sheet) -> str:
    """The sheet as markdown. O(rows)."""
    lines = [f"# {sheet.title}", ""]
    for row in sheet.rows:
        lines += [f"## {row.label}", "", f"- **In mathematics:** {row.maths}"]
        lines += [f"- **In science:** {row.science}"]
        if row.notation:
            lines += [f"- **Written:** {row.notation}"]
        lines += [f"- **To both:** {row.wording}"]
        lines += [f"- *{ground(row)}*", ""]
    lines += [_closing(sheet), ""]
    return "\n".join(lines)


def ground(row: TermRow) -> str:
    """What a term stands on, and whether a teacher has reviewed it."""
    place = ", ".join(part for part in (row.source, row.locator) if part)
    return f"{row.basis}{f': {place}' if place else ''}; {row.review}"


def _closing(sheet: Sheet) -> str:
    count = "1 word" if len(sheet.rows) == 1 else f"{len(sheet.rows)} words"
    return f"{count}. Agree on each: who says what, from when."


def sheet_html(sheet: Sheet) -> str:
    """The sheet as a page that stands alone, its style within it. O(rows)."""
    style = (TEMPLATES / "sheet.css").read_text(encoding="utf-8")
    return _render(sheet, style)


def sheet_page(sheet: Sheet) -> str:
    """The sheet as a page of the service, its style linked."""
    return _render(sheet, None)


def _render(sheet: Sheet, style: str | None) -> str:
    template = _environment().get_template("sheet.html")
    return template.render(
        title=sheet.title,
        rows=sheet.rows,
        style=style,
        ground=ground,
        closing=_closing(sheet),
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
