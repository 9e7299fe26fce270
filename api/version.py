"""The version of this software; the distribution takes its own from here."""

__version__ = "0.3.0"
SOFTWARE = __version__
