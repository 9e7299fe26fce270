"""The closed lists of words that records may use, best first wherever they are ranked.

Each is a `StrEnum`: the member's value is what stands in the data files and on the wire.
A ranked list gives `rank`, 0 for the best, so that "at least as strong" is `a.rank <= b.rank`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property


class Ranked(StrEnum):
    """A list of words in order, best first."""

    @cached_property
    def rank(self) -> int:
        """Place in the list, 0 for the best."""
        return list(type(self)).index(self)


class Strength(Ranked):
    """How much the dependent needs the prerequisite."""

    ESSENTIAL = "essential"
    HELPFUL = "helpful"


class BasisKind(Ranked):
    """What an edge, membership or address stands on."""

    OFFICIAL = "official"
    PUBLISHED = "published"
    DEFINITIONAL = "definitional"
    EDITORIAL = "editorial"


class Reasoning(StrEnum):
    """The kind of thinking that the dependent takes from the prerequisite.

    The last three are for links inside science: `causal`, explained by a mechanism, law or model
    that the prerequisite gives; `descriptive`, names, sorts or locates with what it describes;
    `experimental`, measured or tested by a method that it gives.
    """

    MULTIPLICATIVE = "multiplicative"
    ADDITIVE = "additive"
    NUMERICAL = "numerical"
    ALGEBRAIC = "algebraic"
    GRAPHICAL = "graphical"
    SPATIAL = "spatial"
    STATISTICAL = "statistical"
    PROBABILISTIC = "probabilistic"
    DEDUCTIVE = "deductive"
    NOTATIONAL = "notational"
    CAUSAL = "causal"
    DESCRIPTIVE = "descriptive"
    EXPERIMENTAL = "experimental"


class Structure(StrEnum):
    """The multiplicative structure of a link whose reasoning is multiplicative."""

    RATIO = "ratio"
    SCALING = "scaling"
    RATE = "rate"
    PERCENTAGE = "percentage"
    DIRECT_PROPORTION = "direct-proportion"
    INVERSE_PROPORTION = "inverse-proportion"
    SIMILARITY = "similarity"
    UNIT_CONVERSION = "unit-conversion"
    FRACTION_AS_OPERATOR = "fraction-as-operator"
    PART_WHOLE = "part-whole"
    REPEATED_SCALING = "repeated-scaling"


class Tier(StrEnum):
    """The tier at which a statement, an address, a science topic or an equation stands."""

    FOUNDATION = "foundation"
    HIGHER = "higher"


class TierAsked(StrEnum):
    """The addresses that a question keeps: Foundation, all of them, or Higher only."""

    FOUNDATION = "foundation"
    HIGHER = "higher"
    HIGHER_ONLY = "higher-only"


class Stage(Ranked):
    """When an English school typically first teaches a topic properly."""

    KS2 = "KS2"
    KS3 = "KS3"
    GCSE = "GCSE"


class Subject(StrEnum):
    """Who teaches a topic."""

    MATHS = "maths"
    BIOLOGY = "biology"
    CHEMISTRY = "chemistry"
    PHYSICS = "physics"
    WORKING_SCIENTIFICALLY = "working-scientifically"

    @property
    def department(self) -> Department:
        """Whose scheme of work teaches it."""
        return Department.MATHS if self is Subject.MATHS else Department.SCIENCE


class SubjectAsked(StrEnum):
    """A subject as it is asked for: `science` is the last four together."""

    MATHS = "maths"
    BIOLOGY = "biology"
    CHEMISTRY = "chemistry"
    PHYSICS = "physics"
    WORKING_SCIENTIFICALLY = "working-scientifically"
    SCIENCE = "science"

    @property
    def subjects(self) -> frozenset[Subject]:
        """The subjects that are meant."""
        return SCIENCES if self is SubjectAsked.SCIENCE else frozenset({Subject(self.value)})


SCIENCES = frozenset(Subject) - {Subject.MATHS}


class Pathway(StrEnum):
    """GCSE science as combined science, or as separate biology, chemistry and physics."""

    COMBINED = "combined"
    SEPARATE = "separate"


class EquationKind(StrEnum):
    """An equality of quantities; a proportionality; a procedure in steps; an idea in numbers."""

    EQUATION = "equation"
    PROPORTIONALITY = "proportionality"
    PROCEDURE = "procedure"
    CONCEPT = "concept"


class Listed(StrEnum):
    """Whether specifications list an equation among those to be recalled or those given."""

    RECALLED = "recalled"
    GIVEN = "given"


class Certainty(Ranked):
    """How certain a transcribed fact is."""

    HIGH = "high"
    MEDIUM = "medium"


class TimingFact(StrEnum):
    """A scheme teaches a piece of mathematics, or a science scheme needs it."""

    TAUGHT = "taught"
    NEEDED = "needed"


class Department(StrEnum):
    """Whose scheme it is."""

    MATHS = "maths"
    SCIENCE = "science"


class StatementKind(StrEnum):
    """Content counts in denominators; process (working mathematically) does not."""

    CONTENT = "content"
    PROCESS = "process"


class Review(StrEnum):
    """Whether a teacher has read the row and agreed."""

    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"


class RefusalReason(StrEnum):
    """Why an edge that was considered does not stand."""

    NOT_DIRECT = "not-direct"
    WEAKER_DIRECTION = "weaker-direction"
    NOT_A_DEPENDENCE = "not-a-dependence"


class LinkType(StrEnum):
    """The two kinds of dependence."""

    REQUIRES = "requires"
    USES = "uses"


class Severity(Ranked):
    """How grave a finding is: an error refuses the whole folder."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
