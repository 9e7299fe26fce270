"""How alike texts are: cosine of character n-grams weighed by rarity, and words in common.

Character n-grams within words (2 to 4, a space at either end) with tf-idf weights, as information
retrieval uses them for short texts with misspellings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SHORTEST, LONGEST = 2, 4


def ngrams(words: Iterable[str]) -> Counter[str]:
    """The n-grams of words, each word between spaces, with how often each occurs."""
    found: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(len(padded) - size + 1):
                found[padded[start : start + size]] += 1
    return found


class Likeness:
    """Texts as weighed features, to be compared with one text at a time.

    `features` are those of each text (n-grams or stems). Building is O(features); comparing is
    O(occurrences of the features asked).
    """

    def __init__(self, features: Sequence[Counter[str]]) -> None:
        """Weigh features by 1 + log of their frequency and by their rarity; texts to length 1."""
        import numpy as np

        self.size = len(features)
        places: dict[str, list[int]] = {}
        for place, counted in enumerate(features):
            for feature in counted:
                places.setdefault(feature, []).append(place)
        self._rarity = {
            feature: float(np.log((1 + self.size) / (1 + len(found))) + 1)
            for feature, found in places.items()
        }
        self._unknown = float(np.log(1 + self.size) + 1)
        lengths = np.zeros(self.size)
        for place, counted in enumerate(features):
            lengths[place] = sum(self._weigh(f, n) ** 2 for f, n in counted.items()) ** 0.5
        lengths[lengths == 0] = 1
        self._postings: dict[str, tuple[NDArray[np.int64], Numbers]] = {}
        for feature, found in places.items():
            at = np.array(found)
            weight = np.array([self._weigh(feature, features[place][feature]) for place in found])
            self._postings[feature] = (at, weight / lengths[at])

    def _weigh(self, feature: str, count: int) -> float:
        import math

        return (1 + math.log(count)) * self._rarity.get(feature, self._unknown)

    def compare(self, asked: Counter[str]) -> Numbers:
        """The cosine with every text, 0 to 1; a feature that no text has counts against all."""
        import numpy as np

        found = np.zeros(self.size)
        length = 0.0
        for feature, count in asked.items():
            weight = self._weigh(feature, count)
            length += weight * weight
            if feature in self._postings:
                at, weights = self._postings[feature]
                found[at] += weight * weights
        return found / (length**0.5 or 1)

    def covered(self, asked: Iterable[str]) -> Numbers:
        """How much of what is asked each text holds, by rarity, 0 to 1."""
        import numpy as np

        found = np.zeros(self.size)
        whole = 0.0
        for feature in set(asked):
            rarity = self._rarity.get(feature, self._unknown)
            whole += rarity
            if feature in self._postings:
                found[self._postings[feature][0]] += rarity
        return found / (whole or 1)
