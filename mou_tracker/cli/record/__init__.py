"""Commands that write what a register says of an agreement: begun with `new`, any field with `set` and its siblings.

Each is a short file; what they share is in `cli.write.session` and `cli.write.prompts`.
"""
