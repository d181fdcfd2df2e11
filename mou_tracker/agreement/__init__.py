"""What a register says, as frozen values, and what follows from one record alone: its terms, and what was known when.

Begin with `record` (the keys of an agreement) and `terms` (from its dates to the time in force). No file, no clock.
"""
