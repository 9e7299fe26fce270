"""Texts of a scheme of work matched to topics: certain, to confirm, or not matched.

In turn: an identifier or a code; what the school confirmed before; a name that is known whole
(label, alias, id in words), abbreviations written out; else likeness: tf-idf cosine of character
n-grams with the nearest name, the share of the words that the topic's own text holds and, where a
sentence model is given, the cosine of meanings. The score of 0 to 1 mixes them; a text is accepted
without asking only above `Thresholds.accept`, which was set on the tune half of the labelled titles
in `tests/titles`. Nothing below `Thresholds.offer` is a candidate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph.index import Index
from graph.matching.likeness import Likeness, ngrams
from graph.matching.names import Lexicon, Name, build_lexicon
from graph.matching.parts import part_texts
from graph.matching.words import clean, names_no_topic, stems, words_of
from ontology.errors import Ambiguous
from ontology.plans import Candidate, Match, Part, State, Unit
from ontology.text import fold
from ontology.vocabulary import Department, Stage

Embed = Callable[[Sequence[str]], Any]
"""Texts to an array of unit vectors, a row a text."""

OFFERED = 3
"""Candidates of a part that is to confirm."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How the likenesses are mixed (fitted on the tune half), and what is done at which score."""

    names: float = 0.6
    words: float = 0.4
    meaning: float = 0.0
    accept: float = 0.93
    margin: float = 0.05
    offer: float = 0.22


@dataclass(frozen=True)
class Matcher:
    """Matches the texts of one department (of both, where it is not known).

    `confirmed` maps a folded text to the topics that the school said it means, none where it means
    no topic. Building the likeness costs some tenths of a second, once; a text some milliseconds.
    """

    index: Index
    department: Department | None
    confirmed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    embed: Embed | None = None
    weights: Weights = field(default_factory=Weights)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The names of the department's topics."""
        return build_lexicon(self.index, self.department)

    def match(self, unit: Unit) -> Match:
        """What a unit's text, or the names beside it, was taken for.

        Raises:
            NotFound: a name given as identifier or code that nothing has.
        """
        if unit.names:
            parts = tuple(self._by_names(unit))
        else:
            parts = self.match_text(unit.text, unit.year)
        state = max((part.state for part in parts), key=lambda state: state.rank)
        return Match(
            text=unit.text,
            where=unit.where,
            year=unit.year,
            half_term=unit.half_term,
            state=state,
            parts=parts,
            unit=unit.id,
        )

    def match_text(self, text: str, year: int | None = None) -> tuple[Part, ...]:
        """The parts of a text; at least one, being the text itself where it says nothing."""
        key = fold(text)
        if key in self.confirmed:
            return (self._confirmed(text, key),)
        pieces = part_texts(clean(text), self._is_known) or [text]
        return tuple(self._part(piece, year) for piece in pieces)

    def _by_names(self, unit: Unit) -> list[Part]:
        found = []
        for name in unit.names:
            topics = self._topics_of(self.index.names.get(name, "file"))
            found.append(Part(text=name, state=State.MATCHED, **self._certain(topics, 1.0, "id")))
        return found

    def _part(self, piece: str, year: int | None) -> Part:
        key = fold(piece)
        if key in self.confirmed:
            return self._confirmed(piece, key)
        coded = self._by_code(piece)
        if coded:
            return Part(text=piece, state=State.MATCHED, **self._certain(coded, 1.0, "code"))
        words = words_of(clean(piece), self.lexicon.abbreviations)
        if names_no_topic(words):
            return Part(text=piece, state=State.UNMATCHED)
        return self._ranked(piece, words, year)

    def _confirmed(self, text: str, key: str) -> Part:
        ids = [id_ for id_ in self.confirmed[key] if id_ in self.index.number]
        topics = tuple(self.index.number[id_] for id_ in ids)
        if not topics:
            return Part(text=text, state=State.MATCHED)
        return Part(text=text, state=State.MATCHED, **self._certain(topics, 1.0, "confirmed"))

    def _by_code(self, piece: str) -> tuple[int, ...]:
        """The topics of an identifier or a code that stands alone."""
        names = self.index.names
        exact = names.ids.get(piece.strip().lower())
        if exact is None and (len(piece) > 20 or not any(c.isdigit() for c in piece)):
            return ()
        try:
            id_ = exact or names._by_code(piece, None, "file")
        except Ambiguous:
            return ()
        return self._topics_of((id_,)) if id_ else ()

    def _topics_of(self, ids: Sequence[str]) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for id_ in ids:
            if id_ in self.index.number:
                found[self.index.number[id_]] = None
            elif id_ in self.index.all_statements:
                for group in self.index.all_statements[id_].topics.values():
                    found.update(dict.fromkeys(group))
            elif id_ in self.index.members:
                found.update(dict.fromkeys(self.index.members[id_]))
        return tuple(found)

    def _is_known(self, piece: str) -> bool:
        return bool(self._exact(words_of(clean(piece), self.lexicon.abbreviations)))

    def _exact(self, words: Sequence[str]) -> tuple[Name, ...]:
        return self.lexicon.exact.get(frozenset(stems(words)), ()) if words else ()

    def _ranked(self, piece: str, words: Sequence[str], year: int | None) -> Part:
        scores = self._scores(piece, words)
        exact = self._exact(words)
        how = {}
        for name in exact:
            sure = _SURE[name.how]
            for number in name.topics:
                if sure > scores.get(number, 0.0):
                    scores[number] = sure
                    how[number] = name.how
        ordered = sorted(scores, key=lambda n: (-scores[n], self._far(n, year), n))
        ordered = [n for n in ordered if scores[n] >= self.weights.offer]
        if not ordered:
            return Part(text=piece, state=State.UNMATCHED)
        certain = self._accepted(ordered, scores, exact, year)
        if certain:
            shown = [self._candidate(n, scores[n], how.get(n, "likeness")) for n in certain]
            return Part(
                text=piece,
                state=State.MATCHED,
                topics=tuple(self.index.topics[n].id for n in certain),
                candidates=tuple(shown),
            )
        best = ordered[:OFFERED]
        return Part(
            text=piece,
            state=State.CONFIRM,
            topics=(self.index.topics[best[0]].id,),
            candidates=tuple(
                self._candidate(n, scores[n], how.get(n, "likeness")) for n in best
            ),
        )

    def _accepted(
        self,
        ordered: Sequence[int],
        scores: Mapping[int, float],
        exact: Sequence[Name],
        year: int | None,
    ) -> tuple[int, ...]:
        """The topics that the text means for certain, none where it is to be asked."""
        named = [name for name in exact if name.how in _CERTAIN]
        if named:
            return self._of_year(named[0].topics, year)
        best = scores[ordered[0]]
        second = scores[ordered[1]] if len(ordered) > 1 else 0.0
        if best >= self.weights.accept and best - second >= self.weights.margin:
            return (ordered[0],)
        return ()

    def _of_year(self, topics: Sequence[int], year: int | None) -> tuple[int, ...]:
        """Of several meanings those of the year's stage, all where none is or no year is known."""
        if year is None or len(topics) == 1:
            return tuple(topics)
        near = [number for number in topics if not self._far(number, year)]
        return tuple(near or topics)

    def _far(self, number: int, year: int | None) -> bool:
        """Whether the topic is of another stage than the year's."""
        if year is None or year == 9:
            return False
        return (self.index.topics[number].stage is Stage.GCSE) is (year < 9)

    def _scores(self, piece: str, words: Sequence[str]) -> dict[int, float]:
        """The likeness of every topic that has any."""
        weights = self.weights
        kept = stems(words)
        close = self._names.compare(ngrams(_plain(words)))
        found: dict[int, float] = {}
        for place in close.nonzero()[0]:
            name = self.lexicon.names[place]
            score = weights.names * float(close[place]) * _TRUST[name.how]
            for number in name.topics:
                if score > found.get(number, 0.0):
                    found[number] = score
        held = self._texts.covered(kept)
        for place, number in enumerate(self.lexicon.documents):
            if held[place]:
                found[number] = found.get(number, 0.0) + weights.words * float(held[place])
        if self.embed is not None and weights.meaning:
            meanings = self._meanings @ self.embed([clean(piece)])[0]
            for place, number in enumerate(self.lexicon.documents):
                near = max(0.0, float(meanings[place]))
                found[number] = found.get(number, 0.0) + weights.meaning * near
        whole = weights.names + weights.words + (weights.meaning if self.embed else 0.0)
        return {number: min(score / whole, 0.99) for number, score in found.items()}

    @cached_property
    def _names(self) -> Likeness:
        return Likeness([ngrams(_plain(words_of(name.text))) for name in self.lexicon.names])

    @cached_property
    def _texts(self) -> Likeness:
        return Likeness([Counter(found) for found in self.lexicon.documents.values()])

    @cached_property
    def _meanings(self) -> Any:
        assert self.embed is not None
        topics = [self.index.topics[number] for number in self.lexicon.documents]
        return self.embed([f"{topic.label}. {', '.join(topic.aliases)}" for topic in topics])

    def _certain(self, topics: Sequence[int], score: float, how: str) -> dict[str, Any]:
        return {
            "topics": tuple(self.index.topics[number].id for number in topics),
            "candidates": tuple(self._candidate(number, score, how) for number in topics),
        }

    def _candidate(self, number: int, score: float, how: str) -> Candidate:
        topic = self.index.topics[number]
        return Candidate(
            topic=topic.id,
            label=topic.label,
            statements=tuple(sorted(self._statements.get(number, ()))),
            score=round(score, 4),
            how=how,
        )

    @cached_property
    def _statements(self) -> Mapping[int, set[str]]:
        found: dict[int, set[str]] = {}
        for address in self.index.curriculum.addresses:
            found.setdefault(self.index.number[address.topic], set()).add(address.statement)
        return found


_SURE = {"label": 1.0, "alias": 0.98, "id": 0.97, "statement": 0.9, "theme": 0.85}
_CERTAIN = frozenset({"label", "alias", "id"})
_TRUST = {"label": 1.0, "alias": 1.0, "id": 1.0, "statement": 0.85, "theme": 0.75}


def _plain(words: Sequence[str]) -> list[str]:
    from graph.matching.words import FILLERS

    return [word for word in words if word not in FILLERS] or list(words)
