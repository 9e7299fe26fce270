"""Sets of topics: their names in a sentence, their ids, and what rests on them."""

from __future__ import annotations

from graph.plans.tables import Tables, numbers_of
from graph.plans.wording import SHOWN


def labels_of(tables: Tables, topics: int) -> str:
    """The labels of a bit set of topics, of a long one the first few and how many more."""
    numbers = numbers_of(topics)
    named = ", ".join(tables.index.topics[number].label for number in numbers[:SHOWN])
    more = len(numbers) - SHOWN
    return named if more <= 0 else f"{named} and {more} more"


def ids_of(tables: Tables, topics: int) -> tuple[str, ...]:
    """The ids of a bit set of topics, ascending."""
    return tuple(tables.index.topics[number].id for number in numbers_of(topics))


def resting_on(tables: Tables, topics: int, among: int) -> int:
    """Of some topics those that rest on others, directly or not, the latter left out. O(topics)."""
    resting = 0
    for number in numbers_of(topics):
        resting |= tables.rests[number]
    return resting & among & ~topics
