"""Texts of a scheme of work matched to topics: certain, to confirm, or not matched.

In turn: an identifier or a code; what the school confirmed before; a name that is known whole
(label, alias, id in words), abbreviations written out; else likeness: tf-idf cosine of character
n-grams with the nearest name, the share of the words that the topic's own text holds and, where a
sentence model is given, the cosine of meanings. The score of 0 to 1 mixes them. Only a name that is
known whole and means at most `Weights.most` topics is accepted without asking: on the tune half of
the labelled titles in `tests/titles`, likeness alone was right too seldom at every score tried.
Below `Weights.offer` none is a candidate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from graph.ask import read_topics
from graph.index import Index
from graph.matching.names import Name
from graph.matching.parts import LINES, part_texts
from graph.matching.scores import Embed, Scorer, Weights
from graph.matching.words import clean, expand, names_no_topic, words_of
from ontology.errors import Ambiguous
from ontology.plans import Candidate, Match, Part, State, Unit
from ontology.text import fold
from ontology.vocabulary import Department, Stage

OFFERED = 3
"""Candidates of a part that is to confirm."""


@dataclass(frozen=True)
class Matcher:
    """Matches the texts of one department (of both, where it is not known).

    `confirmed` maps a folded text to the topics that the school said it means, none where it means
    no topic. Building the likeness costs some tenths of a second, once; a text some milliseconds.
    """

    scorer: Scorer
    confirmed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def index(self) -> Index:
        """Where the topics are."""
        return self.scorer.index

    @property
    def weights(self) -> Weights:
        """What is done at which score."""
        return self.scorer.weights

    def with_confirmed(self, confirmed: Mapping[str, tuple[str, ...]]) -> Matcher:
        """The same matcher for a school that confirmed these texts; nothing is built anew."""
        return replace(self, confirmed=confirmed)

    def match(self, unit: Unit) -> Match:
        """What a unit's text, or the names beside it, was taken for.

        Names stand for the whole unit where the data know any of them.
        """
        named = self._by_names(unit)
        if any(part.topics for part in named):
            parts = tuple(named)
        else:
            parts = (*self.match_text(unit.text, unit.year), *named)
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
        lines = [line for line in LINES.split(text) if words_of(line)] or [text]
        pieces: list[str] = []
        for line in lines:
            whole = self._by_code(line) or fold(line) in self.confirmed
            pieces += (
                [line] if whole else part_texts(self._written(line), self._how_known) or [line]
            )
        alone = len(pieces) == 1
        return tuple(self._part(piece, year, alone, fold(piece) not in key) for piece in pieces)

    def _by_names(self, unit: Unit) -> list[Part]:
        """A part a name; one that nothing has is unmatched, a retired one is followed."""
        found = []
        for name in unit.names:
            retired = self.index.names.retired.get(name.strip().lower())
            topics = read_topics(self.index, self._ids(retired.replaced_by if retired else (name,)))
            if topics:
                how = "retired" if retired else "code" if len(topics) > 1 else "id"
                part = Part(text=name, state=State.MATCHED, **self._certain(topics, 1.0, how))
            else:
                part = Part(text=name, state=State.UNMATCHED)
            found.append(part)
        return found

    def _ids(self, names: Sequence[str]) -> tuple[str, ...]:
        """What names mean; nothing for one that nothing has, or that several frameworks share."""
        try:
            return tuple(id_ for name in names for id_ in self.index.names.find(name))
        except Ambiguous:
            return ()

    def _part(self, piece: str, year: int | None, alone: bool, written_out: bool) -> Part:
        key = fold(piece)
        if key in self.confirmed:
            return self._confirmed(piece, key)
        coded = self._by_code(piece)
        if coded:
            return Part(text=piece, state=State.MATCHED, **self._certain(coded, 1.0, "code"))
        words = self.scorer.words(piece)
        if names_no_topic(words) and not self.scorer.exact(words):
            return Part(text=piece, state=State.UNMATCHED)
        part = self._ranked(piece, words, year, alone)
        return self._written_out(part, alone) if written_out else part

    def _written_out(self, part: Part, alone: bool) -> Part:
        """A part that an abbreviation stood for; one of several is a usual reading, not sure."""
        candidates = tuple(
            candidate.model_copy(update={"how": "abbreviation"})
            if candidate.how != "likeness"
            else candidate
            for candidate in part.candidates
        )
        if alone or part.state is not State.MATCHED:
            return part.model_copy(update={"candidates": candidates})
        return Part(
            text=part.text,
            state=State.CONFIRM,
            topics=part.topics[:1],
            candidates=candidates[:OFFERED],
        )

    def _confirmed(self, text: str, key: str) -> Part:
        ids = [id_ for id_ in self.confirmed[key] if id_ in self.index.number]
        topics = tuple(self.index.number[id_] for id_ in ids)
        if not topics:
            return Part(text=text, state=State.MATCHED)
        return Part(text=text, state=State.MATCHED, **self._certain(topics, 1.0, "confirmed"))

    def _by_code(self, piece: str) -> tuple[int, ...]:
        """The topics of an identifier or a code that stands alone."""
        names = self.index.names
        exact = names.ids.get(piece.strip().lower()) if ":" in piece else None
        if exact is None and (len(piece) > 20 or not any(c.isdigit() for c in piece)):
            return ()
        try:
            id_ = exact or names.by_code(piece)
        except Ambiguous:
            return ()
        return read_topics(self.index, (id_,)) if id_ else ()

    def _written(self, line: str) -> str:
        """A line without what stands round it, abbreviations written out unless it is a name."""
        if any(name.how == "label" for name in self.scorer.exact(words_of(line))):
            return line
        cleaned = clean(line)
        exact = self.scorer.exact(words_of(cleaned))
        if any(name.how == "label" for name in exact) or (exact and not self._is_broad(cleaned)):
            return cleaned
        return expand(cleaned, self.scorer.lexicon.abbreviations)

    def _is_broad(self, piece: str) -> bool:
        """Whether departments use the words for a whole unit of several things."""
        return "," in self.scorer.lexicon.abbreviations.get(piece.casefold().strip(" .:-"), "")

    def _how_known(self, piece: str) -> float:
        """How well a piece is explained: 1 for a whole name, else by its nearest topic."""
        words = self.scorer.words(piece)
        if self.scorer.exact(words) or names_no_topic(words):
            return 1.0
        return 0.9 * max(self.scorer.scores(piece, words).values(), default=0.0)

    def _ranked(self, piece: str, words: Sequence[str], year: int | None, alone: bool) -> Part:
        exact = self.scorer.exact(words)
        named = any(name.how in _CERTAIN for name in exact)
        scores = self.scorer.scores(piece, words, meaning=not named)
        how: dict[int, str] = {}
        for name in exact:
            for number in name.topics:
                sure = _SURE[name.how] + 0.08 * scores.get(number, 0.0) * (name.how in _WIDE)
                if number not in how or sure > scores[number]:
                    scores[number] = max(sure, scores.get(number, 0.0) * (name.how in _WIDE))
                    how[number] = name.how
        ordered = sorted(scores, key=lambda n: (-scores[n], self._far(n, year), -self._under(n), n))
        ordered = [n for n in ordered if scores[n] >= self.weights.offer]
        if not ordered:
            return Part(text=piece, state=State.UNMATCHED)
        if self._is_broad(piece):
            exact = tuple(name for name in exact if name.how != "alias")
        certain = self._accepted(exact, year, alone)
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
            candidates=tuple(self._candidate(n, scores[n], how.get(n, "likeness")) for n in best),
        )

    def _accepted(self, exact: Sequence[Name], year: int | None, alone: bool) -> tuple[int, ...]:
        """The topics that names known whole mean for certain, none where it is to be asked."""
        named = [
            name
            for name in exact
            if name.how == "label" or (name.how in _CERTAIN and (alone or len(name.key) > 1))
        ]
        wide = any(name.how in _WIDE for name in exact)
        if not named or (wide and named[0].how != "label"):
            return ()
        meant = self._of_year(named[0].topics, year)
        return meant if len(meant) <= self.weights.most else ()

    def _of_year(self, topics: Sequence[int], year: int | None) -> tuple[int, ...]:
        """Of several meanings those of the year's stage, all where none is or no year is known."""
        if year is None or len(topics) == 1:
            return tuple(topics)
        near = [number for number in topics if not self._far(number, year)]
        return tuple(near or topics)

    def _under(self, number: int) -> int:
        """How many topics rest on one: of equals, the more basic is the likelier meaning."""
        closure = self.index.net.closure
        return 0 if closure is None else closure[number].bit_count()

    def _far(self, number: int, year: int | None) -> bool:
        """Whether the topic is of another stage than the year's."""
        if year is None or year == 9:
            return False
        return (self.index.topics[number].stage is Stage.GCSE) is (year < 9)

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


def build_matcher(
    index: Index,
    department: Department | None,
    embed: Embed | None = None,
    weights: Weights = Weights(),  # noqa: B008
) -> Matcher:
    """The matcher of a department's topics, of both where none is given, nothing confirmed."""
    return Matcher(Scorer(index, department, embed, weights))


_SURE = {"label": 1.0, "alias": 0.98, "id": 0.97, "statement": 0.9, "strand": 0.9, "theme": 0.9}
_CERTAIN = frozenset({"label", "alias", "id"})
_WIDE = frozenset({"statement", "strand", "theme"})
