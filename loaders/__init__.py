"""Files in and out: the curated curriculum in CSV, read, checked, made canonical, written."""

from loaders.curated import load_curriculum, read_draft, tidy, write_curriculum

__all__ = ["load_curriculum", "read_draft", "tidy", "write_curriculum"]
