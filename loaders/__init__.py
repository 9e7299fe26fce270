"""Files in and out: the curated curriculum in CSV, read, checked, made canonical, written."""
