"""Putting items in order under constraints: a proposal at once, the best order, or why none.

Nothing here knows what a curriculum is. `problem` has the records, `local` the instant proposal,
`exact` the best order with its proof, `conflict` the constraints that cannot be satisfied together.
"""
