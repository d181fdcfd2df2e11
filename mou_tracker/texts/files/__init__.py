"""Files opened, in a process of their own that has limits: what comes back are lines with pages, or why there are none.

Begin at `opening.open_texts`; `child` is the process, one module a kind of file does the work.
"""
