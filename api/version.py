"""The version of this software; the distribution takes its own from here."""

__version__ = "0.1.0"
SOFTWARE = __version__
