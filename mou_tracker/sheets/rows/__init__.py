"""A row of a sheet becomes a record, or is not taken, with the cells that say why.

Begin at `reading.taken`, which goes through a sheet's rows; `record` is what a row gives, `fields` what a cell says for
each field, `days` and `partners` those of which a cell says more than one thing.
"""
