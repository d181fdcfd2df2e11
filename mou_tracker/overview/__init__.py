"""Several registers in one output: each gives its share, which is put together here, the worst first, with totals.

Begin at `shares`; `texts` has what people read, `data` what programs read.
"""
