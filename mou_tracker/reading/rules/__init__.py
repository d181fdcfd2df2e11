"""The rules about records as a whole. Rules about single values stand in the reading itself.

One rule is one function that yields what it finds; its docstring is its page in the manual, whose examples are run as
tests. The structural ones among them make a record unusable, as errors of reading do. What has errors is still checked
as far as its fields are sound, so that all findings come at once and none of them only follows from another.
"""
