"""Nodes become values, key by key, by THE table of keys; the JSON Schema and the reference page come from it too.

Begin with `table`: one line for each key. `value_types` says how a reader works, `values` holds them;
`at_once` reads clean records before nodes are made of them.
"""
