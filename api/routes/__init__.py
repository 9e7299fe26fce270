"""The routes: parse, ask, return."""
