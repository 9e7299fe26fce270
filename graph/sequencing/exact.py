"""The best order, or how far from it the best one found can be: a time-indexed model for HiGHS.

HiGHS runs on one thread with a fixed seed and is limited by its own steps, never by the clock, so
that the same problem gives the same order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.sequencing.compact import compact
from graph.sequencing.judged import no_solution, solution, violations
from graph.sequencing.local import propose
from graph.sequencing.model import Model
from graph.sequencing.problem import Outcome, Problem, Solution, Weights

if TYPE_CHECKING:
    from highspy import Highs, HighsCallbackEvent

METHOD = "HiGHS, time-indexed"
EFFORT = 180_000
"""Steps of the search times blocks that can move, after which the best order so far is given with
its gap: 600 steps for 300 blocks, some half a minute."""
SEED = 20
_NO_PROBING = 1 << 15
"""The bit of `presolve_rule_off` for probing: here it takes seconds and removes nothing."""
_CUTS = 500
"""Cuts that are kept while they are of no use; more are slower to look through than to find."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is: steps of `effort`, branches, the best cost (infinite if none), a bound.

    No order costs less than `bound`; `gap` is the part of the cost above it, 0 to 1.
    """

    step: int
    effort: int
    nodes: int
    cost: float
    bound: float
    gap: float


def solve(
    problem: Problem,
    weights: Weights,
    effort: int = EFFORT,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    start: Solution | None = None,
) -> Solution:
    """The best order within so much effort, with a bound below which there is none.

    It begins from `start`, by default from `propose`, and never gives a dearer one. `progress` is
    told when something has changed; once `cancelled` says so, the best order so far is given. An
    exception from either ends the search and is raised here.

    Raises:
        ValueError: `start` breaks a constraint.

    Cost: exponential in the worst case; `effort` bounds it.
    """
    small = compact(problem, weights)
    if small is None:
        return no_solution(Outcome.IMPOSSIBLE, METHOD)
    if start is None:
        start = propose(problem, weights)
    known = start.slots if start.outcome is Outcome.FOUND else None
    dear = math.inf
    if known is not None:
        for reason in violations(problem, known):
            raise ValueError(f"the order to start from breaks {reason}")
        begun = solution(problem, weights, known, small.least(), METHOD)
        if begun.optimal:
            return begun
        start, dear = begun, begun.cost
    if cancelled is not None and cancelled():
        return start
    model = Model(small)
    watch = _Watch(small.free(), dear, small.least(), effort, progress, cancelled)
    found, bound, impossible = _run(model, watch, known and model.blocks(known))
    if impossible:
        assert known is None, "an order was found, and then a proof that there is none"
        return no_solution(Outcome.IMPOSSIBLE, METHOD)
    bound = max(bound, small.least())
    choices = [one for one in (known, found and small.expand(found)) if one is not None]
    if not choices:
        return no_solution(Outcome.UNDECIDED, METHOD, bound)
    answers = [solution(problem, weights, one, bound, METHOD) for one in choices]
    best = min(answers, key=lambda answer: answer.cost)
    assert not violations(problem, best.slots), "the order that was found breaks a constraint"
    return best


@dataclass(slots=True)
class _Watch:
    """Counts the work of a search, so much a step, tells of progress and stops it."""

    each: int
    cost: float
    bound: float
    effort: int
    progress: Callable[[Progress], None] | None
    cancelled: Callable[[], bool] | None
    step: int = 0
    told: tuple[int, float, float] = (-1, math.inf, -math.inf)
    error: BaseException | None = field(default=None)

    def see(self, event: HighsCallbackEvent) -> None:
        """Called by HiGHS at each step; an exception must not pass through it."""
        self.step += self.each
        try:
            stop = self._tell(event) or self.step >= self.effort
        except BaseException as error:
            self.error, stop = error, True
        if stop or self.error is not None:
            event.interrupt()

    def _tell(self, event: HighsCallbackEvent) -> bool:
        out = event.data_out
        self.cost = min(self.cost, out.mip_primal_bound)
        self.bound = max(self.bound, out.mip_dual_bound)
        now = out.mip_node_count, self.cost, self.bound
        if self.progress is not None and self.error is None and now != self.told:
            self.told = now
            nodes, cost, bound = now
            gap = (cost - bound) / cost if 0 < cost < math.inf else 1.0
            gap = min(1.0, max(0.0, gap))
            self.progress(Progress(self.step, self.effort, nodes, cost, bound, gap))
        return self.cancelled is not None and self.cancelled()


def _options(whole: bool) -> Mapping[str, bool | int | float | str]:
    """The options of HiGHS; in whole numbers an order less than 1 above the bound is the best."""
    return {
        "threads": 1,
        "parallel": "off",
        "random_seed": SEED,
        "presolve_rule_off": _NO_PROBING,
        "mip_pool_soft_limit": _CUTS,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.99 if whole else 1e-6,
    }


def _run(
    model: Model, watch: _Watch, known: Sequence[int] | None
) -> tuple[tuple[int, ...] | None, float, bool]:
    """The best order of blocks, a bound, and whether it is proved that there is no order."""
    from highspy import HighsModelStatus, SolutionStatus

    whole = model.whole()
    highs = _passed(model, _options(whole), known)
    highs.cbMipInterrupt.subscribe(watch.see)
    highs.run()
    if watch.error is not None:
        raise watch.error
    status, info = highs.getModelStatus(), highs.getInfo()
    if status == HighsModelStatus.kInfeasible:
        return None, math.inf, True
    bound = float(info.mip_dual_bound)
    if status not in (HighsModelStatus.kOptimal, HighsModelStatus.kInterrupt):
        raise RuntimeError(f"HiGHS ended with {highs.modelStatusToString(status)}")
    if whole and math.isfinite(bound):
        bound = math.ceil(bound - 1e-4)
    found = None
    if info.primal_solution_status == SolutionStatus.kSolutionStatusFeasible:
        found = model.slots(highs.getSolution().col_value)
    return found, bound, False


def _passed(
    model: Model,
    options: Mapping[str, bool | int | float | str],
    known: Sequence[int] | None,
) -> Highs:
    """HiGHS with a model, its options and an order to begin from."""
    import numpy as np
    from highspy import Highs, HighsStatus, MatrixFormat

    class Quiet(Highs):
        """HiGHS that prints nothing, not even its name as soon as it is made."""

        def enableCallbacks(self) -> None:  # noqa: N802
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    highs = Quiet()  # type: ignore[no-untyped-call]
    count = len(model.costs)
    columns = [column for row in model.rows for column in row[2]]
    starts = np.cumsum([0, *(len(row[2]) for row in model.rows)])
    done = [highs.setOptionValue(name, value) for name, value in options.items()]
    done.append(
        highs.passModel(
            count,
            len(model.rows),
            len(columns),
            int(MatrixFormat.kRowwise),
            1,
            model.small.constant,
            np.array(model.costs, dtype=np.float64),
            np.zeros(count),
            np.ones(count),
            np.array([row[0] for row in model.rows], dtype=np.float64),
            np.array([row[1] for row in model.rows], dtype=np.float64),
            starts.astype(np.int32),
            np.array(columns, dtype=np.int32),
            np.array([value for row in model.rows for value in row[3]], dtype=np.float64),
            np.ones(count, dtype=np.int32),
        )
    )
    if known is not None:
        values = np.array(model.values(known), dtype=np.float64)
        done.append(highs.setSolution(count, np.arange(count, dtype=np.int32), values))
    if any(status != HighsStatus.kOk for status in done):
        raise RuntimeError("HiGHS refused the model")
    return highs
