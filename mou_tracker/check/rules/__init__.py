"""The rules about records as a whole, by subject. Rules about single values stand in the reading itself.

Begin with `rule`: what a rule gets and yields. A rule's docstring is its manual page, with examples that are run.
"""
