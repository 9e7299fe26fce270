"""An order in the making: where each block is put, what that costs, and what room is left."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random

from graph.sequencing.compact import Compact
from graph.sequencing.judged import TOLERANCE

OUT = -1
"""The slot of a block that is put nowhere yet."""
BLINK = 0.02
"""How often the best slot is passed over, so that the search does not go in circles."""


class Order:
    """Blocks in slots; those in slots satisfy every hard constraint among them.

    `cost` is that of the blocks in slots, `out` how many are in none. Changed in place.
    """

    def __init__(self, small: Compact) -> None:
        """Every block out."""
        self.small = small
        self.slots = [OUT] * len(small.blocks)
        self.room = [[weeks + TOLERANCE for weeks in row] for row in small.limits]
        self.at: list[dict[int, None]] = [{} for _ in small.prices[0]] if small.prices else []
        self.cost = small.constant
        self.out = len(small.blocks)

    def put(self, block: int, slot: int) -> None:
        """Put a block that is out into a slot. Cost: O(its constraints)."""
        self.cost += self._price(block, slot)
        self.slots[block] = slot
        self.at[slot][block] = None
        self.out -= 1
        for lane, later, weeks in self.small.takes[block]:
            self.room[lane][slot + later] -= weeks

    def take(self, block: int) -> int:
        """Take a block out of its slot, which is given back. Cost: O(its constraints)."""
        slot = self.slots[block]
        self.slots[block] = OUT
        del self.at[slot][block]
        self.out += 1
        for lane, later, weeks in self.small.takes[block]:
            self.room[lane][slot + later] += weeks
        self.cost -= self._price(block, slot)
        return slot

    def _price(self, block: int, slot: int) -> float:
        """What a block costs in a slot, with the soft constraints that it would break there."""
        slots, links = self.slots, self.small.links[block]
        price = self.small.prices[block][slot]
        for other, lag, cost in links.soft_before:
            if slots[other] != OUT and slots[other] + lag > slot:
                price += cost
        for other, lag, cost in links.soft_after:
            if slots[other] != OUT and slot + lag > slots[other]:
                price += cost
        return price

    def fits(self, block: int, slot: int) -> bool:
        """Whether the lanes have room for a block in a slot."""
        room = self.room
        return all(
            room[lane][slot + later] >= weeks for lane, later, weeks in self.small.takes[block]
        )

    def best(self, block: int, low: int, high: int, chance: Random) -> int:
        """The cheapest slot from `low` to `high` that has room, the first of several; or OUT."""
        slots, links = self.slots, self.small.links[block]
        extra = [0.0] * (high - low + 2)
        for other, lag, cost in links.soft_before:
            if slots[other] != OUT and (end := slots[other] + lag - low) > 0:
                extra[0] += cost
                extra[min(end, high - low + 1)] -= cost
        for other, lag, cost in links.soft_after:
            if slots[other] != OUT and (start := slots[other] - lag + 1 - low) <= high - low:
                extra[max(start, 0)] += cost
        prices = self.small.prices[block]
        found, least, more = OUT, math.inf, 0.0
        for slot in range(low, high + 1):
            more += extra[slot - low]
            price = prices[slot] + more
            if price < least - TOLERANCE and self.fits(block, slot) and chance.random() > BLINK:
                found, least = slot, price
        return found

    def regret(self, block: int, wish: int) -> float:
        """What a block costs where it is, above what it would cost where it is cheapest."""
        return self._price(block, self.slots[block]) - self.small.prices[block][wish]

    def linked(self, blocks: Sequence[int]) -> bool:
        """Whether a hard constraint joins two of some blocks."""
        some = set(blocks)
        return any(other in some for block in blocks for other, _ in self.small.links[block].after)

    def windows(self, outside: Sequence[int]) -> dict[int, tuple[int, int]]:
        """The slots that hard constraints leave to blocks that are out, given in their order.

        A window may be empty.
        """
        lowest: dict[int, int] = {}
        highest: dict[int, int] = {}
        for block in outside:
            lowest[block] = self._lowest(block, lowest)
        for block in reversed(outside):
            highest[block] = self._highest(block, highest)
        return {block: (lowest[block], highest[block]) for block in outside}

    def _lowest(self, block: int, lowest: Mapping[int, int]) -> int:
        low = self.small.lowest[block]
        for other, lag in self.small.links[block].before:
            slot = self.slots[other]
            if slot == OUT:
                slot = lowest.get(other, slot - lag)
            low = max(low, slot + lag)
        return low

    def _highest(self, block: int, highest: Mapping[int, int]) -> int:
        high = self.small.highest[block]
        for other, lag in self.small.links[block].after:
            slot = self.slots[other]
            if slot == OUT:
                slot = highest.get(other, high + lag)
            high = min(high, slot - lag)
        return high

    def free(self, blocks: Sequence[int]) -> list[int]:
        """Take blocks out, and those that leave them no slot, until each of them has one.

        Gives all that are out because of this, in order.
        """
        taken = dict.fromkeys(blocks)
        for block in taken:
            if self.slots[block] != OUT:
                self.take(block)
        while True:
            outside = sorted(taken)
            windows = self.windows(outside)
            tight = next((block for block, (low, high) in windows.items() if low > high), None)
            if tight is None:
                return outside
            for other in self._blocking(tight, windows):
                taken[other] = None
                self.take(other)

    def _blocking(self, tight: int, windows: Mapping[int, tuple[int, int]]) -> list[int]:
        """The blocks in slots that make a window empty, sought through those that are out."""
        found: dict[int, None] = {}
        for side in (0, 1):
            block = tight
            while self.slots[block] == OUT:
                links = self.small.links[block]
                near = links.after if side else links.before
                for other, lag in near:
                    if self.slots[other] == OUT and other not in windows:
                        continue
                    out = self.slots[other] == OUT
                    slot = windows[other][side] if out else self.slots[other]
                    if slot + (-lag if side else lag) == windows[block][side]:
                        block = other
                        break
                else:
                    break
            if self.slots[block] != OUT:
                found[block] = None
        return list(found)
