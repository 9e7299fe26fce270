"""Schemes of work against the graph: what is out of order, what is missing, how to mend it."""
