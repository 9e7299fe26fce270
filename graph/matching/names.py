"""Every name that a topic goes by in schemes of work, ready to be compared with a title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.index import Index
from graph.matching.words import singular, stem, telling, words_of
from ontology.vocabulary import Department

_AND = re.compile(r",? and |, |: ")
"""What joins the two or three heads that a strand is named by: each alone is used for it too."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, what kind it is, its telling words and the topics (numbers) that it means."""

    text: str
    how: str
    key: tuple[str, ...]
    topics: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names and texts of a department's topics.

    `exact` maps the set of a name's telling words to the names that have it, labels first.
    `documents` are all words of each topic's names, description and statements, by topic number.
    """

    names: tuple[Name, ...]
    exact: Mapping[frozenset[str], tuple[Name, ...]]
    documents: Mapping[int, tuple[str, ...]]
    abbreviations: Mapping[str, str]


def build_lexicon(index: Index, department: Department | None) -> Lexicon:
    """The lexicon of one department's topics, or of both. O(names)."""
    numbers = [
        number
        for number, topic in enumerate(index.topics)
        if department in (None, topic.subject.department)
    ]
    abbreviations = {
        row.text.casefold(): row.means
        for row in index.curriculum.abbreviations
        if department is None or row.department in (None, department)
    }
    addressed = _addressed(index)
    names = [*_topic_names(index, numbers), *_wider_names(index, frozenset(numbers))]
    exact: dict[frozenset[str], list[Name]] = defaultdict(list)
    for name in names:
        exact[frozenset(name.key)].append(name)
    documents = {}
    for number in numbers:
        topic = index.topics[number]
        texts = (topic.label, topic.description, *topic.aliases, *addressed.get(number, ()))
        documents[number] = tuple(stem(word) for text in texts for word in telling(words_of(text)))
    return Lexicon(
        names=tuple(names),
        exact={key: tuple(found) for key, found in exact.items()},
        documents=documents,
        abbreviations=abbreviations,
    )


def key_of(words: Iterable[str]) -> tuple[str, ...]:
    """The telling words in the singular: what two ways of writing one name share."""
    return tuple(singular(word) for word in telling(words))


def _topic_names(index: Index, numbers: Iterable[int]) -> Iterable[Name]:
    """Labels, aliases and the words of ids; a name of several topics once, with all of them."""
    found: dict[tuple[str, tuple[str, ...]], tuple[str, dict[int, None]]] = {}
    for number in numbers:
        topic = index.topics[number]
        slug = topic.id.partition(":")[2].replace("-", " ")
        for how, text in (
            ("label", topic.label),
            *(("alias", alias) for alias in topic.aliases),
            ("id", slug),
        ):
            key = (how, key_of(words_of(text)))
            if key[1]:
                found.setdefault(key, (text, {}))[1][number] = None
    for (how, words), (text, topics) in found.items():
        yield Name(text, how, words, tuple(topics))


def _wider_names(index: Index, numbers: frozenset[int]) -> Iterable[Name]:
    """Labels of statements, strands and themes, which mean several topics."""
    wide: list[tuple[str, str, Iterable[int]]] = []
    strands: dict[str, dict[int, None]] = defaultdict(dict)
    for found in index.all_statements.values():
        topics = [n for group in found.topics.values() for n in group]
        wide.append((found.statement.label, "statement", topics))
        strands[found.statement.strand].update(dict.fromkeys(topics))
    for strand, held in strands.items():
        pieces = [piece for piece in _AND.split(strand) if piece != strand]
        wide += [(text, "strand", held) for text in (strand, *pieces)]
    for theme in index.themes.values():
        members = index.members.get(theme.id, {})
        wide += [(text, "theme", members) for text in (theme.label, *theme.aliases)]
    for text, how, meant in wide:
        own = tuple(sorted(set(meant) & numbers))
        key = key_of(words_of(text))
        if own and key:
            yield Name(text, how, key, own)


def _addressed(index: Index) -> Mapping[int, tuple[str, ...]]:
    """The labels of the statements and the parts that each topic addresses."""
    found: dict[int, list[str]] = defaultdict(list)
    for address in index.curriculum.addresses:
        statement = index.all_statements[address.statement].statement
        found[index.number[address.topic]] += [statement.label, address.part or ""]
    return {number: tuple(texts) for number, texts in found.items()}
