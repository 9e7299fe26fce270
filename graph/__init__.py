"""What follows: the compiled index, and the questions that it answers.

```python
from graph import Dependents, build_index, dependents
from loaders.curated import load_curriculum
from ontology.where import data_folder

index = build_index(load_curriculum(data_folder()))
answer = dependents(index, Dependents(of=["ratio"], within="gcse-maths"))
for row in answer.data:
    print(row.code, row.depends, row.strength, [link.prerequisite for link in row.chain])
```
"""

from graph.bottlenecks import Narrow, bottlenecks
from graph.dependents import Reached, dependents, prerequisites
from graph.explain import Explained, explain
from graph.gaps import Missing, gaps
from graph.impact import Impact, tier_impact
from graph.index import Index, build_index
from graph.packed import pack, unpack
from graph.questions import (
    Bottlenecks,
    Dependents,
    Explain,
    FirstNeed,
    Gaps,
    Register,
    Share,
    Swing,
    TierImpact,
    Uses,
)
from graph.register import Needed, Words, first_need, register
from graph.share import Shared, share
from graph.swing import Swung, swing
from graph.uses import Used, uses

__all__ = [
    "Bottlenecks",
    "Dependents",
    "Explain",
    "Explained",
    "FirstNeed",
    "Gaps",
    "Impact",
    "Index",
    "Missing",
    "Narrow",
    "Needed",
    "Reached",
    "Register",
    "Share",
    "Shared",
    "Swing",
    "Swung",
    "TierImpact",
    "Used",
    "Uses",
    "Words",
    "bottlenecks",
    "build_index",
    "dependents",
    "explain",
    "first_need",
    "gaps",
    "pack",
    "prerequisites",
    "register",
    "share",
    "swing",
    "tier_impact",
    "unpack",
    "uses",
]
