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

The names below are loaded when they are first used: one question should not wait for the others.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.bottlenecks import Narrow, bottlenecks
    from graph.dependents import Reached, dependents, prerequisites
    from graph.explain import Explained, explain
    from graph.gaps import Missing, gaps
    from graph.index import Index, build_index
    from graph.packed import pack, unpack
    from graph.questions import Bottlenecks, Dependents, Explain, Gaps, Share, Swing
    from graph.share import Shared, share
    from graph.swing import Swung, swing

__all__ = [
    "Bottlenecks",
    "Dependents",
    "Explain",
    "Explained",
    "Gaps",
    "Index",
    "Missing",
    "Narrow",
    "Reached",
    "Share",
    "Shared",
    "Swing",
    "Swung",
    "bottlenecks",
    "build_index",
    "dependents",
    "explain",
    "gaps",
    "pack",
    "prerequisites",
    "share",
    "swing",
    "unpack",
]

_WHERE = {
    "Bottlenecks": "graph.questions",
    "Dependents": "graph.questions",
    "Explain": "graph.questions",
    "Explained": "graph.explain",
    "Gaps": "graph.questions",
    "Index": "graph.index",
    "Missing": "graph.gaps",
    "Narrow": "graph.bottlenecks",
    "Reached": "graph.dependents",
    "Share": "graph.questions",
    "Shared": "graph.share",
    "Swing": "graph.questions",
    "Swung": "graph.swing",
    "bottlenecks": "graph.bottlenecks",
    "build_index": "graph.index",
    "dependents": "graph.dependents",
    "explain": "graph.explain",
    "gaps": "graph.gaps",
    "pack": "graph.packed",
    "prerequisites": "graph.dependents",
    "share": "graph.share",
    "swing": "graph.swing",
    "unpack": "graph.packed",
}


def __getattr__(name: str) -> Any:
    """A public name, from the module that defines it."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
