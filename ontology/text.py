"""How names are compared: case, spacing, hyphens and typographic variants do not count."""

from __future__ import annotations

import re
import unicodedata

_GAP = re.compile(r"[\s\-_/&,.;:()'’\"“”]+")
_HIGH = bytes(sorted(set(range(0x80, 0xC0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D})).decode("cp1252")
_DAMAGE = re.compile(f"[ÂÃÎÏâ][\u0080-\u00bf{_HIGH}]|\ufffd|[\x00-\x08\x0e-\x1f\x7f]")


def fold(name: str) -> str:
    """The form in which two names are the same name.

    >>> fold("Dividing in a  ratio") == fold("dividing-in-a-ratio")
    True
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    return _GAP.sub(" ", text).strip()


def is_damaged(text: str) -> bool:
    """Whether the text shows marks of having been read in the wrong encoding."""
    return _DAMAGE.search(text) is not None


def would_become_formula(cell: str) -> bool:
    """Whether a spreadsheet would take the cell for a formula."""
    return cell[:1] in ("=", "+", "-", "@", "\t", "\r")
