"""Whether a data set is sound: every rule asked of a draft, and a gate that errors do not pass."""

from __future__ import annotations

from ontology.draft import Draft, curriculum_of
from ontology.errors import DataError
from ontology.findings import Finding
from ontology.integrity_graph import (
    check_cycles,
    check_loose_ends,
    check_redundancy,
    check_refused,
    check_stages,
    check_tiers,
    requires_graph,
)
from ontology.integrity_rows import (
    check_dangling,
    check_edge_fields,
    check_heirs,
    check_ids,
    check_labels,
    check_reviews,
    check_statements,
    check_strands,
    check_texts,
)
from ontology.integrity_science import (
    check_equations,
    check_pathways,
    check_register,
    check_science_topics,
)
from ontology.integrity_uses import (
    check_sides,
    check_skills,
    check_unused_maths,
    check_uses_fields,
    check_uses_places,
)
from ontology.records import Curriculum
from ontology.vocabulary import Severity


def check_draft(draft: Draft) -> tuple[Finding, ...]:
    """Every finding, gravest first, causes (DATA) before the rest, then by place.

    Where a file is missing or could not be read as a table (DATA001), the findings of reading
    are all: the rules would only tell, row by row, what follows from it. Single rows with a wrong
    cell (DATA002) do not stop the rules, and may bring findings about what named them.
    Cost: O(E (V + E)) at worst, for redundancy.
    """
    if any(finding.rule == "DATA001" for finding in draft.findings):
        return tuple(sorted(draft.findings, key=_gravity))
    graph = requires_graph(draft)
    findings = [
        *draft.findings,
        *check_ids(draft),
        *check_dangling(draft),
        *check_heirs(draft),
        *check_strands(draft),
        *check_labels(draft),
        *check_reviews(draft),
        *check_texts(draft),
        *check_edge_fields(draft),
        *check_statements(draft),
        *check_cycles(draft, graph),
        *check_redundancy(draft, graph),
        *check_refused(draft, graph),
        *check_stages(draft),
        *check_tiers(draft),
        *check_loose_ends(draft, graph),
        *check_sides(draft),
        *check_uses_fields(draft),
        *check_skills(draft),
        *check_equations(draft),
        *check_science_topics(draft),
        *check_pathways(draft),
        *check_uses_places(draft),
        *check_register(draft),
        *check_unused_maths(draft),
    ]
    return tuple(sorted(findings, key=_gravity))


def _gravity(finding: Finding) -> tuple[int, bool, str, int, str, str]:
    place = finding.place
    follows = not finding.rule.startswith("DATA")
    rank = finding.severity.rank
    return (rank, follows, place.file, place.row or 0, finding.rule, finding.message)


def accept(draft: Draft) -> Curriculum:
    """The curriculum of a sound draft; a draft with any error is refused whole.

    Raises:
        DataError: with every finding of severity error.
    """
    errors = [f for f in check_draft(draft) if f.severity is Severity.ERROR]
    if errors:
        raise DataError(errors)
    return curriculum_of(draft)
