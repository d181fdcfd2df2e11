"""Files as tables of cells, whatever they are. Begin with `files`; `workbooks` and `pages` read what is no plain text.

`tables` holds what all of them make: rows of cells, and what could not be read.
"""
