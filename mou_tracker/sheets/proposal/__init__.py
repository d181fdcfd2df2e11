"""A map proposed from a sheet's headings and cells: a field only where most cells can be read as it.

Begin at `map_text.proposal`, which writes the map. `heading_rows` finds the headings; `choices` says what each column
is: by its heading and cells (`one_column`), then by the cells alone (`partners`, `days`). `readable` tries the cells.
"""
