"""One record and one day: its status, why it has it, what to do next, and every day by which something is due.

Begin with `assess`, the one function behind every view, filter, mail and exit code; `assessment` is what it returns.
"""
