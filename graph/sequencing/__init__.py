"""Putting items in order under constraints: a proposal at once, the best order, or why none.

Nothing here knows what a curriculum is.

```python
from graph.sequencing import fewest_moves, propose, solve

weights = fewest_moves(problem)
first = propose(problem, weights)
best = solve(problem, weights, start=first)
```
"""

from graph.sequencing.conflict import Conflict, Undecided, conflicts
from graph.sequencing.exact import Progress, solve
from graph.sequencing.judged import violations
from graph.sequencing.local import propose
from graph.sequencing.problem import (
    Apart,
    Before,
    Item,
    Kind,
    Lane,
    Outcome,
    Problem,
    Reason,
    Solution,
    Together,
    Weights,
    best_spacing,
    fewest_clashes,
    fewest_moves,
    modes,
)

__all__ = [
    "Apart",
    "Before",
    "Conflict",
    "Item",
    "Kind",
    "Lane",
    "Outcome",
    "Problem",
    "Progress",
    "Reason",
    "Solution",
    "Together",
    "Undecided",
    "Weights",
    "best_spacing",
    "conflicts",
    "fewest_clashes",
    "fewest_moves",
    "modes",
    "propose",
    "solve",
    "violations",
]
