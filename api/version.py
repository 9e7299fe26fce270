"""The version of this software, from its distribution."""

from importlib.metadata import version

SOFTWARE = version("curriculum-coherence")
