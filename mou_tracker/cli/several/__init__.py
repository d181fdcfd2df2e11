"""Commands that take several registers together: each is read on its own, with its own day, words and working days.

Begin at `gather`, which makes each register's share, in processes where that pays; each command has a module besides.
"""
