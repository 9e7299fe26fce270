"""The engines: each builds from the same links and answers the same questions.

`reach` is all that rests on a group of topics, in the form the engine gives; `members` makes a
set of it, for the check. `chains` gives the best chain of every topic that rests on the group,
as link numbers from the dependent down: strongest weakest link, then best worst basis, then
fewest links, then smallest numbers. Everything that can be built beforehand is (a graph per
level of grade), and is counted as building.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, ClassVar

from bench.graphs import Graph

Question = Sequence[int]
Chains = dict[int, tuple[int, ...]]


class Engine:
    """What is measured of an engine. `does` names the methods beside `build` that it has."""

    does: ClassVar[tuple[str, ...]] = ("reach", "chains")
    library: ClassVar[str] = "builtins"

    def __init__(self) -> None:
        """Import the library, so that this does not count as building."""
        self.module = import_module(self.library)

    def build(self, graph: Graph) -> None:
        """Take the links in; all that a question needs is ready afterwards."""
        raise NotImplementedError

    def reach(self, question: Question) -> Any:
        """All that rests on the topics, themselves included."""
        raise NotImplementedError

    def members(self, reached: Any) -> set[int]:
        """What `reach` gave as a set of topic numbers."""
        return set(reached)

    def chains(self, question: Question) -> Chains:
        """The best chain of every topic that rests on the topics, by topic."""
        raise NotImplementedError
