"""`mou check`: every rule about whole records, the waivers, and the manual page of each rule.

Begin with `rule_table` (all rules) and `checking` (a whole check). Rules stand in `rules/`, formats in `formats/`.
"""
