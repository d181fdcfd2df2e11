"""The commands that edit the register: one file a command; `session` is what they share.

Begin with `session.EditSession`: open the register, check the result of an edit, show it or write it.
"""
