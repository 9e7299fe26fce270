"""How likely each topic is what a text means: a score of 0 to 1 from three kinds of likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph.index import Index
from graph.matching.likeness import Likeness, ngrams
from graph.matching.names import Lexicon, Name, build_lexicon, key_of
from graph.matching.words import FILLERS, NO_TOPIC, clean, singular, stem, telling, words_of
from ontology.vocabulary import Department

Embed = Callable[[Sequence[str]], Any]
"""Texts to an array of unit vectors, a row a text."""

KINDS = ("label", "alias", "id", "statement", "strand", "theme")
"""The kinds of names, the surest first."""
TRUST = {"label": 1, "alias": 1, "id": 1, "statement": 0.85, "strand": 0.8, "theme": 0.75}
"""What likeness with a name counts for, by the kind of the name."""
MOST = 0.99
"""Likeness never makes as sure as a name that is known whole."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How the likenesses are mixed (fitted on the tune half), and what is done at which score."""

    names: float = 0.45
    words: float = 0.55
    meaning: float = 0.35
    most: int = 2
    offer: float = 0.22


@dataclass(frozen=True)
class Scorer:
    """Scores the topics of one department (of both, where it is not known).

    Its parts are built when first wanted, in some tenths of a second; a text then takes about a
    millisecond, and with a sentence model some more.
    """

    index: Index
    department: Department | None
    embed: Embed | None = None
    weights: Weights = field(default_factory=Weights)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The names of the department's topics."""
        return build_lexicon(self.index, self.department)

    def words(self, piece: str) -> list[str]:
        """The words of a piece, codes taken away and misspellings mended."""
        plain = words_of(piece)
        if any(name.how == "label" for name in self.exact(plain)):
            return plain  # what looks like a number round it is part of the label
        words = words_of(clean(piece))
        return [self._spelt(word) for word in words]

    def _spelt(self, word: str) -> str:
        """The word of the vocabulary that a longer word is a misspelling of; else the word."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extractOne

        if len(word) < 6 or word in self._vocabulary or singular(word) in self._vocabulary:
            return word
        most = 1 if len(word) < 8 else 2
        found = extractOne(word, self._vocabulary, scorer=OSA.distance, score_cutoff=most)
        return word if found is None else str(found[0])

    @cached_property
    def _vocabulary(self) -> dict[str, str]:
        """Every longer word of the names, itself and in the singular, in a fixed order."""
        words = {word for name in self.lexicon.names for word in words_of(name.text)}
        words |= set(map(singular, words)) | FILLERS | NO_TOPIC
        return {word: word for word in sorted(words)}

    def exact(self, words: Sequence[str]) -> tuple[Name, ...]:
        """The names that these words are the whole of: in this order first, then labels first."""
        key = key_of(words)
        found = self.lexicon.exact.get(frozenset(key), ()) if words else ()
        return tuple(sorted(found, key=lambda name: (name.key != key, KINDS.index(name.how))))

    def scores(self, piece: str, words: Sequence[str], meaning: bool = False) -> dict[int, float]:
        """The likeness of every topic that has any."""
        weights = self.weights
        kept = [stem(word) for word in telling(words)]
        close = self._names.compare(ngrams(telling(words)))
        found: dict[int, float] = {}
        for place in map(int, close.nonzero()[0]):
            name = self.lexicon.names[place]
            score = weights.names * float(close[place]) * TRUST[name.how]
            for number in name.topics:
                if score > found.get(number, 0.0):
                    found[number] = score
        held = self._texts.covered(kept)
        for place, number in enumerate(self.lexicon.documents):
            if held[place]:
                found[number] = found.get(number, 0.0) + weights.words * float(held[place])
        if self.embed is not None and weights.meaning and meaning:
            meanings = self._meanings @ self.embed([clean(piece)])[0]
            for place, number in enumerate(self.lexicon.documents):
                near = max(0.0, float(meanings[place]))
                found[number] = found.get(number, 0.0) + weights.meaning * near
        whole = weights.names + weights.words + (weights.meaning if self.embed and meaning else 0.0)
        return {number: min(score / whole, MOST) for number, score in found.items()}

    @cached_property
    def _names(self) -> Likeness:
        return Likeness([ngrams(telling(words_of(name.text))) for name in self.lexicon.names])

    @cached_property
    def _texts(self) -> Likeness:
        return Likeness([Counter(found) for found in self.lexicon.documents.values()])

    @cached_property
    def _meanings(self) -> Any:
        """The vectors of the topics, a row each in the order of the lexicon's documents."""
        assert self.embed is not None
        return self.embed(self.meaning_texts())

    def meaning_texts(self) -> list[str]:
        """What of each topic is turned into a vector: its label and its aliases."""
        topics = [self.index.topics[number] for number in self.lexicon.documents]
        return [f"{topic.label}. {', '.join(topic.aliases)}" for topic in topics]

    def take_meanings(self, meanings: Any) -> None:
        """Use vectors of the topics that were kept from before.

        Raises:
            ValueError: there is not one vector a topic.
        """
        if len(meanings) != len(self.lexicon.documents):
            raise ValueError(f"{len(meanings)} vectors for {len(self.lexicon.documents)} topics")
        self.__dict__["_meanings"] = meanings
