"""A register from its files: found, read whole, each broken record set aside with what is wrong in it; and written.

Begin with `read.read_book`. `files` is the only module that opens, replaces or lists the register's files.
"""
