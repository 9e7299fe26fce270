"""The templates of the pages and the sheet, from one environment that escapes what it is given."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment, Template

TEMPLATES = Path(__file__).parent / "templates"


def get_template(name: str) -> Template:
    """The template in a file of the folder. Raises jinja2.TemplateNotFound."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    """Made when a page is first wanted: a command that prints none does not load the library."""
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
