"""The grammar of identifiers, which live for ever.

| thing | looks like | made of |
|---|---|---|
| source, framework, theme | `gcse-maths` | a slug |
| statement | `gcse-maths:R5` | framework, code |
| topic | `maths:dividing-in-a-ratio` | subject, slug |
| requires edge | `maths:a~maths:b` | dependent, prerequisite |
| uses edge | `physics:a~maths:b`, `…~2` | dependent, prerequisite, which of several |
| equation | `PE23` | subject's letter, E, number |
| timing fact | `oak-maths~taught~maths:a` | scheme, fact, topic, by whom it is needed, which |
| membership | `ratio~maths:a` | theme, topic |
| address | `maths:a~gcse-maths:R5~foundation` | topic, statement, tier |
"""

from __future__ import annotations

import re
from typing import Any

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
CODE = r"[A-Z]+(?:-[A-Z]+)?[0-9]{1,4}[a-z]?|[0-9]{1,4}[a-z]"
SLUG_PATTERN = rf"^{SLUG}$"
SUBJECT = "maths|biology|chemistry|physics|working-scientifically"
TOPIC_PATTERN = rf"^(?:{SUBJECT}):{SLUG}$"
STATEMENT_PATTERN = rf"^{SLUG}:(?:{CODE})$"
EQUATION_PATTERN = r"^[BCP]E[0-9]{2}$"
JOIN = "~"


def join_id(*parts: str) -> str:
    """The identifier of a thing made of others, as `ratio~maths:a`."""
    return JOIN.join(parts)


def split_statement_id(statement: str) -> tuple[str, str]:
    """Framework and code of a statement id: `("gcse-maths", "R5")`."""
    framework, _, code = statement.partition(":")
    return framework, code


_NUMBERS = re.compile(r"(\d+)")


def natural(text: str) -> tuple[Any, ...]:
    """Order in which R2 comes before R10."""
    return tuple(
        (1, int(part), "") if part.isdecimal() else (0, 0, part) for part in _NUMBERS.split(text)
    )
