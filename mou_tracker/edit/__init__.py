"""Edits of a register's text: only the lines that change are touched, and the result is checked before it is written.

Begin with `edits` (what is wanted, as values) and `apply` (the new text; `placing` says where it goes); `patch` shows
it. `unwritten` reads new records without their text, for a preview. Nothing here reads or writes a file.
"""
