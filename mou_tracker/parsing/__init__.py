"""Bytes become nodes with places, whatever the bytes: a text that is not YAML gives findings, never an exception.

Begin with `nodes.Stream`. `events` is the only module that imports yaml; `recovery` reads on after a syntax error.
"""
